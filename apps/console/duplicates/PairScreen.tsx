import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { Household } from '#capabilities/households/household.ts'
import { headOf } from '#capabilities/households/household.ts'
import type { Key } from '#door/key.ts'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Waiting } from '../frame/Waiting.tsx'
import { may, useMe } from '../me.ts'
import { PlaceNames } from '../places.tsx'
import { Compare } from './Compare.tsx'
import { Grounds } from './Grounds.tsx'
import { type Pair, useQueue } from './pairs.ts'
import { stepOf, useKey } from './useSteps.ts'
import { VerdictForm } from './VerdictForm.tsx'
import type { Verdict } from './words.ts'

interface Done {
  readonly verdict: Verdict
  readonly key: Key
  readonly name: string
  readonly other: string
}

/** One pair of the queue: what is alike and what is not, a judgement, and on to the next. */
export function PairScreen() {
  useLanguage()
  useTitle(m.judge_title())
  const { key, other } = useParams({ strict: false }) as { key: Key; other: Key }
  const [done, setDone] = useState<Done>()
  const queue = useQueue()
  const go = useNavigate()
  const pairs = (queue.data ?? []).filter((pair): pair is Pair & { other: object } => pair.other !== null)
  const at = pairs.findIndex((pair) => pair.one.key === key && pair.other.key === other)
  const next = pairs[at + 1] ?? pairs.find((_, place) => place !== at)

  function open(pair: (typeof pairs)[number] | undefined) {
    if (pair) void go({ to: '/duplicates/$key/$other', params: { key: pair.one.key, other: pair.other.key } })
  }
  useKey((pressed) => {
    const step = stepOf(pressed)
    if (step === undefined || at === -1 || !pairs[at + step]) return false
    open(pairs[at + step])
    return true
  })

  return (
    <div className="page">
      <p className="row">
        <Link to="/duplicates">{m.duplicates_back()}</Link>
        {at !== -1 && <span className="note">{m.duplicates_place({ n: at + 1, of: pairs.length })}</span>}
        {pairs[at - 1] && at > 0 && (
          <button type="button" className="button button--plain" onClick={() => open(pairs[at - 1])}>
            {m.duplicates_previous()}
          </button>
        )}
        {at !== -1 && pairs[at + 1] && (
          <button type="button" className="button button--plain" onClick={() => open(pairs[at + 1])}>
            {m.duplicates_next()}
          </button>
        )}
      </p>
      {done && (
        <Say tone="good">
          {doneWords[done.verdict]({ one: done.name, other: done.other })}{' '}
          {done.verdict === 'same' && (
            <Link to="/households/$key" params={{ key: done.key }}>
              {m.judged_take_back()}
            </Link>
          )}
        </Say>
      )}
      <OnePair
        key={`${key} ${other}`}
        one={key}
        other={other}
        isDone={done !== undefined && [key, other].includes(done.key) && at === -1}
        onJudged={(judged) => {
          setDone(judged)
          window.scrollTo(0, 0)
          open(next)
        }}
      />
    </div>
  )
}

const doneWords: Record<Verdict, (names: { one: string; other: string }) => string> = {
  same: m.judged_told_same,
  different: m.judged_told_different,
  unsure: m.judged_told_unsure,
}

function OnePair({
  one: key,
  other: otherKey,
  isDone,
  onJudged,
}: {
  one: Key
  other: Key
  isDone: boolean
  onJudged: (done: Done) => void
}) {
  const language = useLanguage()
  const me = useMe()
  const one = useRecord<Household>('household', key)
  const other = useRecord<Household>('household', otherKey)
  if (one === 'not-yet' || other === 'not-yet') return <Waiting />
  const suspicion = one?.suspicions.find((open) => open.other === otherKey)
  if (isDone) {
    return (
      <Empty title={m.duplicates_none()} picture="check">
        <p className="quiet">{m.duplicates_none_next()}</p>
      </Empty>
    )
  }
  if (!one || !other || !suspicion) {
    return (
      <Empty title={m.duplicates_settled()} picture="check">
        <p className="quiet">{m.duplicates_settled_next()}</p>
        {one && (
          <Link to="/households/$key" params={{ key }}>
            {m.household_open()}
          </Link>
        )}
      </Empty>
    )
  }
  const names = { one: nameIn(language, headOf(one)), other: nameIn(language, headOf(other)) }
  return (
    <PlaceNames codes={[one.place, other.place]}>
      <h1>{m.judge_title()}</h1>
      <Grounds suspicion={suspicion} />
      <Compare one={one} other={other} />
      {may(me, 'household.judge') && (
        <VerdictForm
          one={one}
          other={other}
          suspicion={suspicion}
          onJudged={(verdict, behind) => {
            const [name, other] = behind === one ? [names.one, names.other] : [names.other, names.one]
            onJudged({ verdict, key: behind.key, name, other })
          }}
        />
      )}
    </PlaceNames>
  )
}
