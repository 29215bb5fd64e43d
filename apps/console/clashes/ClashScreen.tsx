import { useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { type Clash, editAnew, presentIn } from '#capabilities/clashes/clash.ts'
import type { CommandName } from '#capabilities/commands.ts'
import { isKey } from '#door/key.ts'
import { InstantText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { explain } from '#ui/explain.ts'
import { Empty } from '#ui/Nothing.tsx'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { fieldName } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { askInOrder } from '../engine.ts'
import { Scroll } from '../frame/Scroll.tsx'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { may, useMe } from '../me.ts'
import { PlaceName, PlaceNames } from '../places.tsx'

/** Three answers side by side, and which of them is right. */
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
  if (!clash) return <Empty title={m.clashes_none()} picture="question" />
  return (
    <PlaceNames codes={[clash.place]}>
      <div className="page">
        <div className="page__head">
          <div>
            <p className="quiet">
              <PlaceName code={clash.place} levels={4} /> · <InstantText at={clash.askedAt} />
            </p>
            <h1>{m.clashes_title()}</h1>
            <p className="row">
              {clash.settlement && <Badge tone="good">{m.clashes_settled()}</Badge>}
              {noun === 'household' && (
                <Link to="/households/$key" params={{ key: clash.about }}>
                  {m.console_households()}
                </Link>
              )}
            </p>
          </div>
        </div>
        <section className="panel">
          <Scroll label={m.clashes_title()}>
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{m.field_answer()}</th>
                  <th scope="col">{m.clashes_was()}</th>
                  <th scope="col">{m.clashes_becomes()}</th>
                  <th scope="col">{m.clashes_present()}</th>
                </tr>
              </thead>
              <tbody>
                {clash.fields.map(({ field, was, becomes, present }) => (
                  <tr key={field}>
                    <th scope="row">{fieldName(field, language)}</th>
                    <td>{shown(was)}</td>
                    <td>
                      <strong>{shown(becomes)}</strong>
                    </td>
                    <td>{shown(record && !clash.settlement ? presentIn(record, field) : present)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
          {clash.settlement && (
            <p>
              {clash.settlement.how === 'left' ? m.clashes_left() : m.clashes_taken_over()}: {clash.settlement.word}
            </p>
          )}
        </section>
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
      <TextField label={m.clashes_word()} lines={2} max={500} value={word} onChange={setWord} />
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

/** An answer as it lies in a record, for people. */
function shown(value: unknown): string {
  if (value === null || value === undefined || value === '') return m.clashes_nothing()
  if (Array.isArray(value)) return value.map(shown).join(', ')
  if (typeof value !== 'object') return isKey(value) ? value.slice(0, 11) : String(value)
  const { number, latitude, longitude } = value as { number?: string; latitude?: number; longitude?: number }
  if (number !== undefined) return number
  return latitude === undefined ? JSON.stringify(value) : `${latitude}, ${longitude}`
}
