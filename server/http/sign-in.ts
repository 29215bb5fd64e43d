/** The routes of signing in. What they are given is checked here; what it means is `server/sign-in/`. */
import { Hono } from 'hono'
import * as z from 'zod/mini'
import { scopeOf, within } from '#door/actor.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { Line } from '#door/values.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Accounts } from '#server/sign-in/accounts.ts'
import type { Demonstration } from '#server/sign-in/demonstration.ts'
import type { FirstAdministrator } from '#server/sign-in/first-administrator.ts'
import type { KeepNote } from '#server/sign-in/notes.ts'
import { phoneFrom } from '#server/sign-in/phone.ts'
import type { SignedIn, SignIn, Step } from '#server/sign-in/sign-in.ts'
import { jsonOf } from './body.ts'
import type { Fences } from './limits.ts'
import { isProblem, type Problem } from './problem.ts'
import type { ReaderOf } from './reader.ts'
import { addressOf, answerProblem, type Visit, type Visited } from './visit.ts'

interface Parts {
  readonly signIn: SignIn
  readonly accounts: Accounts
  readonly first: FirstAdministrator
  readonly demonstration: Demonstration
  readonly fences: Fences
  readonly pool: Pool
  readonly readerOf: ReaderOf
  readonly note: KeepNote
}

const bytesMax = 8 * 1024

const Email = z.string().check(z.trim(), z.maxLength(200), z.regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/))
const Password = z.string().check(z.minLength(1), z.maxLength(128))
const Code = z.string().check(z.trim(), z.minLength(1), z.maxLength(40))
const PhoneAsWritten = z.string().check(z.trim(), z.minLength(1), z.maxLength(40))

/** Who may hand out codes on paper: whoever may register the person, or admit them to their household. */
const confirming = ['person.register', 'person.admit']

/** What each step is given, by its address: the routes check it, the API's document shows it. */
export const signInShapes = {
  '/sign-in/first': z.object({ code: Code, name: Line(120), email: Email, password: Password }),
  '/sign-in/password': z.object({ email: Email, password: Password }),
  '/sign-in/second-factor': z.object({ code: Code }),
  '/sign-in/second-factor/begin': z.object({ password: Password }),
  '/sign-in/begin': z.object({ email: Email, code: Code, password: Password }),
  '/sign-in/change-password': z.object({ before: Password, password: Password }),
  '/sign-in/code': z.object({ phone: PhoneAsWritten }),
  '/sign-in/phone': z.object({ phone: PhoneAsWritten, code: Code }),
  '/sign-in/choose': z.object({ person: KeyText, code: z.optional(Code) }),
  '/sign-in/paper-code': z.object({ person: KeyText }),
  '/demonstration/sign-in': z.object({ person: KeyText }),
}

