/**
 * Lists of prices: what nobody told before is recorded, what is told otherwise is revised.
 *
 * What a list said once and was revised since, it does not say again: the same list brought once more
 * changes nothing. Two rows of one list that differ about the same are for a person to settle.
 */
import type { Import } from '#capabilities/imports/import.ts'
import { listKeyOf } from '#capabilities/imports/import.ts'
import { type ListedPrice, priceReader } from '#capabilities/imports/price-list.ts'
import { priceStore } from '#capabilities/markets/price.store.ts'
import { type Price, type PriceSaid, priceKey } from '#capabilities/markets/price.ts'
import type { Answer } from '#door/answer.ts'
import type { Envelope } from '#door/envelope.ts'
import type { Home, Key } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'
import { idAt } from '../ids.ts'
import { type Asking, type ListKind, type Outcome, type ReadRow, repeated } from '../kind.ts'
import { provincesIn } from '../places.ts'

type Amounts = Pick<PriceSaid, 'riel' | 'cents' | 'isEstimate'>

const saidOtherwise: Outcome = {
  is: 'refused',
  problems: [{ column: null, text: '', problem: { code: 'said-otherwise' } }],
}

export const prices: ListKind<ListedPrice> = {
  async reader(list, facts, db) {
    return priceReader(list, facts, await provincesIn(db))
  },

  placeOf: ({ province }) => province,

  async weigh(list, rows, { pool, mayHaveBeenAsked }) {
    const wished = rows.map((one) => ({ ...one, key: priceKey({ ...one.read, programme: list.programme }) }))
    const [known, answered] = await Promise.all([
      knownAmong(wished, pool),
      mayHaveBeenAsked ? answeredBefore(list, rows, pool) : new Map<number, Outcome>(),
    ])
    const outcomes = new Map<number, Outcome>(answered)
    const said = new Map<Key, Amounts>()
    const asking: Asking[] = []
    for (const { row, read, key } of wished) {
      const earlier = said.get(key)
      if (!earlier) said.set(key, read)
      if (answered.has(row)) continue
      const outcome = earlier
        ? saysNothingNew(earlier, read)
          ? repeated
          : saidOtherwise
        : standing(list, known.get(key), read)
      if (outcome) outcomes.set(row, outcome)
      else asking.push(askingFor(list, row, key, read, known.get(key)))
    }
    return { outcomes, asking }
  },

  blamed: {
    'price.month-ahead': ['month'],
    'price.not-above-zero': ['riel', 'rielEstimate'],
    'price.seen-in-market': ['rielEstimate'],
    'place.unknown': ['provinceCode', 'province'],
    'actor.out-of-reach': ['provinceCode', 'province'],
  },
}

/** What comes of a row without the door; nothing where it is to be asked. */
function standing(list: Import, price: Price | undefined, read: Amounts): Outcome | undefined {
  if (!price) return undefined
  if (saysNothingNew(price, read)) return repeated
  if (price.import === list.key) return saidOtherwise
  const before = price.revisions.filter(({ source }) => listKeyOf(source) === list.listKey)
  return before.some((earlier) => saysNothingNew(earlier, read)) ? repeated : undefined
}

/** A row that leaves the dollars out says nothing about them, and an estimate nothing about what was seen. */
function saysNothingNew(known: Amounts, { riel, cents, isEstimate }: Amounts): boolean {
  return known.riel === riel && (cents === null || known.cents === cents) && (isEstimate || !known.isEstimate)
}

function askingFor(list: Import, row: number, key: Key, read: ListedPrice, price: Price | undefined): Asking {
  const { riel, cents, isEstimate, ...about } = read
  const told = { source: list.list, import: list.key }
  const [verb, input] = price
    ? ([
        'revise',
        {
          was: { riel: price.riel, cents: price.cents },
          becomes: { riel, cents: cents ?? price.cents, isEstimate },
          ...told,
          reason: list.list,
        },
      ] as const)
    : (['record', { programme: list.programme, ...about, riel, cents, isEstimate, ...told }] as const)
  const envelope: Envelope = {
    ...{ id: envelopeId(list, row), home: about.province, name: `price.${verb}`, about: key, input },
    ...{ person: list.by, device: null, n: 0, askedAt: list.begunAt ?? list.preparedAt },
    ...{ lastServerTime: null, after: [], signature: null },
  }
  return { rows: [row], home: about.province, key, envelopes: [envelope] }
}

/** One row asks one thing, whichever it is. */
function envelopeId(list: Import, row: number): string {
  return idAt(Date.parse(list.preparedAt), `${list.key}\n${row}\nprice`)
}

async function knownAmong(rows: readonly { readonly key: Key }[], db: Queryable): Promise<Map<Key, Price>> {
  const found = await priceStore.find([...new Set(rows.map(({ key }) => key))], false, db)
  return new Map(found.map((price) => [price.key, price]))
}

/** Rows that this import asked before it was cut off: what they were answered stands. */
async function answeredBefore(
  list: Import,
  rows: readonly ReadRow<ListedPrice>[],
  db: Queryable,
): Promise<Map<number, Outcome>> {
  const byEnvelope = new Map(rows.map(({ row }) => [envelopeId(list, row), row]))
  const homes: Home[] = [...new Set(rows.map(({ read }) => read.province))]
  const { rows: found } = await db.query<{ envelope: string; answer: string }>(
    `select j.envelope, b.answer from journal j join journal_body b using (home, stream, seq)
     where j.home = any($1) and j.envelope = any($2::uuid[])`,
    [homes, [...byEnvelope.keys()]],
  )
  return new Map(found.map(({ envelope, answer }) => [byEnvelope.get(envelope)!, outcomeOf(JSON.parse(answer))]))
}

function outcomeOf(answer: Answer): Outcome {
  if (answer.outcome === 'accepted') return { is: 'accepted', problems: [] }
  if (answer.outcome !== 'refused') throw new Error(`a price of a list was answered ${answer.outcome}`)
  return {
    is: 'refused',
    problems: [{ column: null, text: '', problem: { code: 'refused', refusal: answer.refusal } }],
  }
}
