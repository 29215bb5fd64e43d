/**
 * Who is there: from a request to a person.
 *
 * A session proves an account, an account proves a telephone or a password, and a person is whoever
 * was linked to the account. A shared household phone is shared contact, never shared login: a code
 * sent to it proves the number, and each person at the number is linked once, by a code on paper.
 */
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Problem } from '#server/http/problem.ts'
import { isProblem } from '#server/http/problem.ts'
import type { Sms } from '#server/outside/sms.ts'
import { isFieldAddress, openAuthentication } from './authentication.ts'
import { type PaperCodes, paperCodesOver } from './paper-codes.ts'
import { digitsFrom, phoneFrom } from './phone.ts'
import { problemOf } from './trouble.ts'

export interface SignedIn {
  readonly session: string
  readonly account: string
  /** When a password or a code was last given. */
  readonly signedInAt: number
  readonly sample: boolean
  /** The number it proves, for an account of the field. */
  readonly phone: string | null
  /** Everybody linked to the account. */
  readonly people: readonly Key[]
  /** Nobody, while it is not clear who of several. */
  readonly person: Key | null
  /** Staff whose second factor is missing may do nothing but set it up. */
  readonly secondFactor: 'set' | 'needed' | 'unneeded'
}

/** What a step of signing in leaves with the browser. */
export interface Step {
  readonly cookies: readonly string[]
}

export interface SignInParts {
  readonly databaseUrl: string
  readonly pool: Pool
  readonly secret: Buffer
  readonly publicUrl: string
  readonly sms: Sms
  /** Ties a person to an account, through the door. */
  link(person: Key, account: string): Promise<void>
}

/** How long a session that was looked up is believed without looking again. */
const rememberedMilliseconds = 5_000
const rememberedMax = 20_000
const refreshAfter = 86_400_000

export type SignIn = ReturnType<typeof openSignIn>

