import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import type { ImportKind } from '#capabilities/imports/import.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useConsentVersion } from '../consent.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Waiting } from '../frame/Waiting.tsx'
import { useMe } from '../me.ts'
import { Trouble } from '../office.ts'
import { useProgramme } from '../programme.tsx'
import { KindChoice, kindsFor } from './KindChoice.tsx'
import { Looking } from './Looking.tsx'
import { type SentFile, sendList } from './look.ts'

/** A file from somebody's computer: sent, looked into, and taken in when everything about it is clear. */
export function NewImportScreen() {
  useLanguage()
  useTitle(m.imports_bring())
  const { programme } = useProgramme()
  const consent = useConsentVersion(programme?.programme ?? '')
  const kinds = kindsFor(useMe())
  const [kind, setKind] = useState<ImportKind | undefined>(kinds.length === 1 ? kinds[0] : undefined)
  const [file, setFile] = useState<SentFile>()
  if (!programme || consent === undefined) return <Waiting />
  return (
    <div className="page">
      <p>
        <Link to="/imports">{m.imports_back()}</Link>
      </p>
      <PageHead title={m.imports_bring()} intro={m.imports_bring_about()} />
      <KindChoice kinds={kinds} value={kind} onChange={setKind} />
      {kind && <FileField onSent={setFile} />}
      {kind && file && (
        <Looking key={`${kind} ${file.digest}`} {...{ kind, file, consent }} programme={programme.programme} />
      )}
    </div>
  )
}

function FileField({ onSent }: { onSent: (file: SentFile) => void }) {
  useLanguage()
  const id = useId()
  const [name, setName] = useState<string>()
  const [isSending, setSending] = useState(false)
  const [trouble, setTrouble] = useState<string>()
  return (
    <section className="panel">
      <h2>{m.imports_file()}</h2>
      <p className="row">
        <label className="button button--second">
          <Pictogram name="plus" size={20} />
          {m.imports_choose()}
          <input
            className="unseen"
            type="file"
            accept=".csv,.xlsx,.xlsm,.txt,.tsv"
            aria-describedby={`${id}hint`}
            onChange={(event) => void send(event.currentTarget.files?.[0])}
          />
        </label>
        {name && <span>{name}</span>}
      </p>
      <p className="field__hint" id={`${id}hint`}>
        {m.imports_file_hint()}
      </p>
      {isSending && <Say tone="going">{m.imports_sending()}</Say>}
      {trouble && <Say tone="bad">{trouble}</Say>}
    </section>
  )

  async function send(file: File | undefined) {
    if (!file) return
    setName(file.name)
    setSending(true)
    setTrouble(undefined)
    try {
      onSent(await sendList(file))
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      setTrouble(error.message || m.told_unreachable())
    }
    setSending(false)
  }
}
