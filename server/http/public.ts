/** What the public pages are fed with: the invented people and what waits for them, figures, seals. */
import type { PersonCard } from '#apps/public/HomePage.tsx'
import { type PublicParts, publicRoutes } from '#apps/public/routes.tsx'
import { answerTo } from '#capabilities/complaints/complaint.store.ts'
import { readReference } from '#capabilities/complaints/complaint.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Read } from '#server/database/read.ts'
import type { Seals } from '#server/seals.ts'
import type { Demonstration, SamplePerson } from '#server/sign-in/demonstration.ts'
import type { FirstAdministrator } from '#server/sign-in/first-administrator.ts'
import { waitingFor } from '#server/waiting.ts'
import type { Fences } from './limits.ts'
import { isProblem } from './problem.ts'
import type { ReaderOf } from './reader.ts'
import { addressOf } from './visit.ts'

interface Parts {
  readonly pool: Pool
  readonly reads: Readonly<Record<string, Read>>
  readonly demonstration: Demonstration
  readonly first: FirstAdministrator
  readonly seals: Pick<Seals, 'text'>
  readonly readerOf: ReaderOf
  readonly figures: PublicParts['figures']
  readonly fences: Pick<Fences, 'guessesFromAddress'>
}

/** How long what waits is remembered: a page that is opened often must not count every time. */
const rememberedMilliseconds = 3_000
/** The first page has room for ten. Whoever else can sign in does so at the office's own door. */
const cardsMax = 10

export function publicPages({ pool, reads, demonstration, first, seals, readerOf, figures, fences }: Parts) {
  let counted: { at: number; cards: Promise<readonly PersonCard[]> } | undefined

  return publicRoutes({
    figures,
    isEmpty: first.isAwaited,
    seals: () => seals.text(),
    async people() {
      if (!(await demonstration.isOn())) return []
      if (!counted || Date.now() - counted.at > rememberedMilliseconds) counted = { at: Date.now(), cards: cards() }
      return counted.cards
    },
    async complaint(typed, asked) {
      if (fences.guessesFromAddress.pass(addressOf(asked))) return 'too-many'
      const reference = readReference(typed)
      return (reference && (await answerTo(reference, pool))) || null
    },
    async enter(person) {
      const entered = await demonstration.enterAs(person)
      return isProblem(entered) ? null : entered.cookies
    },
  })

  async function cards(): Promise<readonly PersonCard[]> {
    const people = (await demonstration.people()).slice(0, cardsMax)
    const names = await placeNames(people.map(({ place }) => place))
    const drawn = new Map<string, number>()
    return Promise.all(
      people.map(async (person): Promise<PersonCard> => {
        const role = person.roles[0] ?? 'nobody'
        const before = drawn.get(role) ?? 0
        drawn.set(role, before + 1)
        const reader = await readerOf(person.key)
        return {
          key: person.key,
          nameKm: person.nameKm,
          nameLatin: person.nameLatin,
          role,
          ...names(person),
          drawing: drawingFor(role, before),
          waiting: reader ? await waitingFor(reader, reads, pool) : 0,
        }
      }),
    )
  }

  async function placeNames(codes: readonly string[]) {
    const { rows } = await pool.query<{ code: string; nameKm: string; nameLatin: string }>(
      'select code, name_km as "nameKm", name_latin as "nameLatin" from place where code = any($1)',
      [codes],
    )
    const known = new Map(rows.map((row) => [row.code, row]))
    return ({ place }: SamplePerson) => ({
      placeKm: known.get(place)?.nameKm ?? null,
      placeLatin: known.get(place)?.nameLatin ?? null,
    })
  }
}

const drawings: Readonly<Record<string, PersonCard['drawing']>> = {
  farmer: 'farmer',
  cew: 'cew',
  'commune-witness': 'cew-next',
  'district-officer': 'officer',
  'provincial-approver': 'approver',
  'programme-director': 'approver',
  'secretariat-finance': 'finance',
  'm-and-e': 'monitoring',
  shop: 'shop',
  administrator: 'administrator',
  auditor: 'auditor',
  donor: 'auditor',
}

/** A second extension worker is drawn as somebody else. */
function drawingFor(role: string, before: number): PersonCard['drawing'] {
  return role === 'cew' && before > 0 ? 'cew-next' : (drawings[role] ?? 'farmer')
}
