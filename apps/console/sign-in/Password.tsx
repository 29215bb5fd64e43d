import { useState } from 'react'
import { SecretField, TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { post } from '../office.ts'
import { Form } from './Form.tsx'

export function Password({
  onIn,
  onSecondFactor,
  onNewPassword,
}: {
  onIn: () => void
  onSecondFactor: () => void
  onNewPassword: () => void
}) {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')

  async function enter() {
    const { next } = await post<{ next: 'in' | 'second-factor' }>('/api/sign-in/password', { email, password })
    if (next === 'second-factor') onSecondFactor()
    else onIn()
  }

  return (
    <>
      <Form title={m.sign_in_title()} button={m.sign_in_enter()} onSubmit={enter}>
        <TextField label={m.sign_in_email()} value={email} onChange={setEmail} kind="email" />
        <SecretField
          label={m.sign_in_password()}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
      </Form>
      <button type="button" className="button button--plain" onClick={onNewPassword}>
        {m.sign_in_have_code()}
      </button>
    </>
  )
}
