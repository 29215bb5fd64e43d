import { useState } from 'react'
import { renderSVG } from 'uqr'
import { CodeField } from '#ui/CodeField.tsx'
import { SecretField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { post } from '../office.ts'
import { Form } from './Form.tsx'

interface Begun {
  /** What the code app reads: `otpauth://totp/…`. */
  readonly address: string
  readonly spareCodes: readonly string[]
}

/** Staff work with a second factor. Here it is set up, once, with a code app on their own telephone. */
export function SetUpSecondFactor({ onIn }: { onIn: () => void }) {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [begun, setBegun] = useState<Begun>()

  async function begin() {
    setBegun(await post<Begun>('/api/sign-in/second-factor/begin', { password }))
  }

  async function confirm() {
    await post('/api/sign-in/second-factor', { code })
    onIn()
  }

  if (!begun) {
    return (
      <Form title={m.sign_in_set_up()} button={m.sign_in_set_up_begin()} onSubmit={begin}>
        <p className="quiet">{m.sign_in_set_up_why()}</p>
        <SecretField
          label={m.sign_in_password()}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
      </Form>
    )
  }
  return (
    <Form title={m.sign_in_set_up()} button={m.sign_in_enter()} onSubmit={confirm}>
      <p>{m.sign_in_set_up_scan()}</p>
      <img
        width={200}
        height={200}
        alt={m.sign_in_set_up_scan()}
        src={`data:image/svg+xml,${encodeURIComponent(renderSVG(begun.address, { border: 2 }))}`}
      />
      <p className="note">{m.sign_in_set_up_by_hand()}</p>
      <p className="secret">
        <code>{secretIn(begun.address)}</code>
      </p>
      <p className="note">{m.sign_in_set_up_spare()}</p>
      <p className="secret">
        <code>{begun.spareCodes.join(' · ')}</code>
      </p>
      <CodeField label={m.sign_in_app_code()} length={6} oneTime value={code} onChange={setCode} />
    </Form>
  )
}

function secretIn(address: string): string {
  const secret = new URL(address).searchParams.get('secret') ?? ''
  return secret.replace(/(.{4})(?=.)/g, '$1 ')
}
