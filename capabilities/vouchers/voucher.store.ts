import * as z from 'zod/mini'
import { readSerial } from '#capabilities/vouchers/voucher.codes.ts'
import { forHousehold, forShop } from '#capabilities/vouchers/voucher.documents.ts'
import { type Matter, mattersOf, type Voucher, voucherStates } from '#capabilities/vouchers/voucher.ts'
import type { Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key, KeyText } from '#door/key.ts'
import { type Bilingual, Day, PlaceCode } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageKeys } from '#server/database/page.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore, type Store } from '#server/database/records.ts'

const rows = recordStore<Voucher & { matters: Matter[]; dueOn: Day | null }>({
  table: 'voucher',
  fields: [
    'programme',
    'place',
    'household',
    'proposal',
    'window',
    'shop',
    'formerShops',
    'serial',
    'chain',
    'state',
    'since',
    'issuedOn',
    'expiresOn',
    'lateDays',
    'deadlines',
    'currency',
    'rate',
    'allotment',
    'recipients',
    'lines',
    'handoversMax',
    'sheet',
    'folded',
    'wrongDigits',
    'contribution',
    'contributions',
    'handovers',
    'losses',
    'reports',
    'checks',
    'remarks',
    'duties',
    'matters',
    'dueOn',
  ],
})

/** What has still to be done is written beside the record, so that lists of work need no counting. */
export const voucherStore: Store<Voucher> = {
  find: async (keys, lock, tx) => (await rows.find(keys, lock, tx)).map(withoutMatters),
  search: async (home, questions, tx) => (await rows.search(home, questions, tx)).map(withoutMatters),
  add: (vouchers, tx) => rows.add(vouchers.map(withMatters), tx),
  put: (vouchers, tx) => rows.put(vouchers.map(withMatters), tx),
  documents: ({ key, household, shop }) => [
    { kind: 'household', key: household },
    { kind: 'shop-voucher', key, shop },
  ],
}

function withMatters(voucher: Voucher) {
  const matters = mattersOf(voucher)
  return { ...voucher, matters: [...new Set(matters.map(({ matter }) => matter))], dueOn: matters[0]?.dueOn ?? null }
}

function withoutMatters({
  matters: _,
  dueOn: __,
  ...voucher
}: Voucher & { matters: Matter[]; dueOn: Day | null }): Voucher {
  return voucher
}

/** Open vouchers whose time, and the time of reports that may still arrive, is over on this day. */
export async function vouchersToExpire(today: Day, limit: number, db: Queryable): Promise<Key[]> {
  const { rows: due } = await db.query<{ key: Key }>(
    `select v.home || '-' || v.id as key from voucher v join programme p on p.programme = v.programme and p.state = 'open'
     where v.state in ('open', 'frozen') and v.expires_on < $1::date and v.expires_on + v.late_days < $1::date
     order by v.expires_on, v.home, v.id limit $2`,
    [today, limit],
  )
  return due.map(({ key }) => key)
}

/** A voucher as a list shows it. */
export interface VoucherRow {
  readonly key: Key
  readonly version: number
  readonly serial: string
  readonly place: string
  readonly household: Key
  readonly shop: Key
  readonly state: Voucher['state']
  readonly since: string
  readonly issuedOn: Day
  readonly expiresOn: Day
  readonly matters: readonly Matter[]
  readonly dueOn: Day | null
  readonly recipients: Voucher['recipients']
  readonly currency: Voucher['currency']
  readonly projectMinor: number
}

const rowColumns = `v.home || '-' || v.id as key, v.version, v.serial, v.place, v.household, v.shop, v.state, v.since, v.issued_on as "issuedOn",
  v.expires_on as "expiresOn", v.matters, v.due_on as "dueOn", v.recipients, v.currency,
  (select sum((line ->> 'projectMinor')::bigint) from jsonb_array_elements(v.lines) line)::bigint as "projectMinor"`

// A shop's people reach vouchers only through their own view, which hides what is not theirs to see.
const byPlaceOrHousehold = { alias: 'v', household: 'v.household' }
const byShop = { alias: 'v', shop: 'v.shop' }

const Page = { limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50) }

async function shown(scope: Scope, keys: readonly Key[], order: string, limit: number, db: Queryable) {
  const within = withinSql(scope, 3, byPlaceOrHousehold)
  const { rows } = await db.query<VoucherRow>(
    `select ${rowColumns} from unnest($1::text[]) as found(key)
     join voucher v on v.home = left(found.key, 2) and v.id = substr(found.key, 4)::uuid
     where ${within.text} order by ${order} limit $2`,
    [keys, limit, ...within.values],
  )
  return rows
}

