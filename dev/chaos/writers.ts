/**
 * Eight people at work over HTTP: households are registered, propose, are verified, approved or refused.
 *
 * A writer sends an envelope until it is answered, as a phone does, and only then writes down that it
 * was acknowledged. What stands in that list is a promise of the server.
 */
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { dara, type Player, sreymom, vanna } from '#dev/cast.ts'
import { aRegistration, aWish } from '#dev/testing/programme.ts'
import { type Browser, browserAt } from '#dev/testing/served.ts'
import type { Envelope } from '#door/envelope.ts'
import { homeOf, type Key, keyOf, uuidv7 } from '#door/key.ts'
import type { Answer } from '#server/door.ts'

export const password = 'a long enough password'
export const writers: readonly Player[] = [sreymom, dara, vanna]

export interface Acknowledged {
  readonly envelope: Envelope
  readonly answer: Answer
  /** When it was sent the last time, and when that was answered. */
  readonly sentAt: number
  readonly answeredAt: number
}

export interface Team {
  readonly acknowledged: Acknowledged[]
  /** How often an envelope got no answer and was sent again. */
  inDoubt: number
  /** Asks one more question of everybody until they are stopped. */
  stop(): Promise<void>
  /** Sends all of them again and says which are answered differently now. */
  askAllAgain(): Promise<Envelope[]>
}

/** @param address where the server answers now: it changes with each start. */
export async function startTeam(size: number, address: () => string): Promise<Team> {
  const sessions = new Map<Key, string>()
  for (const player of writers) sessions.set(player.key, await cookiesOf(player, address()))

  const team: Team = { acknowledged: [], inDoubt: 0, stop, askAllAgain }
  let stopped = false
  const work = Array.from({ length: size }, (_, number) => workOn(number))
  return team

  async function workOn(number: number) {
    for (let turn = 0; !stopped; turn++) {
      const household = newKey()
      const proposal = newKey()
      const card = { source: 'ministry-list', card: null, issuedOn: null, expiresOn: null, photo: null } as const
      await ask(sreymom, 'household.register', household, {
        ...aRegistration({
          member: newId(),
          nameKm: `គ្រួសារ ${number} ${turn}`,
          nameLatin: null,
          birthYear: 1940 + (turn % 60),
          phone: null,
          poverty: { category: 'poor2', ...card },
        }),
      })
      await ask(sreymom, 'proposal.submit', proposal, { ...aWish({ household, quantity: 10 + (turn % 50) }) })
      await ask(dara, 'proposal.verify', proposal, { seen: 1, how: 'desk', note: null, photo: null, position: null })
      if (turn % 5 === 4) await ask(vanna, 'proposal.reject', proposal, { seen: 2, code: 'no-coop', note: null })
      else await ask(vanna, 'proposal.approve', proposal, { seen: 2, note: null })
    }
  }

  async function ask(by: Player, name: string, about: Key, input: Record<string, unknown>) {
    const envelope = envelopeOf(by.key, name, about, input)
    while (!stopped) {
      const sentAt = performance.now()
      const told = await post(by.key, '/api/ask', envelope).catch(() => undefined)
      if (told?.answer) {
        team.acknowledged.push({ envelope, answer: told.answer, sentAt, answeredAt: performance.now() })
        return
      }
      team.inDoubt++
      await pause(20)
    }
  }

  async function stop() {
    stopped = true
    await Promise.all(work)
  }

  async function askAllAgain(): Promise<Envelope[]> {
    const different: Envelope[] = []
    for (const { key } of writers) {
      const theirs = team.acknowledged.filter(({ envelope }) => envelope.person === key)
      for (let at = 0; at < theirs.length; at += 250) {
        const portion = theirs.slice(at, at + 250)
        const { answers } = await post(key, '/api/ask/batch', { envelopes: portion.map(({ envelope }) => envelope) })
        for (const [index, { envelope, answer }] of portion.entries())
          if (JSON.stringify(answers[index].answer) !== JSON.stringify(answer)) different.push(envelope)
      }
    }
    return different
  }

  async function post(person: Key, path: string, body: object): Promise<any> {
    const response = await fetch(`${address()}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: sessions.get(person)! },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    })
    if (response.status !== 200)
      throw new Error(`${path} was answered with ${response.status}: ${await response.text()}`)
    return response.json()
  }
}

/** The cookies of a new session, as a request carries them. */
export async function cookiesOf({ email, phone }: Player, url: string): Promise<string> {
  const browser: Browser = browserAt(url)
  if (email) await browser.post('/api/sign-in/password', { email, password })
  else {
    const { body } = await browser.post('/api/sign-in/code', { phone })
    await browser.post('/api/sign-in/phone', { phone, code: body.demonstrationCode })
  }
  if (browser.cookies.size === 0) throw new Error(`nobody was let in as ${email ?? phone}`)
  return [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

function envelopeOf(person: Key, name: string, about: Key, input: Record<string, unknown>): Envelope {
  return {
    id: newId(),
    home: homeOf(about),
    name,
    about,
    input,
    person,
    device: null,
    n: 0,
    askedAt: new Date().toISOString(),
    lastServerTime: null,
    after: [],
    signature: null,
  }
}

function newId(): string {
  return uuidv7(Date.now(), randomBytes(10))
}

function newKey(): Key {
  return keyOf('05', newId())
}
