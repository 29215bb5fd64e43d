import { useState } from 'react'
import { CodeField } from '#ui/CodeField.tsx'
import { SecretField, TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { post } from '../office.ts'
import { Form } from './Form.tsx'

/** The first day: whoever started the server makes the first administrator, with the code it printed. */
export function FirstAdministrator({ onMade }: { onMade: () => void }) {
  const [code, setCode] = useState('')
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')

  async function make() {
    await post('/api/sign-in/first', { code, name, email, password })
    onMade()
  }

  return (
    <Form title={m.sign_in_first_title()} button={m.sign_in_first_make()} onSubmit={make}>
      <p className="quiet">{m.sign_in_first_why()}</p>
      <CodeField label={m.sign_in_first_code()} value={code} onChange={setCode} />
      <TextField label={m.field_name()} value={name} onChange={setName} />
      <TextField label={m.sign_in_email()} value={email} onChange={setEmail} kind="email" />
      <SecretField
        label={m.sign_in_new_password()}
        hint={m.sign_in_new_password_hint()}
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
      />
    </Form>
  )
}
