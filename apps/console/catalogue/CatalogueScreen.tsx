import { SegmentedControl } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CatalogueItem, Chain, ItemRow } from '#capabilities/catalogue/item.ts'
import { Amount } from '#ui/Amount.tsx'
import { DayText } from '#ui/DayText.tsx'
import { Field } from '#ui/Field.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { itemStateWords, unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { may, useMe } from '../me.ts'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { useProgramme } from '../programme.tsx'
import { Reading } from '../reading.tsx'
import { AddItem } from './AddItem.tsx'
import { chainName, useChains } from './chains.ts'

type State = CatalogueItem['state']

/** What the programme may give, by chain, each item with what was asked for it last. */
export function CatalogueScreen() {
  useLanguage()
  const me = useMe()
  const { programme } = useProgramme()
  useTitle(m.console_catalogue())
  return (
    <div className="page">
      <PageHead title={m.console_catalogue()} intro={m.catalogue_intro()} />
      {!may(me, 'item.read') ? (
        <Empty title={m.refusal_actor_not_allowed()} picture="question" />
      ) : (
        programme && (
          <>
            <Items programme={programme.programme} />
            {may(me, 'item.manage') && programme.state === 'open' && <AddItem programme={programme.programme} />}
          </>
        )
      )}
    </div>
  )
}

const typingMilliseconds = 250

function Items({ programme }: { programme: string }) {
  const language = useLanguage()
  const chains = useChains(programme)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), typingMilliseconds)
  const [chain, setChain] = useState<string>()
  const [state, setState] = useState<State>('in-use')
  const pages = usePages<ItemRow>(
    'item.list',
    { programme, chain, state, search: search || undefined },
    ({ chain: of, code, key }) => ({ chain: of ?? '', code, key }),
    { keepsLast: true },
  )
  const isNarrowed = search !== '' || chain !== undefined
  return (
    <>
      <div className="row row--fields unprinted">
        <TextField label={m.catalogue_search_for()} kind="search" max={120} value={typed} onChange={setTyped} />
        <Field label={m.import_field_chain()}>
          {(tied) => (
            <select
              {...tied}
              aria-required={false}
              className="input"
              value={chain ?? 'all'}
              onChange={({ currentTarget: { value } }) => setChain(value === 'all' ? undefined : value)}
            >
              <option value="all">{m.catalogue_all_chains()}</option>
              {chains.map(({ code, names }) => (
                <option key={code} value={code}>
                  {names[language]}
                </option>
              ))}
              <option value="">{m.catalogue_any_chain()}</option>
            </select>
          )}
        </Field>
      </div>
      <SegmentedControl
        className="filters unprinted"
        aria-label={m.review_show()}
        value={state}
        onChange={(value) => setState(value as State)}
        data={(['in-use', 'retired'] as const).map((value) => ({ value, label: itemStateWords[value]() }))}
      />
      <Reading of={pages}>
        {(rows) =>
          rows.length > 0 ? (
            <PlaceNames codes={rows.flatMap(({ latest }) => latest?.province ?? [])}>
              {chainsAmong(rows).map((one) => (
                <section key={one ?? ''} className="stack">
                  <h2>{chainName(chains, one, language)}</h2>
                  <ul className="queue">
                    {rows
                      .filter((row) => row.chain === one)
                      .map((row) => (
                        <Row key={row.key} row={row} />
                      ))}
                  </ul>
                </section>
              ))}
              <More of={pages} />
            </PlaceNames>
          ) : isNarrowed ? (
            <Empty title={m.catalogue_none_found()} picture="search">
              <button type="button" className="button button--second" onClick={showAll}>
                {m.catalogue_all_again()}
              </button>
            </Empty>
          ) : state === 'retired' ? (
            <Empty title={m.catalogue_none_retired()} picture="seed" />
          ) : (
            <Empty title={m.catalogue_none()} picture="seed">
              <p className="quiet">{m.catalogue_none_next()}</p>
            </Empty>
          )
        }
      </Reading>
    </>
  )

  function showAll() {
    setTyped('')
    setChain(undefined)
  }
}

/** In the order of the list. */
function chainsAmong(rows: readonly ItemRow[]): (Chain['code'] | null)[] {
  return [...new Set(rows.map(({ chain }) => chain))]
}

function Row({ row }: { row: ItemRow }) {
  const language = useLanguage()
  const { latest } = row
  return (
    <li className="queue__one queue__one--plain">
      <Link to="/catalogue/$key" params={{ key: row.key }} className="queue__link">
        <span className="queue__name">{row.names[language]}</span>
        <span className="quiet">
          {wordFor(unitWords, row.unit, language)}
          {row.specification && ` · ${row.specification}`} · <code>{row.code}</code>
        </span>
      </Link>
      <span className="queue__facts">
        {latest ? (
          <span className="note">
            <PlaceName code={latest.province ?? ''} levels={1} /> · <DayText day={latest.from} length="short" /> ·{' '}
            {latest.source}
          </span>
        ) : (
          <Badge tone="quiet">{m.catalogue_no_quotation()}</Badge>
        )}
      </span>
      <span className="queue__end">{latest && <Amount money={latest} />}</span>
    </li>
  )
}
