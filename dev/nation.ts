/**
 * A country of households that do not exist, for measuring: put there by SQL, many thousand a second.
 *
 * Everything else that this project tells goes through the door. Here only the shape counts: how many
 * rows there are, how wide they are, how common a name is. Each row is a copy of one that the door made,
 * with its own key, place, names, numbers and days; the search texts are the product's own, made for each
 * of the families and filled with each household's numbers by SQL.
 */

import { searchTextOf } from '#capabilities/households/household.search.ts'
import type { Household } from '#capabilities/households/household.ts'
import { bophasHousehold, castId, dara, sreymom, vanna } from '#dev/cast.ts'
import { chanceOf } from '#dev/chance.ts'
import { aName, misheard } from '#dev/names.ts'
import { aRegistration, aWish, type Play, programmeCode } from '#dev/testing/programme.ts'
import { aVoucher } from '#dev/testing/vouchers.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import { stores } from '#server/capabilities.ts'
import type { Queryable } from '#server/database/connection.ts'

export interface Nation {
  readonly households: number
  readonly villages: readonly string[]
  /** Of the journal, for each household. */
  readonly lines?: 1 | 2 | 3 | 4
  /** Whether the database looks at what it has when all is there. */
  readonly withStatistics?: boolean
}

/** 25 provinces of 8 districts of 8 communes of 9 villages: as many as there are, more evenly spread. */
export function invented(): string[] {
  const two = (number: number) => String(number).padStart(2, '0')
  const under = (parents: readonly string[], count: number) =>
    parents.flatMap((parent) => Array.from({ length: count }, (_, at) => parent + two(at + 1)))
  return under(under(under(under([''], 25), 8), 8), 9)
}

export async function makeNation(
  play: Play,
  { households, villages, lines = 4, withStatistics = true }: Nation,
  onStep: (said: string) => void = () => {},
): Promise<void> {
  const db = play.pool
  await makeFamilies(play)
  await db.query('create unlogged table bulk_village (n integer primary key, code text not null)')
  await db.query('insert into bulk_village select n - 1, code from unnest($1::text[]) with ordinality as v(code, n)', [
    villages,
  ])

  onStep(`${households} households`)
  await withoutIndexes('household', db, () => makeHouseholds(households, villages.length, db))
  await makePapers(play, onStep)
  onStep('journal lines')
  await withoutIndexes('journal', db, () => db.query(journalText(lines)))
  await db.query('drop table bulk_family, bulk_village')
  if (!withStatistics) return
  onStep('vacuum and statistics')
  await db.query('vacuum analyze')
}

const families = 20_000

/** What stands in a family's text where each household has its own. */
const blank = { card: 'cardcardcard', identity: 'identityidentity', phone: '00000001', code: 'codecode' }

async function makeFamilies({ as, record, pool }: Play): Promise<void> {
  await as(sreymom).does('household.register', bophasHousehold, aRegistration())
  const household: Household = await record('household', bophasHousehold)
  const chance = chanceOf(1, 'a nation')
  const rows = Array.from({ length: families }, (_, n) => {
    const family = familyOf(household, chance)
    return {
      n,
      members: JSON.stringify(family.members),
      birthYear: family.birthYear,
      card: family.card !== null,
      identity: family.identityNumbers.length > 0,
      phone: family.phones.length > 0,
      words: searchTextOf(family),
    }
  })
  await pool.query(
    `create unlogged table bulk_family (
       n integer primary key, members jsonb, "birthYear" integer, card boolean, identity boolean, phone boolean, words text)`,
  )
  await pool.query('insert into bulk_family select * from jsonb_populate_recordset(null::bulk_family, $1)', [
    JSON.stringify(rows.map((row) => ({ ...row, members: JSON.parse(row.members) }))),
  ])
}

function familyOf(household: Household, chance: ReturnType<typeof chanceOf>): Household {
  const sexOf = () => (chance.happens(0.5) ? 'female' : 'male')
  const headName = aName(chance, sexOf())
  // Most names are common, and some are written as nobody else writes them.
  const head = chance.happens(0.05) ? misheard(headName, chance) : headName
  const birthYear = chance.between(1940, 1998)
  const others = Array.from({ length: chance.between(1, 5) }, () => aName(chance, sexOf(), headName))
  return {
    ...household,
    key: keyOf('05', `01700000-0000-7000-8000-0000${blank.code}`),
    members: [head, ...others].map(({ nameKm, nameLatin }, at) => ({
      ...household.members[0]!,
      id: castId(1_000 + at),
      nameKm,
      nameLatin: chance.happens(0.9) ? nameLatin : null,
      role: at === 0 ? 'head' : 'child',
      birthYear: at === 0 ? birthYear : 2005 + at,
    })),
    birthYear,
    card: chance.happens(0.35) ? blank.card : null,
    poverty: [],
    identityNumbers: chance.happens(0.4) ? [blank.identity] : [],
    phones: chance.happens(0.85) ? [{ number: `+855${blank.phone}`, shared: false }] : [],
  }
}

