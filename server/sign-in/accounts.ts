/** Making accounts: for a person who was registered, never the other way round. */
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Problem } from '#server/http/problem.ts'
import type { Facts } from '#server/start-guards.ts'
import { fieldAddress, passwordMin } from './authentication.ts'
import type { SignIn } from './sign-in.ts'

interface Parts {
  readonly signIn: SignIn
  readonly pool: Pool
  link(person: Key, account: string): Promise<void>
}

export type Accounts = ReturnType<typeof accountsOver>

export function accountsOver({ signIn: { auth, paperCodes, forget }, pool, link }: Parts) {
  const hashes = new Map<string, Promise<string>>()
  return { linkAccount, begin }

  /**
   * Gives a person an account: with a password by the person's e-mail address, without one by the
   * telephone number. An account that is there already is linked, and gets the password.
   */
  async function linkAccount(person: Key, password?: string): Promise<string> {
    const { email, phone, invented } = await contactOf(person)
    const { internalAdapter } = await auth.$context
    const address = password === undefined ? phone && fieldAddress(phone) : email?.toLowerCase()
    if (!address) throw new Error('an account needs a telephone number, or an e-mail address and a password')

    const known = await internalAdapter.findUserByEmail(address)
    const account =
      known?.user ??
      (await internalAdapter.createUser(
        {
          name: password === undefined ? 'field' : 'staff',
          email: address,
          emailVerified: false,
          sample: invented,
          ...(password === undefined ? { phoneNumber: phone, phoneNumberVerified: true } : {}),
        },
        { method: 'admin' },
      ))
    if (password !== undefined) {
      const hash = await hashOf(password, invented)
      if (await internalAdapter.findCredentialAccount(account.id))
        await internalAdapter.updatePassword(account.id, hash)
      else
        await internalAdapter.linkAccount({
          userId: account.id,
          providerId: 'credential',
          accountId: account.id,
          password: hash,
        })
    }
    await link(person, account.id)
    forget()
    return account.id
  }

  /** A colleague's first day, or a lost password: the code on paper stands for the administrator's word. */
  async function begin(email: string, paperCode: string, password: string): Promise<{ person: Key } | Problem> {
    if (password.length < passwordMin) return { problem: 'password-weak' }
    const { rows } = await pool.query<{ home: string; id: string }>(
      `select home, id from person where lower(email) = $1 and state = 'active' order by id`,
      [email.trim().toLowerCase()],
    )
    for (const { home, id } of rows) {
      const person = keyOf(home, id)
      if (!(await paperCodes.spend(person, paperCode))) continue
      const account = await linkAccount(person, password)
      await (await auth.$context).internalAdapter.deleteUserSessions(account)
      forget()
      return { person }
    }
    return { problem: 'code-wrong' }
  }

  async function contactOf(person: Key) {
    const { rows } = await pool.query<{ email: string | null; phone: string | null; invented: boolean }>(
      `select person.email, person.phone, person.sample or coalesce(programme.demonstration, false) as invented
       from person left join programme on programme.programme = person.programme
       where person.home = $1 and person.id = $2 and person.state = 'active'`,
      [homeOf(person), idOf(person)],
    )
    if (!rows[0]) throw new Error('an account is made for a person who is registered and not shut out')
    return rows[0]
  }

  /** A dozen samples share one password, and hashing it is slow on purpose. */
  async function hashOf(password: string, shared: boolean): Promise<string> {
    const { password: hasher } = await auth.$context
    if (!shared) return hasher.hash(password)
    const known = hashes.get(password) ?? hasher.hash(password)
    hashes.set(password, known)
    return known
  }
}

/** What the guards of the start want to know of the database. */
export async function startFacts(pool: Pool, config: Facts['config']): Promise<Facts> {
  const accounts = await pool.query<{ samples: number; others: number }>(
    'select count(*) filter (where sample)::int as samples, count(*) filter (where not sample)::int as others from auth."user"',
  )
  const programmes = await pool.query<{ programme: string }>(
    'select programme from programme where not demonstration order by programme',
  )
  return {
    config,
    sampleAccounts: accounts.rows[0]!.samples,
    realAccounts: accounts.rows[0]!.others,
    otherProgrammes: programmes.rows.map(({ programme }) => programme),
  }
}
