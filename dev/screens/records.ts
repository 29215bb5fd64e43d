/** Records of the practice season by what a picture needs of them. */
import { bophasHousehold, practiceProgramme, sokhasShop, sreymom } from '#dev/cast.ts'
import type { Pool } from '#server/database/connection.ts'

const questions: Readonly<Record<string, string>> = {
  suspected: `select home || '-' || id as key from household where programme = $1 and cardinality(suspects) > 0 order by id limit 1`,
  'suspected near': `select home || '-' || id as key from household where programme = $1 and cardinality(suspects) > 0 and place like '050801%' order by id limit 1`,
  import: `select home || '-' || id as key from import where programme = $1 and kind = 'households' order by prepared_at desc limit 1`,
  'import poverty': `select home || '-' || id as key from import where programme = $1 and kind = 'poverty' order by prepared_at desc limit 1`,
  item: `select home || '-' || id as key from item where programme = $1 and code = 'chick'`,
  'item without price': `select home || '-' || id as key from item where programme = $1 and quotations = '[]' order by code limit 1`,
  pair: `select home || '-' || id || '/' || suspects[1] as key from household where programme = $1 and cardinality(suspects) > 0 order by judge_by, id limit 1`,
  merged: `select home || '-' || id as key from household where programme = $1 and state = 'merged' order by id limit 1`,
  joined: `select merged_into as key from household where programme = $1 and state = 'merged' order by id limit 1`,
  helped: `select home || '-' || id as key from household where programme = $1 and registered_by = '${sreymom.key}'
           and cardinality(suspects) = 0 and home || '-' || id <> '${bophasHousehold}' order by id limit 1`,
  'proposal submitted': `select home || '-' || id as key from proposal where programme = $1 and state = 'submitted' and not sampled order by since, id limit 1`,
  'proposal verified': `select home || '-' || id as key from proposal where programme = $1 and state = 'verified' order by since, id limit 1`,
  'proposal rejected': `select home || '-' || id as key from proposal where programme = $1 and state = 'rejected' and assisted_by = '${sreymom.key}' order by since, id limit 1`,
  'proposal approved': `select home || '-' || id as key from proposal p where programme = $1 and state = 'approved'
                        and not exists (select from voucher v where v.proposal = p.home || '-' || p.id) order by since, id limit 1`,
  'voucher open': `select home || '-' || id as key from voucher where programme = $1 and state = 'open' and shop = '${sokhasShop}' and handovers = '[]' order by id limit 1`,
  'voucher own': `select home || '-' || id as key from voucher where programme = $1 and household = '${bophasHousehold}' order by id desc limit 1`,
  'voucher delivered': `select home || '-' || id as key from voucher where programme = $1 and handovers @> '[{"state": "delivered"}]' and checks = '[]' order by id limit 1`,
  'voucher disputed': `select home || '-' || id as key from voucher where programme = $1 and handovers @> '[{"state": "disputed"}]' order by id limit 1`,
  'handover own': `select home || '-' || id || '/' || (handovers -> -1 ->> 'id') as key from voucher
                   where programme = $1 and household = '${bophasHousehold}' and handovers <> '[]' order by id desc limit 1`,
  training: `select home || '-' || id as key from training where programme = $1 and place like '050801%' and reported_by = '${sreymom.key}' order by held_on desc, id limit 1`,
  'laid aside': `select home || '-' || id as key from quarantine where $1 <> '' and name is not null order by received_at desc limit 1`,
  'sealed box': `select home || '-' || id as key from quarantine where $1 <> '' and name is null order by received_at desc limit 1`,
  complaint: `select home || '-' || id as key from complaint where programme = $1 and state = 'received' order by id limit 1`,
  'complaint held': `select home || '-' || id as key from complaint where programme = $1 and state = 'looked-at' order by id limit 1`,
  'complaint answered': `select home || '-' || id as key from complaint where programme = $1 and state = 'answered' order by id limit 1`,
  clash: `select home || '-' || id as key from clash where programme = $1 and state = 'open' order by id limit 1`,
  'clash settled': `select home || '-' || id as key from clash where programme = $1 and state = 'settled' order by id limit 1`,
  claim: `select home || '-' || id as key from claim where programme = $1 order by (state = 'submitted') desc, id limit 1`,
}

/** Fills the braces of an address. */
export async function addressWith(address: string, pool: Pool): Promise<string> {
  const [brace, name = ''] = /\{([^}]+)\}/.exec(address) ?? []
  if (!brace) return address
  if (name === 'household') return address.replace(brace, bophasHousehold)
  const question = questions[name]
  if (!question) throw new Error(`docs/screens.md names {${name}}, which dev/screens/records.ts does not know`)
  const { rows } = await pool.query<{ key: string }>(question, [practiceProgramme])
  if (!rows[0]) throw new Error(`the practice season has no {${name}}`)
  return address.replace(brace, rows[0].key)
}

/** Codes of packages, items and reasons: a screen that shows one has forgotten its name. */
export async function codesOf(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ code: string }>(
    `select distinct one ->> 'code' as code from funding_window, jsonb_array_elements(packages || items || reasons) one
     where one ->> 'code' like '%-%'`,
  )
  return rows.map(({ code }) => code)
}
