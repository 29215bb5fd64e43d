import { useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Clash, editAnew, presentIn, type Said, type Sides } from '#capabilities/clashes/clash.ts'
import type { CommandName } from '#capabilities/commands.ts'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { InstantText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { explain } from '#ui/explain.ts'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { fieldName } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { askInOrder } from '../engine.ts'
import { SideBySide, SideField } from '../frame/SideBySide.tsx'
import { isPlace, Told } from '../frame/Told.tsx'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { may, useMe } from '../me.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { useRead } from '../reading.tsx'

/** Two edits of one record side by side, and which of them is right. */
export function ClashScreen() {
  const language = useLanguage()
  const me = useMe()
  const { key } = useParams({ strict: false }) as { key: string }
  const clash = useRecord<Clash>('clash', key)
  const found = clash && clash !== 'not-yet' ? clash : undefined
  const noun = found?.command.split('.')[0] ?? 'household'
  const record = useRecord<object>(noun, found?.about ?? '')
  useTitle(m.clashes_title())
  if (clash === 'not-yet' || record === 'not-yet') return <Waiting />
  if (!clash) {
    return (
      <Empty title={m.trouble_not_found()} picture="question">
        <p className="quiet">{m.refusal_record_not_found()}</p>
      </Empty>
    )
  }
  const head = noun === 'household' && record ? headOf(record as Household) : undefined
  const whose = head && nameIn(language, head)
  return (
    <PlaceNames codes={[clash.place]}>
      <div className="page">
        <div className="page__head">
          <div>
            <p className="quiet">
              <PlaceName code={clash.place} levels={4} /> · <InstantText at={clash.askedAt} />
            </p>
            <h1>
              {m.clashes_title()}
              {whose && `: ${whose}`}
            </h1>
            <p className="row">
              {clash.settlement && <Badge tone="good">{m.clashes_settled()}</Badge>}
              {noun === 'household' && (
                <Link to="/households/$key" params={{ key: clash.about }}>
                  {m.household_open()}
                </Link>
              )}
            </p>
          </div>
        </div>
        <BothSides clash={clash} record={record} />
        {clash.settlement && <Settled clash={clash.key} settlement={clash.settlement} />}
        {!clash.settlement && record && may(me, 'clash.settle') && <Settle clash={clash} record={record} />}
        {may(me, 'journal.read') && (
          <section className="panel">
            <h2>{m.proposal_history()}</h2>
            <History keys={[clash.key, clash.about]} />
          </section>
        )}
      </div>
    </PlaceNames>
  )
}

/** What the phone said beside what stands there: who, by which clock, and every answer of the edit. */
function BothSides({ clash, record }: { clash: Clash; record: object | undefined }) {
  const language = useLanguage()
  const { data: sides } = useRead<Sides | null>('clash.sides', { key: clash.key })
  const whose = [m.clashes_becomes(), m.clashes_present()] as const
  const named = (said: Said | null | undefined) => (said ? nameIn(language, said) : '')
  const places = clash.fields.flatMap(({ field, becomes, present }) =>
    [becomes, present].filter((value) => isPlace(field, value)).map(String),
  )
  return (
    <PlaceNames codes={places}>
      <SideBySide
        label={m.clashes_title()}
        one={{ name: named(sides?.wanted), whose: whose[0] }}
        other={{ name: named(sides?.stands), whose: whose[1] }}
      >
        {clash.fields.map(({ field, was, becomes, present }) => {
          const stands = record && !clash.settlement ? presentIn(record, field) : present
          const standing = standingOf(was, becomes, stands)
          return (
            <SideField
              key={field}
              whose={whose}
              label={fieldName(field, language)}
              standing={standing}
              said={standingWords[standing]()}
              one={<Told field={field} value={becomes} />}
              other={<Told field={field} value={stands} />}
              note={
                <>
                  {m.clashes_was()}: <Told field={field} value={was} />
                </>
              }
            />
          )
        })}
        {(['happenedAt', 'receivedAt'] as const).map((clock) => (
          <SideField
            key={clock}
            whose={whose}
            label={clock === 'happenedAt' ? m.clashes_own_clock() : m.clashes_office_clock()}
            one={<When of={sides?.wanted} clock={clock} />}
            other={<When of={sides?.stands} clock={clock} />}
          />
        ))}
      </SideBySide>
    </PlaceNames>
  )
}

function When({ of: said, clock }: { of: Said | null | undefined; clock: 'happenedAt' | 'receivedAt' }) {
  return said ? <InstantText at={said[clock]} /> : '–'
}

const standingWords = {
  same: m.agreement_same,
  unknown: m.clashes_untouched,
  differs: m.agreement_differs,
} as const

/** `unknown`: what the phone had seen still stands, so nobody is against it. */
function standingOf(was: unknown, becomes: unknown, stands: unknown): keyof typeof standingWords {
  if (isSame(becomes, stands)) return 'same'
  return isSame(was, stands) ? 'unknown' : 'differs'
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other))
}

/** Telephone numbers are wanted with whether they are shared, and stand without. */
function plain(value: unknown): unknown {
  return Array.isArray(value) ? value.map((one) => (one as { number?: string } | null)?.number ?? one) : (value ?? null)
}

function Settled({
  clash,
  settlement: { how, word, at },
}: {
  clash: string
  settlement: NonNullable<Clash['settlement']>
}) {
  const language = useLanguage()
  const { data: sides } = useRead<Sides | null>('clash.sides', { key: clash })
  return (
    <section className="panel">
      <h2>{how === 'left' ? m.clashes_left() : m.clashes_taken_over()}</h2>
      <p className="quiet">
        {sides?.settledBy && `${nameIn(language, sides.settledBy)} · `}
        <InstantText at={at} />
      </p>
      <p>{word}</p>
    </section>
  )
}

/** The phone's edit is asked anew, in the supervisor's own name, over what stands there now. */
function Settle({ clash, record }: { clash: Clash; record: object }) {
  const language = useLanguage()
  const me = useMe()
  const client = useQueryClient()
  const [word, setWord] = useState('')
  const [trouble, setTrouble] = useState<string>()
  const [isAsking, setAsking] = useState(false)

  async function settle(how: 'taken-over' | 'left') {
    setAsking(true)
    setTrouble(undefined)
    const edit = { name: clash.command as CommandName, about: clash.about, input: editAnew(clash, record) }
    const settled = {
      name: 'clash.settle' as const,
      about: clash.key,
      input: { seen: clash.version, how, word: word.trim() },
    }
    try {
      const answer = await askInOrder(how === 'left' ? [settled] : [edit, settled], me.person.key)
      if (answer.outcome === 'refused') setTrouble(m.clashes_failed({ why: explain(answer.refusal, language) }))
    } catch {
      setTrouble(m.clashes_failed({ why: m.failed_title() }))
    }
    setAsking(false)
    await client.invalidateQueries()
  }

  return (
    <section className="panel panel--do stack">
      <TextField
        label={m.clashes_word()}
        hint={m.clashes_word_hint()}
        lines={2}
        max={500}
        value={word}
        onChange={setWord}
      />
      {trouble && <Say tone="bad">{trouble}</Say>}
      <div className="row">
        {(['taken-over', 'left'] as const).map((how) => (
          <button
            key={how}
            type="button"
            className={how === 'left' ? 'button button--second' : 'button'}
            disabled={isAsking || word.trim() === ''}
            onClick={() => void settle(how)}
          >
            {how === 'left' ? m.clashes_leave() : m.clashes_take()}
          </button>
        ))}
      </div>
    </section>
  )
}
