import * as z from 'zod/mini'
import {
  type CatalogueItem,
  type Chain,
  chainsOf,
  type ItemRow,
  latestQuotation,
  type WindowOfItem,
} from '#capabilities/catalogue/item.ts'
import { everything, type Scope } from '#door/actor.ts'
import { homeOf, idOf, type Key, KeyText, national } from '#door/key.ts'
import { normalise } from '#door/text.ts'
import { Code } from '#door/values.ts'
import { pageMax, read } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const itemStore = recordStore<CatalogueItem>({
  table: 'item',
  fields: [
    'programme',
    'place',
    'code',
    'names',
    'unit',
    'chain',
    'specification',
    'substitutes',
    'mortalityDays',
    'quotations',
    'state',
    'retirements',
  ],
  derived: {
    search: ({ code, names, specification }) =>
      [code, names.km, names.en, specification ?? ''].map(normalise).join(' ').trim(),
  },
})

/** Every office of a programme sees its catalogue whole, wherever it is; households and shops are no offices. */
function programmesIn(scope: Scope): [all: boolean, programmes: string[]] {
  const programmes = scope.filter(({ household, shop }) => !household && !shop).map(({ programme }) => programme)
  return [programmes.includes(everything), programmes]
}

export const itemReads = {
  list: read({
    summary: 'The catalogue by chain and code, each item with what was asked for it last.',
    permission: 'item.read',
    input: z.object({
      programme: z.optional(Code),
      /** Empty: what serves every chain. */
      chain: z.optional(z.union([z.literal(''), Code])),
      state: z.optional(z.enum(['in-use', 'retired'])),
      search: z.optional(z.string().check(z.maxLength(120))),
      after: z.optional(
        z.object({ chain: z.string().check(z.maxLength(60)), code: z.string().check(z.maxLength(60)), key: KeyText }),
      ),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { programme, chain, state, search, after, limit }, db) {
      const terms = normalise(search ?? '')
        .split(' ')
        .filter(Boolean)
      const { rows } = await db.query<{ key: Key }>(
        `select home || '-' || id as key from item
         where home = $1 and ($2 or programme = any($3)) and ($4::text is null or programme = $4)
           and ($5::text is null or coalesce(chain, '') = $5) and ($6::text is null or state = $6)
           and not exists (select from unnest($7::text[]) term where position(term in search) = 0)
           and ($8::text is null or (coalesce(chain, '') collate "C", code collate "C", id) > ($8, $9, $10::uuid))
         order by coalesce(chain, '') collate "C", code collate "C", id limit $11`,
        [
          national,
          ...programmesIn(scope),
          programme ?? null,
          chain ?? null,
          state ?? null,
          terms,
          after?.chain ?? null,
          after?.code ?? null,
          after ? idOf(after.key) : null,
          limit,
        ],
      )
      const keys = rows.map(({ key }) => key)
      const found = new Map((await itemStore.find(keys, false, db)).map((item) => [item.key, item]))
      return keys.flatMap((key) => found.get(key) ?? []).map(rowOf)
    },
  }),

  one: read({
    summary: 'One item of the catalogue, whole, with the windows that list it.',
    permission: 'item.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const { rows } = await db.query('select from item where home = $1 and id = $2 and ($3 or programme = any($4))', [
        homeOf(key),
        idOf(key),
        ...programmesIn(scope),
      ])
      if (rows.length === 0) return null
      const [item] = await itemStore.find([key], false, db)
      if (!item) return null
      const { rows: windows } = await db.query<WindowOfItem>(
        `select home || '-' || id as key, names, state, opens_on as "opensOn", closes_on as "closesOn",
                (select jsonb_build_object('currency', p -> 'currency', 'minor', p -> 'minor', 'from', p -> 'from')
                 from jsonb_array_elements(prices) with ordinality as priced(p, at)
                 where p ->> 'item' = $2 and p ->> 'province' is null order by p ->> 'from' desc, at desc limit 1) as ceiling
         from funding_window where programme = $1 and items @> jsonb_build_array(jsonb_build_object('code', $2::text))
         order by opens_on desc, code`,
        [item.programme, item.code],
      )
      return { ...item, windows }
    },
  }),

  chains: read({
    summary: 'The chains of a programme, by which its catalogue is ordered.',
    permission: 'item.read',
    input: z.object({ programme: Code }),
    async run(scope, { programme }, db): Promise<readonly Chain[]> {
      const { rows } = await db.query<{ definition: Record<string, unknown> }>(
        'select definition from programme where home = $1 and programme = $2 and ($3 or programme = any($4))',
        [national, programme, ...programmesIn(scope)],
      )
      return chainsOf(rows[0])
    },
  }),
}

function rowOf(item: CatalogueItem): ItemRow {
  const { key, version, programme, code, names, unit, chain, specification, state } = item
  return {
    key,
    version,
    programme,
    code,
    names,
    unit,
    chain,
    specification,
    state,
    latest: latestQuotation(item) ?? null,
  }
}
