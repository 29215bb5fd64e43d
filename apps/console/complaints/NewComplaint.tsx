import { useState } from 'react'
import { readReference, referencesFor, type SubjectKind, subjectKinds } from '#capabilities/complaints/complaint.ts'
import { readSerial } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { homeOf, type Key, national } from '#door/key.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { instantText } from '#ui/days.ts'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { PhoneField } from '#ui/PhoneField.tsx'
import { Say } from '#ui/Say.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { newKey } from '../engine.ts'
import { may, useMe } from '../me.ts'
import { useProgramme } from '../programme.tsx'
import { useRead } from '../reading.tsx'
import { kindWords } from './words.ts'

interface Named {
  readonly key: Key
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly grants?: readonly { readonly role: string }[]
}

/** Writes down a call while somebody is on the telephone: what about, what was said, and who is blamed. */
export function NewComplaint() {
  const language = useLanguage()
  useTitle(m.complaints_log())
  const me = useMe()
  const { programme } = useProgramme()
  const [kind, setKind] = useState<SubjectKind>()
  const [serial, setSerial] = useState('')
  const [handover, setHandover] = useState<string>()
  const [subject, setSubject] = useState<Key>()
  const [names, setNames] = useState<readonly Key[]>([])
  const [said, setSaid] = useState('')
  const [caller, setCaller] = useState('')
  const [phone, setPhone] = useState<string>()
  const [passedTo, setPassedTo] = useState('')
  const [made, setMade] = useState<Readonly<Record<string, Key>>>({})
  const [reference, setReference] = useState<string>()

  const read = readSerial(serial)
  const found = useRead<{ key: Key }[]>('voucher.bySerial', { serial: read }, read !== undefined)
  const voucherKey = read ? found.data?.[0]?.key : undefined
  const voucher = useRecord<Voucher>('voucher', voucherKey ?? '')
  const known = voucher && voucher !== 'not-yet' ? voucher : undefined
  const people = useRead<Named[]>('person.list', { state: 'active', limit: 100 })
  const shops = useRead<Named[]>('shop.list', { limit: 100 }, kind === 'shop')

  if (!may(me, 'complaint.log')) return <Empty title={m.refusal_actor_not_allowed()} picture="question" />
  if (reference) {
    return (
      <div className="page">
        <h1>{m.complaints_log()}</h1>
        <section className="panel">
          <Say tone="good">{m.complaints_logged()}</Say>
          <p className="sheet__serial">{reference}</p>
          <p className="quiet">{m.complaints_logged_where()}</p>
        </section>
      </div>
    )
  }

  const isOfVoucher = kind === 'voucher' || kind === 'delivery' || kind === 'household'
  const key = kind === 'household' ? known?.household : isOfVoucher ? known?.key : subject
  const about =
    kind === 'general'
      ? { kind }
      : kind === 'delivery'
        ? key && handover && { kind, key, handover }
        : kind && key && { kind, key }
  // One key for each home, so that asking again is asking the same.
  const home = kind === 'general' ? national : key ? homeOf(key) : undefined
  const complaint = home === undefined ? undefined : made[home]
  if (home !== undefined && !complaint) setMade({ ...made, [home]: newKey(home) })

  return (
    <div className="page">
      <h1>{m.complaints_log()}</h1>
      <section className="panel stack">
        <ChoiceCards
          label={m.complaints_about()}
          value={kind}
          onChange={setKind}
          choices={subjectKinds.map((value) => ({ value, label: wordFor(kindWords, value, language) }))}
        />
        {isOfVoucher && (
          <TextField
            label={m.complaints_serial()}
            max={40}
            value={serial}
            onChange={setSerial}
            problem={read && found.data?.length === 0 ? m.complaints_serial_none() : undefined}
          />
        )}
        {isOfVoucher && known && (
          <p>
            {known.serial} · {nameIn(language, known.recipients.head)}
          </p>
        )}
        {kind === 'delivery' && known && (
          <ChoiceCards
            label={m.complaints_which_handover()}
            oneColumn
            value={handover}
            onChange={setHandover}
            choices={known.handovers.map(({ id, at }) => ({ value: id, label: instantText(at, language) }))}
          />
        )}
        {kind === 'person' && (
          <One label={m.complaints_person()} rows={people.data ?? []} value={subject} onChange={setSubject} />
        )}
        {kind === 'shop' && (
          <One label={m.field_shop()} rows={shops.data ?? []} value={subject} onChange={setSubject} />
        )}
        <TextField label={m.complaints_said()} lines={6} max={4000} value={said} onChange={setSaid} />
        {[...names, undefined].map((name, at) => (
          <One
            key={name ?? 'another'}
            label={m.complaints_names()}
            rows={people.data ?? []}
            value={name}
            onChange={(one) => setNames([...names.filter((_, place) => place !== at), ...(one ? [one] : [])])}
          />
        ))}
        <TextField label={m.complaints_caller_name()} max={120} value={caller} onChange={setCaller} />
        <PhoneField label={m.complaints_caller_phone()} value={phone} onChange={setPhone} />
        <TextField
          label={m.complaints_pass_to()}
          hint={m.complaints_pass_about()}
          max={200}
          value={passedTo}
          onChange={setPassedTo}
        />
        {about && complaint && programme && said.trim() !== '' ? (
          <AskButton
            command="complaint.log"
            about={complaint}
            input={{
              programme: programme.programme,
              about,
              names: [...names],
              caller: { name: caller.trim() || null, phone: phone ?? null },
              said: said.trim(),
              ...(passedTo.trim() === '' ? {} : { passedTo: passedTo.trim() }),
            }}
            onAnswer={({ outcome }) => {
              if (outcome === 'accepted') setReference(readReference(referencesFor(complaint)[0]!))
            }}
          >
            {m.complaints_log_do()}
          </AskButton>
        ) : (
          <Say tone="quiet" quietly>
            {m.complaints_log_first()}
          </Say>
        )}
      </section>
    </div>
  )
}

function One({
  label,
  rows,
  value,
  onChange,
}: {
  label: string
  rows: readonly Named[]
  value: Key | undefined
  onChange: (key: Key | undefined) => void
}) {
  const language = useLanguage()
  return (
    <label className="field">
      <span className="field__label">{label}</span>
      <select
        className="input"
        value={value ?? ''}
        onChange={({ currentTarget: { value: chosen } }) => onChange(chosen || undefined)}
      >
        <option value="">{m.complaints_nobody_named()}</option>
        {rows.map((row) => (
          <option key={row.key} value={row.key}>
            {nameIn(language, row)}
          </option>
        ))}
      </select>
    </label>
  )
}
