import { Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { groundWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Show } from '../frame/Show.tsx'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading } from '../reading.tsx'
import { Due } from './Due.tsx'
import { Judged } from './Judged.tsx'
import { type Pair, useQueue } from './pairs.ts'
import { useSteps } from './useSteps.ts'

/** Households that may be registered twice: what waits for somebody's judgement, and what was judged. */
export function DuplicatesScreen() {
  useLanguage()
  useTitle(m.duplicates_title())
  const [shown, setShown] = useState<'waiting' | 'judged'>('waiting')
  return (
    <div className="page">
      <PageHead title={m.duplicates_title()} intro={m.duplicates_intro()} />
      <Show
        part={shown}
        onChange={setShown}
        parts={[
          { value: 'waiting', label: m.duplicates_waiting() },
          { value: 'judged', label: m.duplicates_judged() },
        ]}
      />
      {shown === 'waiting' ? <Queue /> : <Judged />}
    </div>
  )
}

function Queue() {
  const queue = useQueue()
  const list = useRef<HTMLUListElement>(null)
  useSteps(list)
  return (
    <Reading of={queue}>
      {(pairs) =>
        pairs.length === 0 ? (
          <Empty title={m.duplicates_none()} picture="check">
            <p className="quiet">{m.duplicates_none_next()}</p>
          </Empty>
        ) : (
          <PlaceNames
            codes={pairs.flatMap(({ one, other, suspicion }) => [one.place, other?.place ?? suspicion.office])}
          >
            <p className="note keys">{m.duplicates_keys()}</p>
            <ul className="queue" ref={list}>
              {pairs.map((pair) => (
                <Waits key={`${pair.one.key} ${pair.other?.key ?? pair.suspicion.office}`} pair={pair} />
              ))}
            </ul>
            <More of={queue} />
          </PlaceNames>
        )
      }
    </Reading>
  )
}

function Waits({ pair: { one, other, suspicion } }: { pair: Pair }) {
  const language = useLanguage()
  return (
    <li className="queue__one queue__one--plain queue__one--pair">
      {other ? (
        <Link
          to="/duplicates/$key/$other"
          params={{ key: one.key, other: other.key }}
          className="queue__link"
          data-step
        >
          <span className="queue__name">
            {nameIn(language, one.head)} <span className="quiet">↔</span> {nameIn(language, other.head)}
          </span>
          <span className="quiet">
            <PlaceName code={one.place} />
            {other.place !== one.place && (
              <>
                {' ↔ '}
                <PlaceName code={other.place} />
              </>
            )}
          </span>
        </Link>
      ) : (
        <Link to="/households/$key" params={{ key: one.key }} className="queue__link" data-step>
          <span className="queue__name">{nameIn(language, one.head)}</span>
          <span className="quiet">
            <PlaceName code={one.place} />
          </span>
        </Link>
      )}
      <span className="queue__facts">
        {other ? (
          suspicion.grounds.map((ground) => (
            <Badge key={ground} tone={ground === 'card' || ground === 'identity' ? 'bad' : 'quiet'}>
              {groundWords[ground]()}
            </Badge>
          ))
        ) : (
          <span className="note">
            {m.duplicates_elsewhere()} <PlaceName code={suspicion.office} levels={1} />
          </span>
        )}
        {suspicion.unsure && <Badge tone="waiting">{m.duplicates_unsure()}</Badge>}
      </span>
      <span className="queue__end">
        <Due on={suspicion.due} />
      </span>
    </li>
  )
}