/** A number without order from a number, by the golden ratio of 2^32. */
const scattered = (n: string, below: number | string) => `((${n}::bigint * 2654435761) % 4294967296 % ${below})`
/** Keys as devices make them, a household every twenty seconds. */
const keyFrom = (n: string) =>
  `(lpad(to_hex(1577836800000 + ${n}::bigint * 20000), 12, '0') || '7' || substr(md5(${n}::text), 1, 3) || '8' || substr(md5(${n}::text), 4, 15))::uuid`

function makeHouseholds(households: number, villages: number, db: Queryable): Promise<void> {
  const card = `'KSP' || left(v.code, 4) || lpad(g.n::text, 7, '0')`
  const identity = `lpad((g.n::bigint * 104729 % 1000000000)::text, 9, '0')`
  const phone = `'1' || lpad((g.n::bigint * 7919 % 10000000)::text, 7, '0')`
  const day = `(date '2020-01-01' + (g.n % 1500)::integer)`
  // One in a hundred looks like the one before, and as many were told apart.
  const [isSuspected, isJudged] = ['g.n % 100 = 0', 'g.n % 100 = 50']
  const before = `left(w.code, 2) || '-' || ${keyFrom('(g.n - 1)')}`
  return copy(db, {
    table: 'household',
    template: bophasHousehold,
    own: {
      home: 'left(v.code, 2)',
      id: keyFrom('g.n'),
      place: 'v.code',
      members: 'f.members',
      birth_year: 'f."birthYear"',
      card: `case when f.card then ${card} end`,
      identity_numbers: `case when f.identity then array[${identity}] else '{}' end`,
      phones: `case when f.phone then jsonb_build_array(jsonb_build_object('number', '+855' || ${phone}, 'shared', false)) else '[]' end`,
      poverty: `'[]'`,
      registered_on: day,
      // What finds duplicates is measured elsewhere: alike by their template, all would be held against all.
      match_keys: `'{}'`,
      assisted_by: `case when g.n % 4 > 0 then '05-' || ${keyFrom(scattered('g.n', 3_000))} end`,
      state: `case when g.n % 200 = 1 then 'closed' else 'active' end`,
      suspects: `case when ${isSuspected} then array[${before}] else '{}' end`,
      suspicions: `case when ${isSuspected} then jsonb_build_array(jsonb_build_object('other', ${before}, 'score', 100 + g.n % 90,
                   'grounds', '["name", "village"]'::jsonb, 'rules', 'cambodia-1', 'since', ${day}, 'due', ${day} + 14,
                   'office', left(v.code, 2), 'unsure', null)) else '[]' end`,
      judge_by: `case when ${isSuspected} then ${day} + 14 end`,
      judgements: `case when ${isJudged} then jsonb_build_array(jsonb_build_object('other', ${before}, 'verdict', 'different',
                   'reason', 'Visited', 'grounds', '["name"]'::jsonb, 'by', '${dara.key}', 'at', ${day} + interval '9 hours')) else '[]' end`,
      judged_at: `case when ${isJudged} then ${day} + interval '9 hours' end`,
      search: `replace(replace(replace(replace(f.words, '${blank.card}', lower(${card})), '${blank.identity}', ${identity}),
               '${blank.phone}', ${phone}), '${blank.code}', right(${keyFrom('g.n')}::text, 8))`,
    },
    from: `generate_series(1, ${households}) as g(n)
      join bulk_family f on f.n = ${scattered('(g.n + 7)', families)}
      join bulk_village v on v.n = ${scattered('g.n', villages)}
      join bulk_village w on w.n = ${scattered('(g.n - 1)', villages)}`,
  })
}