export const voucherReads = {
  list: read({
    summary: 'Vouchers by place, in any state.',
    permission: 'voucher.read',
    input: z.object({
      state: z.optional(z.enum(voucherStates)),
      place: z.optional(PlaceCode),
      shop: z.optional(KeyText),
      household: z.optional(KeyText),
      after: z.optional(z.object({ place: z.string(), key: KeyText })),
      ...Page,
    }),
    async run(scope, { state, place, shop, household, after, limit }, db) {
      const keys = await pageKeys(
        scope,
        { table: 'voucher', by: 'place', household: 'household' },
        {
          place,
          limit,
          equal: { state, shop, household, home: household && homeOf(household) },
          isLittle: shop !== undefined || household !== undefined,
          after: after && { value: after.place, key: after.key },
        },
        db,
      )
      return shown(scope, keys, 'v.place, v.home, v.id', limit, db)
    },
  }),

  ofProposal: read({
    summary: 'The vouchers that were issued on a proposal.',
    permission: 'voucher.read',
    input: z.object({ proposal: KeyText }),
    async run(scope, { proposal }, db) {
      const within = withinSql(scope, 3, byPlaceOrHousehold)
      const { rows: issued } = await db.query<VoucherRow>(
        `select ${rowColumns} from voucher v where v.home = $1 and v.proposal = $2 and ${within.text} order by v.issued_on, v.id`,
        [homeOf(proposal), proposal, ...within.values],
      )
      return issued
    },
  }),

  queue: read({
    summary: 'Vouchers about which somebody has something to do, most urgent first.',
    permission: 'voucher.read',
    input: z.object({
      matter: z.optional(z.enum(['redeem', 'confirm', 'resolve', 'answer', 'loss', 'replace', 'check', 'unfreeze'])),
      place: z.optional(PlaceCode),
      after: z.optional(z.object({ dueOn: Day, key: KeyText })),
      ...Page,
    }),
    async run(scope, { matter, place, after, limit }, db) {
      const keys = await pageKeys(
        scope,
        { table: 'voucher', by: 'due_on', type: 'date', always: ['due_on is not null'], household: 'household' },
        {
          place,
          limit,
          also: matter ? [['? = any(matters)', matter]] : [],
          after: after && { value: after.dueOn, key: after.key },
        },
        db,
      )
      return shown(scope, keys, 'v.due_on, v.home, v.id', limit, db)
    },
  }),

  unfolded: read({
    summary: 'Open vouchers whose sheet nobody has said to be printed, folded and closed; the longest waiting first.',
    permission: 'voucher.issue',
    input: z.object({ ...Page }),
    async run(scope, { limit }, db) {
      const within = withinSql(scope, 2, byPlaceOrHousehold)
      // A first sheet by which goods were handed over was printed before anybody was asked to say so.
      const { rows: found } = await db.query<VoucherRow & { sheet: number; handoversMax: number }>(
        `select ${rowColumns}, v.sheet, v.handovers_max as "handoversMax"
         from voucher v where v.state = 'open' and v.folded is null and (v.sheet > 1 or v.handovers = '[]') and ${within.text}
         order by v.issued_on, v.home, v.id limit $1`,
        [limit, ...within.values],
      )
      return found
    },
  }),

  waiting: read({
    summary: 'How many vouchers wait for what, and since when the first is due.',
    permission: 'voucher.read',
    input: z.object({}),
    async run(scope, _, db) {
      const within = withinSql(scope, 1, byPlaceOrHousehold)
      const { rows: found } = await db.query<{ programme: string; matter: Matter; vouchers: number; firstDueOn: Day }>(
        `select v.programme, matter, count(*)::int as vouchers, min(v.due_on) as "firstDueOn"
         from voucher v cross join unnest(v.matters) matter
         where v.due_on is not null and ${within.text} group by v.programme, matter order by v.programme, matter`,
        within.values,
      )
      return found
    },
  }),

  one: read({
    summary: 'One voucher, whole but for its digits.',
    permission: 'voucher.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3, byPlaceOrHousehold)
      const voucher = await found(
        `v.home = $1 and v.id = $2 and ${within.text}`,
        [homeOf(key), idOf(key), ...within.values],
        db,
      )
      return voucher ? forHousehold(voucher) : null
    },
  }),

  bySerial: read({
    summary: 'Vouchers by the number that is printed on the sheet, as it was read out.',
    permission: 'voucher.read',
    input: z.object({ serial: z.string().check(z.maxLength(40)) }),
    async run(scope, { serial }, db) {
      const within = withinSql(scope, 2, byPlaceOrHousehold)
      const { rows: same } = await db.query<VoucherRow>(
        `select ${rowColumns} from voucher v where v.serial = $1 and ${within.text} order by v.home, v.id limit 10`,
        [readSerial(serial) ?? '', ...within.values],
      )
      return same
    },
  }),

  atShop: read({
    summary: "A shop's vouchers as its own people see them.",
    permission: 'voucher.redeem',
    input: z.object({ state: z.optional(z.enum(voucherStates)), after: z.optional(KeyText), ...Page }),
    async run(scope, { state, after, limit }, db) {
      const within = withinSql(scope, 5, byShop)
      const { rows: keys } = await db.query<{ key: Key }>(
        `select v.home || '-' || v.id as key from voucher v
         where ($1::text is null or v.state = $1) and ($2::text is null or (v.home, v.id) > ($2, $3::uuid)) and ${within.text}
         order by v.home, v.id limit $4`,
        [state ?? null, after ? homeOf(after) : null, after ? idOf(after) : null, limit, ...within.values],
      )
      const vouchers = await voucherStore.find(
        keys.map(({ key }) => key),
        false,
        db,
      )
      return vouchers.map(forShop)
    },
  }),

  disputes: read({
    summary: 'Hand-overs that somebody has to decide about, the longest waiting first.',
    permission: 'voucher.read',
    input: z.object(Page),
    async run(scope, { limit }, db) {
      const within = withinSql(scope, 2, byPlaceOrHousehold)
      const { rows: disputed } = await db.query(
        `select ${rowColumns}, h ->> 'id' as handover, h ->> 'dispute' as dispute, h ->> 'at' as at, h -> 'lines' as lines,
                h -> 'confirmations' as confirmations
         from voucher v cross join jsonb_array_elements(v.handovers) h
         where 'resolve' = any(v.matters) and v.due_on is not null and h ->> 'state' = 'disputed' and ${within.text}
         order by h ->> 'receivedAt', v.home, v.id limit $1`,
        [limit, ...within.values],
      )
      return disputed
    },
  }),

  reports: read({
    summary: 'Shops without stock or closed, as reported and not yet answered.',
    permission: 'voucher.read',
    input: z.object(Page),
    async run(scope, { limit }, db) {
      const within = withinSql(scope, 2, byPlaceOrHousehold)
      const { rows: open } = await db.query(
        `select ${rowColumns}, r as report
         from voucher v cross join jsonb_array_elements(v.reports) r
         where 'answer' = any(v.matters) and v.due_on is not null and jsonb_typeof(r -> 'answer') = 'null' and ${within.text}
         order by r ->> 'dueOn', v.home, v.id limit $1`,
        [limit, ...within.values],
      )
      return open
    },
  }),

  received: read({
    summary: 'What a household has had, when, from which shop, and who says so.',
    permission: 'voucher.read',
    input: z.object({ household: KeyText }),
    async run(scope, { household }, db) {
      const within = withinSql(scope, 3, byPlaceOrHousehold)
      const { rows: had } = await db.query<Received>(
        `select v.home || '-' || v.id as voucher, v.serial, v.programme, v.proposal, h ->> 'id' as handover, h ->> 'shop' as shop, h ->> 'at' as at,
                l ->> 'item' as item, coalesce(other -> 'names', line -> 'names') as names, line ->> 'unit' as unit,
                (l ->> 'accepted')::int as quantity, line ->> 'currency' as currency, (l ->> 'share')::bigint as share, (l ->> 'farmerPaid')::bigint as "farmerPaid",
                exists (select from jsonb_array_elements(h -> 'confirmations') c where c ->> 'side' = 'farmer') as "byFarmer"
         from voucher v cross join jsonb_array_elements(v.handovers) h cross join jsonb_array_elements(h -> 'lines') l
         join lateral (select one as line from jsonb_array_elements(v.lines) one where one -> 'n' = l -> 'line') named on true
         left join lateral (select one as other from jsonb_array_elements(line -> 'substitutes') one where one -> 'item' = l -> 'item') instead on true
         where v.home = $1 and v.household = $2 and h ->> 'state' <> 'dismissed' and (l ->> 'accepted')::int > 0
           and jsonb_typeof(l -> 'replaces') = 'null' and ${within.text}
         order by h ->> 'at', l ->> 'line'`,
        [homeOf(household), household, ...within.values],
      )
      return had
    },
  }),
}

export interface Received {
  readonly voucher: Key
  readonly serial: string
  readonly programme: string
  readonly proposal: Key
  readonly handover: string
  readonly shop: Key
  readonly at: string
  readonly item: string
  readonly names: Bilingual
  readonly unit: string
  readonly quantity: number
  readonly currency: string
  /** The project's part of its price. */
  readonly share: number
  readonly farmerPaid: number
  readonly byFarmer: boolean
}

async function found(where: string, values: unknown[], db: Queryable): Promise<Voucher | undefined> {
  const { rows: keys } = await db.query<{ key: Key }>(
    `select v.home || '-' || v.id as key from voucher v where ${where}`,
    values,
  )
  return keys.length === 0 ? undefined : (await voucherStore.find([keys[0]!.key], false, db))[0]
}
