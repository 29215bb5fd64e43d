import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Key } from '#door/key.ts'
import { ChoiceCards } from '#ui/ChoiceCards.tsx'
import { CodeField } from '#ui/CodeField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { get, post } from '../office.ts'
import { Form } from './Form.tsx'

interface Person {
  readonly key: Key
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly linked: boolean
}

/** One account, several people: which of them is this? */
export function ChoosePerson({ onIn }: { onIn: () => void }) {
  const language = useLanguage()
  const [person, setPerson] = useState<Key>()
  const [code, setCode] = useState('')
  const { data } = useQuery({
    queryKey: ['people at this account'],
    queryFn: () => get<{ people: readonly Person[] }>('/api/sign-in/people'),
  })
  const people = data?.people ?? []
  const isNew = people.some(({ key, linked }) => key === person && !linked)

  async function choose() {
    if (!person) return
    await post('/api/sign-in/choose', { person, ...(code ? { code } : {}) })
    onIn()
  }

  return (
    <Form title={m.sign_in_choose()} button={m.sign_in_enter()} onSubmit={choose}>
      <ChoiceCards
        label={m.sign_in_choose_hint()}
        oneColumn
        value={person}
        onChange={setPerson}
        choices={people.map(({ key, nameKm, nameLatin }) => ({
          value: key,
          label: (language === 'km' ? (nameKm ?? nameLatin) : (nameLatin ?? nameKm)) ?? key,
        }))}
      />
      {isNew && <CodeField label={m.sign_in_paper_code()} letters value={code} onChange={setCode} />}
    </Form>
  )
}
