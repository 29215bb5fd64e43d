import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { DeviceRow } from '#capabilities/people/person.ts'
import { dayOf, daysBetween } from '#door/values.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { InstantText } from '#ui/DayText.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { numberText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More } from '../frame/More.tsx'
import { PageHead } from '../frame/PageHead.tsx'
import { Show } from '../frame/Show.tsx'
import { may, useMe } from '../me.ts'
import { usePages } from '../paged.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading, today } from '../reading.tsx'

/** A phone that was not heard for so long is asked after. */
const silentDays = 7

type Part = 'all' | 'silent' | 'unsent' | 'too-much' | 'revoked'

/** The phones that work here: who has fallen silent, what waits on them, and which must be shut out. */
export function DevicesScreen() {
  useLanguage()
  useTitle(m.devices_title())
  const [part, setPart] = useState<Part>('all')
  const [since] = useState(() => new Date(Date.now() - silentDays * 86_400_000).toISOString())
  const pages = usePages<DeviceRow>('device.list', { part, since }, ({ key, contact }) => ({
    heardAt: contact?.heardAt ?? null,
    key,
  }))
  return (
    <div className="page">
      <PageHead title={m.devices_title()} intro={m.devices_intro()} />
      <Show
        part={part}
        onChange={setPart}
        parts={[
          { value: 'all', label: m.devices_in_use() },
          { value: 'silent', label: m.devices_silent({ days: silentDays }) },
          { value: 'unsent', label: m.devices_with_unsent() },
          { value: 'too-much', label: m.devices_with_too_much() },
          { value: 'revoked', label: m.people_revoked() },
        ]}
      />
      <Reading of={pages}>
        {(rows) =>
          rows.length === 0 ? (
            <Empty title={part === 'all' ? m.devices_none() : m.devices_none_such()} picture="phone" />
          ) : (
            <PlaceNames codes={rows.map(({ place }) => place).filter((place) => place !== '')}>
              <ul className="queue">
                {rows.map((row) => (
                  <li key={row.key} className="queue__one queue__one--plain">
                    <Device row={row} />
                  </li>
                ))}
              </ul>
              <More of={pages} />
            </PlaceNames>
          )
        }
      </Reading>
    </div>
  )
}

function Device({ row }: { row: DeviceRow }) {
  const language = useLanguage()
  const me = useMe()
  const { contact } = row
  return (
    <>
      <Link to="/journal/$key" params={{ key: row.person }} className="queue__link">
        <span className="queue__name">{nameIn(language, row)}</span>
        <span>{row.roles.map((role) => wordFor(roleWords, role, language)).join(', ')}</span>
        <span className="quiet">
          {row.place !== '' && (
            <>
              <PlaceName code={row.place} levels={3} /> ·{' '}
            </>
          )}
          {row.label}
        </span>
      </Link>
      <span className="queue__facts">
        {row.revokedAt === null ? <Heard row={row} /> : <Badge tone="bad">{m.people_revoked()}</Badge>}
        {contact && contact.unsent > 0 && (
          <Badge tone="waiting">{m.devices_unsent({ count: numberText(contact.unsent) })}</Badge>
        )}
        {contact && me.fieldVersion !== null && contact.version !== null && contact.version !== me.fieldVersion && (
          <Badge tone="quiet">{m.devices_old_version()}</Badge>
        )}
      </span>
      <details className="queue__more">
        <summary>{m.devices_more()}</summary>
        <div className="stack">
          <Facts row={row} />
          {row.revokedAt === null && may(me, 'person.revoke') && <ShutOut row={row} />}
        </div>
      </details>
    </>
  )
}

function Heard({ row: { contact } }: { row: DeviceRow }) {
  if (!contact) return <Badge tone="quiet">{m.devices_never_heard()}</Badge>
  const days = daysBetween(dayOf(contact.heardAt), today())
  if (days <= 0) return <Badge tone="good">{m.devices_heard_today()}</Badge>
  return <Badge tone={days >= silentDays ? 'bad' : 'quiet'}>{m.devices_not_heard({ count: days })}</Badge>
}

function Facts({ row }: { row: DeviceRow }) {
  const language = useLanguage()
  const { contact, enrolledAt, revokedAt, revokedBy, revokedWhy } = row
  const isInUse = revokedAt === null
  return (
    <>
      <dl className="facts">
        <dt>{m.devices_enrolled()}</dt>
        <dd>
          <InstantText at={enrolledAt} />
        </dd>
        {revokedAt !== null && (
          <>
            <dt>{m.devices_revoked_at()}</dt>
            <dd>
              <InstantText at={revokedAt} />
            </dd>
            {revokedBy && (
              <>
                <dt>{m.devices_who()}</dt>
                <dd>
                  <Link to="/journal/$key" params={{ key: row.key }}>
                    {nameIn(language, revokedBy) || m.journal_programme()}
                  </Link>
                </dd>
              </>
            )}
            {revokedWhy && (
              <>
                <dt>{m.devices_revoke_why()}</dt>
                <dd>{revokedWhy}</dd>
              </>
            )}
          </>
        )}
        {contact && (
          <>
            <dt>{m.devices_heard()}</dt>
            <dd>
              <InstantText at={contact.heardAt} />
            </dd>
            {contact.unsentSince !== null && (
              <>
                <dt>{m.devices_unsent_since()}</dt>
                <dd>
                  <InstantText at={contact.unsentSince} />
                </dd>
              </>
            )}
            <dt>{m.devices_documents()}</dt>
            <dd>
              {m.devices_documents_of({
                count: numberText(contact.documents),
                most: numberText(contact.documentsMax),
              })}
            </dd>
            {contact.version !== null && (
              <>
                <dt>{m.devices_version()}</dt>
                <dd className="code">{contact.version}</dd>
              </>
            )}
          </>
        )}
      </dl>
      {isInUse && contact && contact.documents > contact.documentsMax && (
        <Say tone="bad">{m.devices_too_much_advice()}</Say>
      )}
      {isInUse && contact?.isPromised === false && <Say tone="waiting">{m.devices_not_promised()}</Say>}
    </>
  )
}

function ShutOut({ row }: { row: DeviceRow }) {
  useLanguage()
  const [reason, setReason] = useState('')
  return (
    <div className="stack">
      <p className="quiet">{m.devices_revoke_about()}</p>
      <TextField label={m.devices_revoke_why()} max={300} value={reason} onChange={setReason} />
      <AskButton command="device.revoke" about={row.key} input={{ reason: reason.trim() }} look="grave">
        {m.devices_revoke()}
      </AskButton>
    </div>
  )
}