/** Six in five households ask, one in four of the answered has a voucher. */
async function makePapers(play: Play, onStep: (said: string) => void): Promise<void> {
  const db = play.pool
  const other = play.key()
  const village = '05080102'
  const registration = aRegistration({ member: play.id(), birthYear: 1962, village, phone: null, poverty: null })
  await play.as(sreymom).does('household.register', other, registration)
  const [waiting, answered] = [play.key(), play.key()]
  for (const [key, wish] of [
    [waiting, aWish()],
    [answered, aWish({ household: other, place: village })],
  ] as const) {
    await play.as(sreymom).does('proposal.submit', key, wish)
    await play.as(dara).does('proposal.verify', key, { seen: 1, how: 'desk', note: null, photo: null, position: null })
  }
  await play.as(vanna).does('proposal.approve', answered, { seen: 2, note: null })
  const voucher = aVoucher({ proposal: answered })
  await stores.voucher!.add([voucher], db)

  onStep('proposals')
  const chance = 'abs(hashtext(h.id::text))'
  await withoutIndexes('proposal', db, async () => {
    for (const [template, share] of [
      [waiting, '= 0'],
      [answered, '> 0'],
    ] as const) {
      await copy(db, {
        table: 'proposal',
        template,
        own: {
          home: 'h.home',
          id: `md5(h.id::text || k.n)::uuid`,
          place: 'h.place',
          household: `h.home || '-' || h.id`,
          state: `case when t.state = 'approved' then t.state when ${chance} % 3 = 0 then 'submitted' else 'verified' end`,
          since: `timestamptz '2021-01-01' + ${chance} % 1000000 * interval '1 minute'`,
          submitted_on: `date '2021-01-01' + ${chance} % 700`,
        },
        from: `household h cross join generate_series(1, case when ${chance} % 5 = 1 then 2 else 1 end) as k(n)`,
        where: `${chance} / 10 % 10 ${share} and h.id not in ('${idOf(bophasHousehold)}', '${idOf(other)}')`,
      })
    }
  })

  onStep('vouchers')
  const lot = 'abs(hashtext(p.id::text))'
  await withoutIndexes('voucher', db, () =>
    copy(db, {
      table: 'voucher',
      template: voucher.key,
      own: {
        home: 'p.home',
        id: `md5(p.id::text || 'v')::uuid`,
        place: 'p.place',
        household: 'p.household',
        proposal: `p.home || '-' || p.id`,
        serial: 'upper(left(md5(p.id::text), 10))',
        state: `case when ${lot} / 4 % 5 = 0 then 'open' else 'closed' end`,
        expires_on: `date '2021-06-01' + ${lot} % 700`,
        matters: `case when ${lot} / 4 % 5 = 0 then array['redeem'] else '{}' end`,
        due_on: `case when ${lot} / 4 % 5 = 0 then date '2021-06-01' + ${lot} % 700 end`,
      },
      from: 'proposal p',
      where: `p.state = 'approved' and p.id <> '${idOf(answered)}' and ${lot} % 4 = 0`,
    }),
  )
}

function journalText(lines: number): string {
  const district = `'field/${programmeCode}/' || left(h.place, 4)`
  return `insert into journal (home, stream, seq, envelope, programme, name, about, author, carrier, outcome, happened_at, received_at,
            position, touches, digest, hash)
    select h.home, ${district}, 1000000 + h.n * 4 + k.n, md5(h.id::text || k.n)::uuid, '${programmeCode}',
           (array['household.register', 'household.amend', 'proposal.submit', 'proposal.verify'])[k.n],
           h.home || '-' || h.id, '${sreymom.key}', '${sreymom.key}', 'accepted',
           timestamptz '2021-01-01' + h.n * interval '20 seconds', timestamptz '2021-01-01' + h.n * interval '20 seconds',
           k.n, '{}', sha256(h.id::text::bytea), sha256(h.id::text::bytea)
    from (select home, id, place, row_number() over () as n from household) h cross join generate_series(1, ${lines}) as k(n)`
}

/** Copies of a row, `t`, with some of its columns their own. */
async function copy(
  db: Queryable,
  {
    table,
    template,
    own,
    from,
    where = 'true',
  }: {
    table: string
    template: Key
    own: Readonly<Record<string, string>>
    from: string
    where?: string
  },
): Promise<void> {
  const { rows } = await db.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  )
  const columns = rows.map(({ name }) => name)
  await db.query(
    `insert into "${table}" (${columns.map((column) => `"${column}"`).join(', ')})
     select ${columns.map((column) => own[column] ?? `t."${column}"`).join(', ')}
     from ${from} cross join (select * from "${table}" where home = '${homeOf(template)}' and id = '${idOf(template)}') t
     where ${where}`,
  )
}

/** Indexes made at the end take a tenth of the time; those that hold a constraint stay. */
async function withoutIndexes(table: string, db: Queryable, work: () => Promise<unknown>): Promise<void> {
  const { rows } = await db.query<{ name: string; text: string }>(
    `select c.relname as name, pg_get_indexdef(i.indexrelid) as text from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = $1::regclass and not i.indisunique`,
    [table],
  )
  for (const { name } of rows) await db.query(`drop index "${name}"`)
  await work()
  for (const { text } of rows) await db.query(text)
}
