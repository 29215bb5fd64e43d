import { useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { InstantText } from '#ui/DayText.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { post, Trouble } from '../office.ts'
import { Reading, useRead } from '../reading.tsx'
import { Inside } from './Inside.tsx'
import { Looked } from './QuarantineScreen.tsx'
import { authorOf, carrierOf, type LaidAsideRow, nextWords, purposeOf, whyWords } from './words.ts'

interface LaidAside extends LaidAsideRow {
  readonly isBox: boolean
  readonly askedAt: string | null
  readonly input: Readonly<Record<string, unknown>> | null
  readonly mayExport: boolean
  readonly mayLook: boolean
}

/** One thing that was laid aside: whose, why, what it says, and what can be done about it. */
export function LaidAsideScreen() {
  const language = useLanguage()
  const { key } = useParams({ strict: false }) as { key: string }
  const entry = useRead<LaidAside | null>('quarantine.one', { key })
  useTitle(m.quarantine_title())
  return (
    <Reading of={entry}>
      {(found) =>
        found === null ? (
          <Empty title={m.quarantine_not_here()} picture="question" />
        ) : (
          <div className="page">
            <div className="page__head">
              <div>
                <p className="quiet">{m.quarantine_title()}</p>
                <h1>{purposeOf(found, language)}</h1>
                <p className="row">
                  <Looked row={found} />
                </p>
              </div>
            </div>
            <section className="panel stack">
              <h2>{m.quarantine_why()}</h2>
              <p>{wordFor(whyWords, found.why, language)}</p>
              <p>{wordFor(nextWords, found.why, language)}</p>
              <Outside of={found} />
            </section>
            <section className="panel stack">
              <h2>{m.quarantine_inside()}</h2>
              {found.input ? (
                <Inside input={found.input} />
              ) : (
                <p>{found.isBox ? m.quarantine_sealed() : m.quarantine_outside_only()}</p>
              )}
              {found.mayExport && <Export of={found.key} />}
            </section>
            {found.looked ? (
              <section className="panel stack">
                <h2>{m.quarantine_looked()}</h2>
                <p>{found.looked.word}</p>
                <p className="quiet">
                  {nameIn(language, found.looked)} · <InstantText at={found.looked.at} />
                </p>
              </section>
            ) : (
              found.mayLook && <Look of={found.key} />
            )}
          </div>
        )
      }
    </Reading>
  )
}

function Outside({ of: entry }: { of: LaidAside }) {
  const language = useLanguage()
  return (
    <dl className="facts">
      <dt>{m.quarantine_author()}</dt>
      <dd>{authorOf(entry, language)}</dd>
      <dt>{m.quarantine_carrier()}</dt>
      <dd>{carrierOf(entry, language)}</dd>
      {entry.device && (
        <>
          <dt>{m.quarantine_phone()}</dt>
          <dd>{entry.device}</dd>
        </>
      )}
      {entry.askedAt && (
        <>
          <dt>{m.quarantine_written()}</dt>
          <dd>
            <InstantText at={entry.askedAt} />
          </dd>
        </>
      )}
      <dt>{m.journal_received()}</dt>
      <dd>
        <InstantText at={entry.receivedAt} />
      </dd>
    </dl>
  )
}

/** The whole of it as a file; the journal keeps who took it. */
function Export({ of: key }: { of: string }) {
  const [trouble, setTrouble] = useState<string>()

  async function save() {
    setTrouble(undefined)
    try {
      const file = await post<object>(`/api/quarantine/${key}/export`, {})
      const address = URL.createObjectURL(new Blob([JSON.stringify(file, null, 2)], { type: 'application/json' }))
      Object.assign(document.createElement('a'), { href: address, download: `laid-aside-${key}.json` }).click()
      setTimeout(() => URL.revokeObjectURL(address), 60_000)
    } catch (error) {
      setTrouble(troubleIn(error))
    }
  }

  return (
    <>
      {trouble && <Say tone="bad">{trouble}</Say>}
      <div>
        <button type="button" className="button button--second" onClick={() => void save()}>
          {m.quarantine_export()}
        </button>
        <p className="note">{m.quarantine_export_note()}</p>
      </div>
    </>
  )
}

function Look({ of: key }: { of: string }) {
  const client = useQueryClient()
  const [word, setWord] = useState('')
  const [trouble, setTrouble] = useState<string>()
  const [isAsking, setAsking] = useState(false)

  async function look() {
    setAsking(true)
    setTrouble(undefined)
    try {
      await post(`/api/quarantine/${key}/look`, { word: word.trim() })
    } catch (error) {
      setTrouble(troubleIn(error))
    }
    setAsking(false)
    await client.invalidateQueries()
  }

  return (
    <section className="panel panel--do stack">
      <TextField label={m.quarantine_word()} lines={2} max={500} value={word} onChange={setWord} />
      {trouble && <Say tone="bad">{trouble}</Say>}
      <div>
        <button type="button" className="button" disabled={isAsking || word.trim() === ''} onClick={() => void look()}>
          {m.quarantine_look()}
        </button>
        <p className="note">{m.quarantine_stays()}</p>
      </div>
    </section>
  )
}

function troubleIn(error: unknown): string {
  return m.clashes_failed({ why: (error instanceof Trouble && error.message) || m.failed_title() })
}