export function signInRoutes({ signIn, accounts, first, demonstration, fences, pool, readerOf, note }: Parts) {
  return new Hono<Visit>()
    .get('/sign-in', async (c) =>
      c.json({
        firstAdministrator: await first.isAwaited(),
        demonstration: await demonstration.isOn(),
        signedIn: (await signIn.sessionOf(c.req.header('cookie'))).signedIn !== null,
      }),
    )

    .post('/sign-in/first', async (c) => {
      const given = await read(c, signInShapes['/sign-in/first'])
      if (isProblem(given)) return answerProblem(c, given)
      const problem = guess(c, 'first administrator') ?? (await first.begin(given))
      return problem ? answerProblem(c, problem) : c.json({ next: 'password' })
    })

    .post('/sign-in/password', async (c) => {
      const given = await read(c, signInShapes['/sign-in/password'])
      if (isProblem(given)) return answerProblem(c, given)
      const name = given.email.toLowerCase()
      const tooMany = guess(c, name)
      if (tooMany) return answerProblem(c, tooMany)
      const entered = await signIn.withPassword(name, given.password, cookiesOf(c))
      if (isProblem(entered)) return answerProblem(c, entered)
      fences.guesses.restore(name)
      if (entered.next === 'in') await cameIn(entered)
      return withCookies(c, entered, { next: entered.next })
    })

    .post('/sign-in/second-factor', async (c) => {
      const given = await read(c, signInShapes['/sign-in/second-factor'])
      if (isProblem(given)) return answerProblem(c, given)
      const entered = guess(c, 'second factor', 'address') ?? (await signIn.withSecondFactor(given.code, cookiesOf(c)))
      if (isProblem(entered)) return answerProblem(c, entered)
      signIn.forget()
      await cameIn(entered)
      return withCookies(c, entered, { next: 'in' })
    })

    .post('/sign-in/second-factor/begin', async (c) => {
      const given = await read(c, signInShapes['/sign-in/second-factor/begin'])
      if (isProblem(given)) return answerProblem(c, given)
      const session = await sessionOf(c)
      if (isProblem(session)) return answerProblem(c, session)
      const begun = guess(c, session.account) ?? (await signIn.beginSecondFactor(given.password, cookiesOf(c)))
      if (isProblem(begun)) return answerProblem(c, begun)
      return withCookies(c, begun, { address: begun.address, spareCodes: begun.spareCodes })
    })

    .post('/sign-in/begin', async (c) => {
      const given = await read(c, signInShapes['/sign-in/begin'])
      if (isProblem(given)) return answerProblem(c, given)
      const begun =
        guess(c, given.email.toLowerCase()) ?? (await accounts.begin(given.email, given.code, given.password))
      if (isProblem(begun)) return answerProblem(c, begun)
      await note('sign-in.renew', begun.person, begun.person)
      return c.json({ next: 'password' })
    })

    .post('/sign-in/change-password', async (c) => {
      const given = await read(c, signInShapes['/sign-in/change-password'])
      if (isProblem(given)) return answerProblem(c, given)
      const session = await sessionOf(c)
      if (isProblem(session)) return answerProblem(c, session)
      const changed =
        guess(c, session.account) ?? (await signIn.changePassword(given.before, given.password, cookiesOf(c)))
      if (isProblem(changed)) return answerProblem(c, changed)
      signIn.forget()
      return withCookies(c, changed, {})
    })

    .post('/sign-in/code', async (c) => {
      const given = await read(c, signInShapes['/sign-in/code'])
      if (isProblem(given)) return answerProblem(c, given)
      const tooMany =
        fences.guessesFromAddress.pass(addressOf(c)) ?? fences.messages.pass(phoneFrom(given.phone) ?? given.phone)
      const sent = tooMany ?? (await signIn.sendCodeTo(given.phone))
      if (isProblem(sent)) return answerProblem(c, sent)
      const shown = sent.code !== undefined && (await demonstration.isOn())
      return c.json({ sent: true, phone: sent.phone, ...(shown ? { demonstrationCode: sent.code } : {}) })
    })

    .post('/sign-in/phone', async (c) => {
      const given = await read(c, signInShapes['/sign-in/phone'])
      if (isProblem(given)) return answerProblem(c, given)
      const name = phoneFrom(given.phone) ?? given.phone
      const entered = guess(c, name) ?? (await signIn.withCode(given.phone, given.code))
      if (isProblem(entered)) return answerProblem(c, entered)
      fences.guesses.restore(name)
      return withCookies(c, entered, { next: (await cameIn(entered)) ? 'in' : 'choose' })
    })

    .get('/sign-in/people', async (c) => {
      const session = await sessionOf(c)
      return isProblem(session) ? answerProblem(c, session) : c.json({ people: await signIn.choices(session) })
    })

    .post('/sign-in/choose', async (c) => {
      const given = await read(c, signInShapes['/sign-in/choose'])
      if (isProblem(given)) return answerProblem(c, given)
      const session = await sessionOf(c)
      if (isProblem(session)) return answerProblem(c, session)
      const problem = guess(c, given.person) ?? (await signIn.choose(session, given.person, given.code))
      if (problem) return answerProblem(c, problem)
      fences.guesses.restore(given.person)
      await note('sign-in.enter', given.person, given.person)
      return c.json({ next: 'in' })
    })

    .post('/sign-in/paper-code', async (c) => {
      const given = await read(c, signInShapes['/sign-in/paper-code'])
      if (isProblem(given)) return answerProblem(c, given)
      const session = await sessionOf(c)
      if (isProblem(session)) return answerProblem(c, session)
      const issuer = session.person && session.secondFactor !== 'needed' ? await readerOf(session.person) : undefined
      const scope = issuer ? confirming.flatMap((permission) => scopeOf(issuer, permission)) : []
      if (!issuer || scope.length === 0) return answerProblem(c, { problem: 'not-allowed' })
      const person = await placeOf(given.person)
      // Nobody proves themselves by their own word.
      if (!person || !within(scope, person) || given.person === issuer.id)
        return answerProblem(c, { problem: 'not-found' })
      await note('sign-in.confirm', given.person, issuer.id)
      return c.json(await signIn.paperCodes.issue(given.person, issuer.id))
    })

    .post('/sign-out', async (c) => withCookies(c, await signIn.signOut(cookiesOf(c)), {}))

    .get('/demonstration/people', async (c) => {
      if (!(await demonstration.isOn())) return answerProblem(c, { problem: 'not-found' })
      return c.json({ demonstration: true, people: await demonstration.people() })
    })

    .post('/demonstration/sign-in', async (c) => {
      const given = await read(c, signInShapes['/demonstration/sign-in'])
      const entered = isProblem(given) ? given : await demonstration.enterAs(given.person)
      if (isProblem(entered)) return answerProblem(c, entered)
      await cameIn(entered)
      return withCookies(c, entered, { demonstration: true, demonstrationCode: entered.demonstrationCode })
    })

  /** Who the new session speaks for, if that is clear already. */
  async function cameIn(entered: Step): Promise<Key | null> {
    const { signedIn } = await signIn.sessionOf(asRequested(entered))
    if (signedIn?.person) await note('sign-in.enter', signedIn.person, signedIn.person)
    return signedIn?.person ?? null
  }

  /** One guess at this name, and one from this address. */
  function guess(c: Visited, name: string, by: 'name' | 'address' = 'name'): Problem | undefined {
    return fences.guessesFromAddress.pass(addressOf(c)) ?? (by === 'name' ? fences.guesses.pass(name) : undefined)
  }

  async function sessionOf(c: Visited): Promise<SignedIn | Problem> {
    const { signedIn } = await signIn.sessionOf(c.req.header('cookie'))
    return signedIn ?? { problem: 'not-signed-in' }
  }

  async function placeOf(person: Key) {
    const { rows } = await pool.query<{ programme: string; place: string; household: Key | null; shop: Key | null }>(
      `select programme, place, household, shop from person where home = $1 and id = $2 and state = 'active'`,
      [homeOf(person), idOf(person)],
    )
    return rows[0] && { key: person, ...rows[0] }
  }
}

async function read<T>(c: Visited, shape: z.ZodMiniType<T>): Promise<T | Problem> {
  const body = await jsonOf(c, bytesMax)
  if (isProblem(body)) return body
  const parsed = shape.safeParse(body.json)
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.map(({ path, code }) => ({ path: path.map(String).join('.'), problem: code }))
  return { problem: 'unreadable', fields }
}

function cookiesOf(c: Visited): string {
  return c.req.header('cookie') ?? ''
}

/** The cookies of an answer as the next request will carry them. */
function asRequested({ cookies }: Step): string {
  return cookies.map((cookie) => cookie.split(';', 1)[0]).join('; ')
}

function withCookies(c: Visited, { cookies }: Step, answer: object): Response {
  for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
  return c.json(answer)
}
