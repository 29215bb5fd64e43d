import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Key } from '#door/key.ts'
import { type DrawingName, PersonDrawing } from '#ui/drawings/PersonDrawing.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { roleWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { get, post, Trouble } from '../office.ts'

interface Sample {
  readonly key: Key
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly roles: readonly string[]
  /** Staff sign in by e-mail; the others stand at the field app. */
  readonly email: string | null
}

const drawings: Record<string, DrawingName> = {
  'district-officer': 'officer',
  'provincial-approver': 'approver',
  'programme-director': 'approver',
  'secretariat-finance': 'finance',
  'm-and-e': 'monitoring',
  administrator: 'administrator',
  auditor: 'auditor',
  donor: 'auditor',
}

/** In a demonstration: the invented staff, one tap each. The code is filled in by the office. */
export function SamplePeople({ onIn }: { onIn: () => void }) {
  const language = useLanguage()
  const [trouble, setTrouble] = useState<string>()
  const { data } = useQuery({
    queryKey: ['sample people'],
    queryFn: () => get<{ people: readonly Sample[] }>('/api/demonstration/people'),
  })
  const staff = (data?.people ?? []).filter(({ email, roles }) => email !== null && roles.length > 0)
  if (staff.length === 0) return null

  async function enter(person: Key) {
    setTrouble(undefined)
    try {
      await post('/api/demonstration/sign-in', { person })
      onIn()
    } catch (error) {
      if (!(error instanceof Trouble)) throw error
      setTrouble(error.message || m.told_unreachable())
    }
  }

  return (
    <section className="stack">
      <h2>{m.sign_in_sample_title()}</h2>
      <p className="note">{m.sign_in_sample_why()}</p>
      {trouble && <Say tone="bad">{trouble}</Say>}
      <ul className="entrance__people">
        {staff.map(({ key, nameKm, nameLatin, roles }) => (
          <li key={key}>
            <button type="button" className="entrance__person" onClick={() => void enter(key)}>
              <PersonDrawing of={drawings[roles[0]!] ?? 'officer'} size={48} />
              <span className="entrance__words">
                <span>{(language === 'km' ? nameKm : nameLatin) ?? nameLatin ?? nameKm}</span>
                <span className="note">{wordFor(roleWords, roles[0]!, language)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
