/**
 * Signing in with one tap, as one of the invented people.
 *
 * It exists only while every account is a sample and nobody but this machine can ask: looked at anew
 * each time, so that the first real account ends it.
 */
import { homeOf, idOf, isKey, type Key, keyOf } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import { isProblem, type Problem } from '#server/http/problem.ts'
import { type Facts, isLoopback } from '#server/start-guards.ts'
import { startFacts } from './accounts.ts'
import { isFieldAddress } from './authentication.ts'
import type { SignIn } from './sign-in.ts'

/** Known to all: it is printed at the start and filled in on the page. */
export const samplePassword = 'practice-season'

interface Parts {
  readonly pool: Pool
  readonly signIn: SignIn
  readonly config: Facts['config']
}

export interface SamplePerson {
  readonly key: Key
  readonly nameKm: string | null
  readonly nameLatin: string | null
  readonly sex: string | null
  readonly place: string
  readonly programme: string
  readonly roles: readonly string[]
  readonly household: Key | null
  readonly shop: Key | null
  /** What is typed: an e-mail address with the password of all samples, or a telephone number. */
  readonly email: string | null
  readonly phone: string | null
}

export type Demonstration = ReturnType<typeof demonstrationOver>

export function demonstrationOver({ pool, signIn, config }: Parts) {
  const onThisMachine = isLoopback(config.host) && isLoopback(new URL(config.publicUrl).hostname)
  return { isOn, people, enterAs }

  async function isOn(): Promise<boolean> {
    if (!onThisMachine) return false
    const { sampleAccounts, realAccounts } = await startFacts(pool, config)
    return sampleAccounts > 0 && realAccounts === 0
  }

  /** Everybody invented who has an account. */
  async function people(): Promise<SamplePerson[]> {
    const { rows } = await pool.query<
      Omit<SamplePerson, 'key' | 'roles'> & { home: string; id: string; grants: { role: string }[] }
    >(
      `select home, id, name_km as "nameKm", name_latin as "nameLatin", sex, place, programme, household, shop, email, phone, grants
       from person where sample and state = 'active' and account_id is not null order by id`,
    )
    return rows.map(({ home, id, grants, email, phone, ...person }) => ({
      key: keyOf(home, id),
      ...person,
      roles: [...new Set(grants.map(({ role }) => role))],
      ...(email ? { email, phone: null } : { email: null, phone }),
    }))
  }

  /** The code is sent, filled in and spent in one go; the page shows which it was. */
  async function enterAs(person: string): Promise<{ cookies: readonly string[]; demonstrationCode: string } | Problem> {
    if (!(await isOn()) || !isKey(person)) return { problem: 'not-found' }
    const { rows } = await pool.query<{ account: string }>(
      `select account_id as account from person
       where home = $1 and id = $2 and sample and state = 'active' and account_id is not null`,
      [homeOf(person), idOf(person)],
    )
    const account = rows[0] && (await (await signIn.auth.$context).internalAdapter.findUserById(rows[0].account))
    if (!account) return { problem: 'not-found' }

    const entered = isFieldAddress(account.email)
      ? await withCode(String((account as { phoneNumber?: string }).phoneNumber))
      : await withPassword(account.email)
    if (isProblem(entered)) return entered
    const cookie = entered.cookies.map((one) => one.split(';', 1)[0]).join('; ')
    const { signedIn } = await signIn.sessionOf(cookie)
    const problem =
      signedIn && signedIn.person !== person ? await signIn.choose(signedIn, person, undefined) : undefined
    return problem ?? entered
  }

  async function withPassword(email: string) {
    const entered = await signIn.withPassword(email, samplePassword, '')
    return isProblem(entered) ? entered : { cookies: entered.cookies, demonstrationCode: samplePassword }
  }

  async function withCode(phone: string) {
    const sent = await signIn.sendCodeTo(phone)
    if (isProblem(sent)) return sent
    if (!sent.code) return { problem: 'message-not-sent' } as const
    const entered = await signIn.withCode(sent.phone, sent.code)
    return isProblem(entered) ? entered : { cookies: entered.cookies, demonstrationCode: sent.code }
  }
}
