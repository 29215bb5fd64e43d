import { useDebouncedValue } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { CommandName } from '#capabilities/commands.ts'
import {
  type ImportFile,
  type ImportKind,
  type ImportSettings,
  listKeyOf,
  type Mapping,
} from '#capabilities/imports/import.ts'
import { everything } from '#door/actor.ts'
import { national } from '#door/key.ts'
import { explain } from '#ui/explain.ts'
import { explainTable, explainTableNote } from '#ui/explain-import.ts'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { importFieldWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { askInOrder, newKey } from '../engine.ts'
import { useMe } from '../me.ts'
import { Trouble } from '../office.ts'
import { Reading } from '../reading.tsx'
import { Area } from './Area.tsx'
import { Columns } from './Columns.tsx'
import { type Look, type SentFile, useLook } from './look.ts'
import { Preview } from './Preview.tsx'
import { Settings } from './Settings.tsx'

const nameMilliseconds = 600

interface Properties {
  kind: ImportKind
  file: SentFile
  programme: string
  consent: string
}

/** What the list is, which column holds what, and how its first rows read; nothing is taken in before the end. */
export function Looking({ kind, file, programme, consent }: Properties) {
  useLanguage()
  const [sheet, setSheet] = useState<string | null>(null)
  const [list, setList] = useState(file.name.replace(/\.[^.]*$/, ''))
  const [mapping, setMapping] = useState<Mapping>()
  const [settings, setSettings] = useState<ImportSettings>({
    dayOrder: null,
    listYear: null,
    consentVersion: consent,
    consentDeclared: false,
    povertySource: kind === 'poverty' ? 'ministry-list' : 'self-declared',
  })
  // A list known by its name brings back how its columns were read; not with every letter.
  const [named] = useDebouncedValue(list, nameMilliseconds)
  const known = listKeyOf(named)
  const look = useLook({
    ...{ programme, kind, digest: file.digest, sheet, settings },
    ...(known === '' ? {} : { list: known }),
    ...(mapping ? { mapping } : {}),
  })
  return (
    <Reading of={look}>
      {(seen) =>
        'refused' in seen ? (
          <Say tone="bad">{explainTable(seen)}</Say>
        ) : (
          <>
            <section className="panel">
              <h2>{m.imports_what()}</h2>
              <TextField
                label={m.imports_list_name()}
                hint={m.imports_list_name_hint()}
                max={120}
                value={list}
                onChange={setList}
              />
              {seen.sheets.length > 1 && <Sheets look={seen} onChoose={chooseSheet} />}
              {seen.notes.map((note) => (
                <Say key={JSON.stringify(note)} tone="waiting" quietly>
                  {explainTableNote(note)}
                </Say>
              ))}
            </section>
            <Columns kind={kind} look={seen} onChange={setMapping} />
            <Settings kind={kind} look={seen} value={remembering(settings, seen)} onChange={setSettings} />
            <Preview look={seen} />
            <Begin
              file={{ ...file, sheet: seen.sheet, rowsAbout: seen.rowsAbout }}
              {...{ kind, programme, list }}
              settings={remembering(settings, seen)}
              look={seen}
            />
          </>
        )
      }
    </Reading>
  )

  function chooseSheet(wanted: string) {
    setSheet(wanted)
    setMapping(undefined)
  }
}

/** A corrected file is of the session that its list was of, if nobody says another. */
function remembering(settings: ImportSettings, { session }: Look): ImportSettings {
  return settings.session || !session ? settings : { ...settings, session }
}

function Sheets({ look, onChoose }: { look: Look; onChoose: (sheet: string) => void }) {
  return (
    <label className="field">
      <span className="field__label">{m.imports_sheet()}</span>
      <select className="input" value={look.sheet ?? ''} onChange={(event) => onChoose(event.currentTarget.value)}>
        {look.sheets.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}

function Begin({
  kind,
  file,
  programme,
  list,
  settings,
  look,
}: {
  kind: ImportKind
  file: ImportFile
  programme: string
  list: string
  settings: ImportSettings
  look: Look
}) {
  const language = useLanguage()
  const me = useMe()
  const go = useNavigate()
  const client = useQueryClient()
  const areas = [
    ...new Set(
      me.grants
        .filter((grant) => grant.programme === programme || grant.programme === everything)
        .filter(({ permissions }) => permissions.includes('import.run') || permissions.includes(everything))
        .flatMap(({ places }) => places),
    ),
  ]
  const [area, setArea] = useState(areas[0] ?? '')
  const [key] = useState(() => newKey(national))
  const [isSending, setSending] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  const missing = look.missing.map((field) => wordFor(importFieldWords, field, language))
  const undecided = look.days.some(({ found }) => found.order === 'asked') && settings.dayOrder === null
  const isReady = missing.length === 0 && !undecided && list.trim() !== ''
  return (
    <section className="panel panel--do">
      <h2>{m.imports_take_in()}</h2>
      <p className="quiet">{m.imports_take_in_about()}</p>
      {areas.length > 1 && <Area areas={areas} value={area} onChange={setArea} />}
      {missing.length > 0 && (
        <Say tone="waiting" quietly>
          {m.imports_missing({ fields: missing.join(', ') })}
        </Say>
      )}
      {undecided && (
        <Say tone="waiting" quietly>
          {m.imports_days_first()}
        </Say>
      )}
      {isReady && (
        <button type="button" className="button" aria-busy={isSending || undefined} onClick={() => void begin()}>
          {isSending ? m.ask_sending() : m.imports_begin()}
        </button>
      )}
      {trouble && <Say tone="bad">{trouble}</Say>}
    </section>
  )

  async function begin() {
    if (isSending) return
    setSending(true)
    setTrouble(undefined)
    const { header, mapping } = look
    const input = { programme, area, kind, list: list.trim(), file, header, mapping, settings }
    try {
      const wishes = [
        { name: 'import.prepare' as CommandName, about: key, input },
        { name: 'import.begin' as CommandName, about: key, input: {} },
      ]
      const answer = await askInOrder(wishes, me.person.key)
      if (answer.outcome === 'accepted') {
        await go({ to: '/imports/$key', params: { key } })
        await client.invalidateQueries()
      } else {
        setTrouble(answer.outcome === 'refused' ? explain(answer.refusal, language) : m.told_quarantined())
      }
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      setTrouble(error.message || m.told_unreachable())
    }
    setSending(false)
  }
}
