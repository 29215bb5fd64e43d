import { useState } from 'react'
import { CodeField } from '#ui/CodeField.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { post } from '../office.ts'
import { Form } from './Form.tsx'

/** The six digits of the code app, or one of the spare codes where the telephone is lost. */
export function SecondFactor({ onIn }: { onIn: () => void }) {
  const [code, setCode] = useState('')
  const [isLost, setLost] = useState(false)

  async function enter() {
    await post('/api/sign-in/second-factor', { code })
    onIn()
  }

  return (
    <>
      <Form title={m.sign_in_second_factor()} button={m.sign_in_enter()} onSubmit={enter}>
        {isLost ? (
          <TextField
            label={m.sign_in_spare_code()}
            hint={m.sign_in_spare_code_hint()}
            value={code}
            onChange={setCode}
          />
        ) : (
          <CodeField
            label={m.sign_in_app_code()}
            hint={m.sign_in_app_code_hint()}
            length={6}
            oneTime
            value={code}
            onChange={setCode}
          />
        )}
      </Form>
      <button
        type="button"
        className="button button--plain"
        onClick={() => {
          setCode('')
          setLost(!isLost)
        }}
      >
        {isLost ? m.sign_in_app_code() : m.sign_in_lost_phone()}
      </button>
    </>
  )
}
