import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { dueOn, type ProposalRow } from '#capabilities/proposals/proposal.ts'
import { packageOf, type Window } from '#capabilities/windows/window.ts'
import { Amount } from '#ui/Amount.tsx'
import { Clock } from '#ui/Clock.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { tierWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Show } from '../frame/Show.tsx'
import { may, useMe } from '../me.ts'
import { read } from '../office.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { useProgramme } from '../programme.tsx'
import { doubtWords } from '../proposals/words.ts'
import { Reading, today, useRead } from '../reading.tsx'
import { BulkApprove, BulkReject } from './BulkDecision.tsx'

const states = ['all', 'submitted', 'verified', 'appealed', 'returned'] as const
const pageLength = 100
/** Decided in one go at the most. */
const mostAtOnce = 10_000

/** What waits for an answer, the longest first. */
export function ReviewScreen() {
  useLanguage()
  useTitle(m.review_title())
  const me = useMe()
  const { programme } = useProgramme()
  const [state, setState] = useState<(typeof states)[number]>('all')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const windows = useRead<Window[]>('window.list')
  const queue = useInfiniteQuery({
    queryKey: ['read', 'proposal.queue', state, programme?.programme],
    initialPageParam: undefined as { since: string; key: string } | undefined,
    queryFn: ({ pageParam }) =>
      read<ProposalRow[]>('proposal.queue', {
        programme: programme?.programme,
        state: state === 'all' ? undefined : state,
        after: pageParam,
        limit: pageLength,
      }),
    getNextPageParam: (page) =>
      page.length < pageLength ? undefined : { since: page.at(-1)!.since, key: page.at(-1)!.key },
  })
  const rows = queue.data?.pages.flat()
  const [isGathering, setGathering] = useState(false)

  /** Everything that waits, page by page, so that it can be chosen as a whole. */
  async function gather() {
    setGathering(true)
    let result = await queue.fetchNextPage()
    while (result.hasNextPage && result.data!.pages.length * pageLength < mostAtOnce)
      result = await result.fetchNextPage()
    setChosen(new Set(result.data?.pages.flat().map(({ key }) => key)))
    setGathering(false)
  }

  const bulk = (found: readonly ProposalRow[], known: readonly Window[]) => ({
    rows: found.filter(({ key }) => chosen.has(key)),
    windows: known,
    onDone: () => setChosen(new Set()),
  })

  return (
    <div className="page">
      <PageHead title={m.review_title()} intro={m.review_intro()} />
      <Show
        part={state}
        onChange={(part) => {
          setState(part)
          setChosen(new Set())
        }}
        parts={states.map((value) => ({ value, label: stateLabels[value]() }))}
      />
      <Reading of={windows}>
        {(known) => (
          <Reading of={{ ...queue, data: rows }}>
            {(found) =>
              found.length === 0 ? (
                <Empty title={m.review_none()} picture="check">
                  <p className="quiet">{m.review_none_next()}</p>
                </Empty>
              ) : (
                <PlaceNames codes={found.map(({ place }) => place)}>
                  <div className="bulk">
                    <label className="bulk__all">
                      <input
                        type="checkbox"
                        checked={found.every(({ key }) => chosen.has(key))}
                        onChange={(event) =>
                          setChosen(new Set(event.currentTarget.checked ? found.map(({ key }) => key) : []))
                        }
                      />
                      {m.review_choose_all({ count: found.length })}
                    </label>
                    {queue.hasNextPage && found.length < mostAtOnce && (
                      <button
                        type="button"
                        className="button button--second"
                        disabled={isGathering}
                        onClick={() => void gather()}
                      >
                        {isGathering ? m.review_gathering({ count: found.length }) : m.review_gather()}
                      </button>
                    )}
                    {may(me, 'proposal.decide') && <BulkApprove {...bulk(found, known)} />}
                    {may(me, 'proposal.reject') && <BulkReject {...bulk(found, known)} />}
                  </div>
                  <ul className="queue">
                    {found.map((row) => (
                      <Waits
                        key={row.key}
                        row={row}
                        window={known.find(({ key }) => key === row.window)}
                        chosen={chosen.has(row.key)}
                        choose={() => setChosen(toggled(chosen, row.key))}
                      />
                    ))}
                  </ul>
                  {queue.hasNextPage && (
                    <button
                      type="button"
                      className="button button--second"
                      aria-busy={queue.isFetchingNextPage || undefined}
                      onClick={() => void queue.fetchNextPage()}
                    >
                      {m.list_more()}
                    </button>
                  )}
                </PlaceNames>
              )
            }
          </Reading>
        )}
      </Reading>
    </div>
  )
}

const stateLabels = {
  all: m.review_all,
  submitted: m.proposal_state_submitted,
  verified: m.proposal_state_verified,
  appealed: m.proposal_state_appealed,
  returned: m.proposal_state_returned,
}

function Waits({
  row,
  window,
  chosen,
  choose,
}: {
  row: ProposalRow
  window: Window | undefined
  chosen: boolean
  choose: () => void
}) {
  const language = useLanguage()
  const name =
    (language === 'km' ? (row.head.nameKm ?? row.head.nameLatin) : (row.head.nameLatin ?? row.head.nameKm)) ?? ''
  const wanted = window && packageOf(window, row.package)
  return (
    <li className="queue__one">
      <label className="queue__choose">
        <input type="checkbox" checked={chosen} onChange={choose} />
        <span className="unseen">{m.review_choose({ name })}</span>
      </label>
      <Link to="/proposals/$key" params={{ key: row.key }} className="queue__link">
        <span className="queue__name">{name}</span>
        <span className="quiet">
          {wanted ? `${wanted.names[language]} × ${row.quantity}` : row.package} · <PlaceName code={row.place} />
        </span>
      </Link>
      <span className="queue__facts">
        <StateBadge noun="proposal" state={row.state} />
        {row.state !== 'returned' && (
          <span className="note">{m.review_with({ who: wordFor(tierWords, row.tier, language) })}</span>
        )}
        {row.doubts.map((doubt) => (
          <Badge key={doubt} tone="waiting">
            {wordFor(doubtWords, doubt, language)}
          </Badge>
        ))}
      </span>
      <span className="queue__end">
        <Amount money={{ currency: row.currency, minor: row.projectMinor }} />
        <Clock since={row.since} dueOn={window && dueOn(row, window)} today={today()} />
      </span>
    </li>
  )
}

function toggled(set: ReadonlySet<string>, one: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(one)) next.add(one)
  return next
}
