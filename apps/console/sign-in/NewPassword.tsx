import { useState } from 'react'
import { CodeField } from '#ui/CodeField.tsx'
import { SecretField, TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { post } from '../office.ts'
import { Form } from './Form.tsx'

/** Somebody new, or somebody who forgot: with a code from the administrator they choose a password. */
export function NewPassword({ onMade }: { onMade: () => void }) {
  const [email, setEmail] = useState('')
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')

  async function make() {
    await post('/api/sign-in/begin', { email, code, password })
    onMade()
  }

  return (
    <Form title={m.sign_in_new_password_title()} button={m.sign_in_new_password_keep()} onSubmit={make}>
      <TextField label={m.sign_in_email()} value={email} onChange={setEmail} kind="email" />
      <CodeField label={m.sign_in_administrators_code()} letters value={code} onChange={setCode} />
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