export function openSignIn({ databaseUrl, pool, secret, publicUrl, sms, link }: SignInParts) {
  const {
    auth,
    pool: ownPool,
    sessionCookie,
  } = openAuthentication({ databaseUrl, secret, publicUrl, sendCode, isSample })
  const paperCodes: PaperCodes = paperCodesOver(ownPool, secret)
  const cookieBegins = `${sessionCookie}=`
  const remembered = new Map<string, { until: number; found: Promise<Found> }>()
  const lastCodes = new Map<string, string>()

  return {
    auth,
    pool: ownPool,
    paperCodes,
    sessionOf,
    forget: () => remembered.clear(),

    /** E-mail and password. The second factor, where there is one, is still to come. */
    withPassword: (email: string, password: string, cookie: string) =>
      step(async () => {
        const body = { email: email.trim().toLowerCase(), password, rememberMe: false }
        const { response, headers } = await auth.api.signInEmail({
          body,
          headers: headersOf(cookie),
          returnHeaders: true,
        })
        return { headers, next: 'twoFactorRedirect' in response ? ('second-factor' as const) : ('in' as const) }
      }),

    /** The code of the app, or one of the codes kept for the day the telephone is lost. */
    withSecondFactor: (written: string, cookie: string) =>
      step(async () => {
        const code = digitsFrom(written)
        const options = { headers: headersOf(cookie), returnHeaders: true as const }
        const { headers } =
          code.length === 6 && /^[\d\s០-៩]+$/.test(written)
            ? await auth.api.verifyTOTP({ body: { code }, ...options })
            : await auth.api.verifyBackupCode({ body: { code: written.trim() }, ...options })
        return { headers }
      }),

    /** What the code app needs, and the codes for the day it is lost. Nothing changes until it is confirmed. */
    beginSecondFactor: (password: string, cookie: string) =>
      step(async () => {
        const { response, headers } = await auth.api.enableTwoFactor({
          body: { password, method: 'totp' },
          headers: headersOf(cookie),
          returnHeaders: true,
        })
        if (response.method !== 'totp') throw new Error('the second factor is not a code app')
        return { headers, address: response.totpURI, spareCodes: response.backupCodes }
      }),

    changePassword: (before: string, password: string, cookie: string) =>
      step(async () => {
        const body = { currentPassword: before, newPassword: password, revokeOtherSessions: true }
        const { headers } = await auth.api.changePassword({ body, headers: headersOf(cookie), returnHeaders: true })
        return { headers }
      }),

    /** Sends a code, if somebody is known at that number. Whoever asks is told the same either way. */
    async sendCodeTo(written: string): Promise<{ phone: string; code?: string } | Problem> {
      const phone = phoneFrom(written)
      if (!phone) return { problem: 'unreadable', fields: [{ path: 'phone', problem: 'phone.impossible' }] }
      if ((await peopleAt(phone)).length === 0) return { phone }
      try {
        await auth.api.sendPhoneNumberOTP({ body: { phoneNumber: phone } })
      } catch {
        return { problem: 'message-not-sent' }
      }
      const code = lastCodes.get(phone)
      lastCodes.delete(phone)
      return code === undefined ? { phone } : { phone, code }
    },

    /** The number is proven. Who of those at the number is another question. */
    withCode: (written: string, code: string) =>
      step(async () => {
        const phone = phoneFrom(written) ?? ''
        const { headers } = await auth.api.verifyPhoneNumber({
          body: { phoneNumber: phone, code: digitsFrom(code) },
          headers: new Headers(),
          returnHeaders: true,
        })
        return { headers }
      }),

    /** Everybody this account may be: those linked to it, and those at its number who are not linked yet. */
    async choices(session: SignedIn) {
      const { rows } = await pool.query<{
        home: string
        id: string
        nameKm: string | null
        nameLatin: string | null
        linked: boolean
      }>(
        `select home, id, name_km as "nameKm", name_latin as "nameLatin", account_id is not null as linked
         from person where state = 'active' and (account_id = $1 or (account_id is null and phone = $2))
         order by account_id is null, id`,
        [session.account, session.phone],
      )
      return rows.map(({ home, id, ...names }) => ({ key: keyOf(home, id), ...names }))
    },

    /** Who it is. Somebody not yet linked needs the code on paper, once. */
    async choose(session: SignedIn, person: Key, paperCode: string | undefined): Promise<Problem | undefined> {
      if (!session.people.includes(person)) {
        if (!(await isAtNumber(person, session.phone))) return { problem: 'not-found' }
        if (!paperCode) return { problem: 'paper-code-needed' }
        if (!(await paperCodes.spend(person, paperCode))) return { problem: 'code-wrong' }
        await link(person, session.account)
      }
      await ownPool.query('update session set person = $2 where id = $1', [session.session, person])
      remembered.clear()
    },

    async signOut(cookie: string): Promise<Step> {
      const { headers } = await auth.api.signOut({ headers: headersOf(cookie), returnHeaders: true })
      remembered.delete(tokenIn(cookie) ?? '')
      return { cookies: headers.getSetCookie() }
    },

    close: () => ownPool.end(),
  }

  interface Found {
    readonly signedIn: SignedIn | null
    readonly cookies: readonly string[]
  }

  /** Whose request it is, believed for a moment so that a busy phone costs no look-up. */
  function sessionOf(cookie: string | undefined): Promise<Found> {
    const token = cookie === undefined ? undefined : tokenIn(cookie)
    if (token === undefined) return Promise.resolve(nobody)
    const now = Date.now()
    const known = remembered.get(token)
    if (known && known.until > now) return known.found

    if (remembered.size >= rememberedMax) remembered.clear()
    const found = lookUp(`${sessionCookie}=${token}`)
    remembered.set(token, {
      until: now + rememberedMilliseconds,
      found: found.then(({ signedIn }) => ({ signedIn, cookies: [] })),
    })
    found.catch(() => remembered.delete(token))
    return found
  }

  async function lookUp(cookie: string): Promise<Found> {
    let { response: known, headers } = await auth.api.getSession({
      headers: headersOf(cookie),
      query: { disableRefresh: true },
      returnHeaders: true,
    })
    if (!known) return nobody
    const isField = isFieldAddress(known.user.email)
    // A phone in use keeps its session; a browser's ends with the day.
    if (isField && Date.now() - known.session.updatedAt.getTime() > refreshAfter) {
      const refreshed = await auth.api.getSession({ headers: headersOf(cookie), returnHeaders: true })
      known = refreshed.response ?? known
      headers = refreshed.headers
    }

    const { user, session } = known
    // Somebody who was shut out may still hand over the work they did; nothing else is answered to them.
    const { rows } = await pool.query<{ home: string; id: string; state: string }>(
      'select home, id, state from person where account_id = $1 order by id',
      [user.id],
    )
    const people = rows.map(({ home, id }) => keyOf(home, id))
    const active = rows.filter(({ state }) => state === 'active').map(({ home, id }) => keyOf(home, id))
    const chosen = session.person && people.includes(session.person) ? session.person : null
    const only = active.length === 1 ? active[0]! : people.length === 1 ? people[0]! : null
    return {
      signedIn: {
        session: session.id,
        account: user.id,
        signedInAt: session.createdAt.getTime(),
        sample: user.sample,
        phone: isField ? (user.phoneNumber ?? null) : null,
        people,
        person: chosen ?? only,
        secondFactor: user.twoFactorEnabled ? 'set' : isField || user.sample ? 'unneeded' : 'needed',
      },
      cookies: headers.getSetCookie(),
    }
  }

  function tokenIn(cookies: string): string | undefined {
    const begin = cookies.startsWith(cookieBegins) ? 0 : cookies.indexOf(`; ${cookieBegins}`) + 2
    if (begin === 1) return undefined
    const end = cookies.indexOf(';', begin)
    return cookies.slice(begin + cookieBegins.length, end === -1 ? undefined : end).trim() || undefined
  }

  async function sendCode(phone: string, code: string) {
    lastCodes.set(phone, code)
    const text = `Chamka: លេខកូដ ${code}។ កុំប្រាប់នរណា។ Code ${code}. Tell nobody.`
    await sms.send({ key: `sign-in/${phone}/${code}/${Date.now()}`, to: phone, text })
  }

  async function peopleAt(phone: string): Promise<readonly { invented: boolean }[]> {
    const { rows } = await pool.query<{ invented: boolean }>(
      `select person.sample or coalesce(programme.demonstration, false) as invented
       from person left join programme on programme.programme = person.programme
       where person.phone = $1 and person.state = 'active'`,
      [phone],
    )
    return rows
  }

  async function isSample(phone: string): Promise<boolean> {
    const people = await peopleAt(phone)
    return people.length > 0 && people.every(({ invented }) => invented)
  }

  async function isAtNumber(person: Key, phone: string | null): Promise<boolean> {
    const { rowCount } = await pool.query(
      `select from person where home = $1 and id = $2 and phone = $3 and account_id is null and state = 'active'`,
      [homeOf(person), idOf(person), phone],
    )
    return rowCount === 1
  }

  /** What the library refuses is a problem with words; anything else is a bug. */
  async function step<T extends { headers: Headers }>(
    take: () => Promise<T>,
  ): Promise<(Omit<T, 'headers'> & Step) | Problem> {
    try {
      const { headers, ...rest } = await take()
      return { ...rest, cookies: headers.getSetCookie() }
    } catch (error) {
      const problem = problemOf(error)
      if (isProblem(problem)) return problem
      throw error
    }
  }
}

const nobody = { signedIn: null, cookies: [] as readonly string[] }

function headersOf(cookie: string): Headers {
  return new Headers({ cookie })
}
