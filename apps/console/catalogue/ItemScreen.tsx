import { Link, useParams } from '@tanstack/react-router'
import { type CatalogueItem, itemKey, type WindowOfItem } from '#capabilities/catalogue/item.ts'
import { scopeOf, within } from '#door/actor.ts'
import { Amount } from '#ui/Amount.tsx'
import { DayText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { numberText } from '#ui/numbers.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { itemStateWords, unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Opening } from '../frame/Opening.tsx'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { actorOf, may, useMe } from '../me.ts'
import { useProgramme } from '../programme.tsx'
import { Amend } from './Amend.tsx'
import { chainName, useChains } from './chains.ts'
import { Quotations } from './Quotations.tsx'
import { Quote } from './Quote.tsx'
import { TakeAway } from './TakeAway.tsx'

type Seen = CatalogueItem & { readonly windows: readonly WindowOfItem[] }

/** One item: what it is, what people asked for it, and the windows in which it may be asked for. */
export function ItemScreen() {
  const language = useLanguage()
  const me = useMe()
  const { programme } = useProgramme()
  const { key } = useParams({ strict: false }) as { key: string }
  const item = useRecord<Seen>('item', key)
  useTitle(item && item !== 'not-yet' ? item.names[language] : m.console_catalogue())
  if (item === 'not-yet') return <Waiting />
  if (!item) {
    return (
      <Empty title={m.catalogue_none_found()} picture="question">
        <p className="quiet">{m.refusal_record_not_found()}</p>
      </Empty>
    )
  }
  const isKept = may(me, 'item.manage') && programme?.state === 'open'
  const retired = item.retirements.find(({ restored }) => restored === null)
  return (
    <div className="page">
      <p className="unprinted">
        <Link to="/catalogue">{m.catalogue_back()}</Link>
      </p>
      <div className="page__head">
        <div>
          <h1>{item.names[language]}</h1>
          <p lang={language === 'km' ? 'en' : 'km'}>{item.names[language === 'km' ? 'en' : 'km']}</p>
          <p className="row">
            <Badge tone={retired ? 'quiet' : 'good'}>{itemStateWords[item.state]()}</Badge>
            {retired && <span>«{retired.why}»</span>}
          </p>
        </div>
      </div>
      <div className={isKept ? 'columns' : 'stack'}>
        <div className="columns__main">
          <Quotations item={item} />
          <About item={item} />
          <Windows windows={item.windows} />
          {within(scopeOf(actorOf(me), 'journal.read'), item) && (
            <section className="panel">
              <h2>{m.proposal_history()}</h2>
              <History keys={[item.key]} />
            </section>
          )}
        </div>
        {isKept && (
          <div className="columns__side unprinted">
            <section className="panel panel--do">
              <h2>{m.proposal_do()}</h2>
              {item.state === 'in-use' && (
                <>
                  <Opening label={m.catalogue_quote()}>
                    <Quote item={item} />
                  </Opening>
                  <Opening label={m.catalogue_amend()}>
                    <Amend key={item.version} item={item} />
                  </Opening>
                </>
              )}
              <Opening label={retired ? m.catalogue_restore() : m.catalogue_retire()}>
                <TakeAway key={item.state} item={item} />
              </Opening>
            </section>
          </div>
        )}
      </div>
    </div>
  )
}

function About({ item }: { item: CatalogueItem }) {
  const language = useLanguage()
  const chains = useChains(item.programme)
  return (
    <section className="panel">
      <h2>{m.catalogue_about()}</h2>
      <dl className="facts">
        <dt>{m.import_field_item_code()}</dt>
        <dd>
          <code>{item.code}</code>
        </dd>
        <dt>{m.catalogue_unit()}</dt>
        <dd>{wordFor(unitWords, item.unit, language)}</dd>
        <dt>{m.import_field_chain()}</dt>
        <dd>{chainName(chains, item.chain, language)}</dd>
        <dt>{m.import_field_specification()}</dt>
        <dd className={item.specification ? undefined : 'quiet'}>{item.specification ?? m.catalogue_none_said()}</dd>
        {item.mortalityDays !== null && (
          <>
            <dt>{m.import_field_mortality_days()}</dt>
            <dd>{numberText(item.mortalityDays)}</dd>
          </>
        )}
        {item.substitutes.length > 0 && (
          <>
            <dt>{m.import_field_substitutes()}</dt>
            <dd>
              <ul className="plain">
                {item.substitutes.map((code) => (
                  <Substitute key={code} programme={item.programme} code={code} />
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

/** By its name where the catalogue has it. */
function Substitute({ programme, code }: { programme: string; code: string }) {
  const language = useLanguage()
  const key = itemKey(programme, code)
  const known = useRecord<CatalogueItem>('item', key)
  return (
    <li>
      {known && known !== 'not-yet' ? (
        <Link to="/catalogue/$key" params={{ key }}>
          {known.names[language]}
        </Link>
      ) : (
        <>
          <code>{code}</code> {!known && <span className="note">{m.catalogue_not_listed()}</span>}
        </>
      )}
    </li>
  )
}

function Windows({ windows }: { windows: readonly WindowOfItem[] }) {
  const language = useLanguage()
  return (
    <section className="panel">
      <h2>{m.catalogue_windows()}</h2>
      {windows.length === 0 && <p className="quiet">{m.catalogue_windows_none()}</p>}
      <ul className="plain">
        {windows.map(({ key, names, state, opensOn, closesOn, ceiling }) => (
          <li key={key} className="answer">
            <p className="row">
              <strong>{names[language]}</strong>
              {state === 'closed' && <Badge tone="quiet">{m.catalogue_window_closed()}</Badge>}
            </p>
            <p className="note">
              <DayText day={opensOn} length="short" /> – <DayText day={closesOn} length="short" />
            </p>
            <p>
              {m.catalogue_ceiling()}{' '}
              {ceiling ? <Amount money={ceiling} /> : <span className="quiet">{m.catalogue_ceiling_none()}</span>}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
