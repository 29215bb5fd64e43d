/**
 * The first day: nobody is registered, so nobody can let anybody in.
 *
 * Whoever started the server reads a code from its console and makes the first administrator with
 * it. The door is closed again as soon as one person exists.
 */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import { type Key, keyOf, national, uuidv7 } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Problem } from '#server/http/problem.ts'
import type { Accounts } from './accounts.ts'
import { passwordMin } from './authentication.ts'
import { digitsFrom } from './phone.ts'

interface Parts {
  readonly pool: Pool
  readonly accounts: Accounts
  /** Registers the person through the door, in the name of the system. */
  register(person: Key, given: { name: string; email: string }): Promise<Problem | undefined>
}

export type FirstAdministrator = ReturnType<typeof firstAdministratorOver>

export function firstAdministratorOver({ pool, accounts, register }: Parts) {
  const code = Array.from({ length: 12 }, () => randomInt(10)).join('')
  let beginning = false
  return { code: code.replace(/(\d{4})(?=\d)/g, '$1 '), isAwaited, begin }

  async function isAwaited(): Promise<boolean> {
    const { rows } = await pool.query<{ empty: boolean }>('select not exists (select from person) as empty')
    return rows[0]!.empty
  }

  async function begin(given: {
    code: string
    name: string
    email: string
    password: string
  }): Promise<Problem | undefined> {
    if (given.password.length < passwordMin) return { problem: 'password-weak' }
    const written = Buffer.from(digitsFrom(given.code).padEnd(code.length).slice(0, code.length))
    if (!timingSafeEqual(written, Buffer.from(code))) return { problem: 'code-wrong' }
    // One at a time: a second one finds that somebody is there.
    if (beginning) return { problem: 'not-found' }
    beginning = true
    try {
      if (!(await isAwaited())) return { problem: 'not-found' }
      const person = keyOf(national, uuidv7(Date.now(), randomBytes(10)))
      const problem = await register(person, { name: given.name, email: given.email.trim().toLowerCase() })
      if (problem) return problem
      await accounts.linkAccount(person, given.password)
    } finally {
      beginning = false
    }
  }
}
