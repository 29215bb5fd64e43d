import * as z from 'zod/mini'
import type { Device, DeviceRow, Person } from '#capabilities/people/person.ts'
import { homeOf, idOf, KeyText } from '#door/key.ts'
import { Code, Day, Instant, PlaceCode } from '#door/values.ts'
import { pageKeys } from '#server/database/page.ts'
import { pageMax, read, withinSql } from '#server/database/read.ts'
import { recordStore } from '#server/database/records.ts'

export const personStore = recordStore<Person>({
  table: 'person',
  fields: [
    'programme',
    'place',
    'nameKm',
    'nameLatin',
    'sex',
    'birthYear',
    'phone',
    'email',
    'accountId',
    'household',
    'member',
    'shop',
    'grants',
    'relatives',
    'deputies',
    'sample',
    'state',
  ],
})

export const deviceStore = recordStore<Device>({
  table: 'device',
  fields: [
    'programme',
    'place',
    'household',
    'shop',
    'person',
    'label',
    'publicKey',
    'enrolledAt',
    'revokedAt',
    'revokedBy',
    'revokedWhy',
  ],
})

/** A person as a list shows it: never how to reach them, which is a permission of its own. */
export type PersonRow = Omit<
  Person,
  'programme' | 'phone' | 'email' | 'accountId' | 'relatives' | 'birthYear' | 'version'
>

const shown = `home || '-' || id as key, place, name_km as "nameKm", name_latin as "nameLatin", sex, household, member, shop,
  grants, deputies, sample, state`

const ofPerson = { household: 'household', shop: 'shop' }

export const personReads = {
  list: read({
    summary: 'People by place, with the roles they hold; without their phone numbers.',
    permission: 'person.read',
    input: z.object({
      place: z.optional(PlaceCode),
      role: z.optional(Code),
      state: z.optional(z.enum(['active', 'revoked'])),
      after: z.optional(z.object({ place: z.string(), key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { place, role, state, after, limit }, db) {
      const keys = await pageKeys(
        scope,
        { table: 'person', by: 'place', ...ofPerson },
        {
          place,
          limit,
          equal: { state },
          also: role ? [['grants @> ?', JSON.stringify([{ role }])]] : [],
          after: after && { value: after.place, key: after.key },
        },
        db,
      )
      const within = withinSql(scope, 3, ofPerson)
      const { rows } = await db.query<PersonRow>(
        `select ${shown} from person
         where (home, id) in (select left(key, 2), substr(key, 4)::uuid from unnest($1::text[]) key) and ${within.text}
         order by place, home, id limit $2`,
        [keys, limit, ...within.values],
      )
      return rows
    },
  }),

  one: read({
    summary: 'One person with roles, deputies and declared relatives; without phone number.',
    permission: 'person.read',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3, ofPerson)
      const { rows } = await db.query<PersonRow & Pick<Person, 'programme' | 'version' | 'relatives'>>(
        `select ${shown}, programme, version, relatives from person where home = $1 and id = $2 and ${within.text}`,
        [homeOf(key), idOf(key), ...within.values],
      )
      return rows[0] ?? null
    },
  }),

  contact: read({
    summary: 'How to reach a person.',
    permission: 'person.contact',
    input: z.object({ key: KeyText }),
    async run(scope, { key }, db) {
      const within = withinSql(scope, 3, ofPerson)
      const { rows } = await db.query<Pick<Person, 'key' | 'phone' | 'email'>>(
        `select home || '-' || id as key, phone, email from person where home = $1 and id = $2 and ${within.text}`,
        [homeOf(key), idOf(key), ...within.values],
      )
      return rows[0] ?? null
    },
  }),

  deputies: read({
    summary: 'Who stands in for whom on a day.',
    permission: 'person.read',
    input: z.object({ on: Day }),
    async run(scope, { on }, db) {
      const within = withinSql(scope, 2, { ...ofPerson, alias: 'p' })
      const { rows } = await db.query<{ key: string; deputy: string; from: string; until: string }>(
        `select p.home || '-' || p.id as key, d.person as deputy, d."from", d.until
         from person p, jsonb_to_recordset(p.deputies) as d(person text, "from" text, until text)
         where p.state = 'active' and d."from" <= $1 and $1 <= d.until and ${within.text}
         order by d.until, p.home, p.id`,
        [on, ...within.values],
      )
      return rows
    },
  }),
}

type Told = Omit<NonNullable<DeviceRow['contact']>, 'heardAt' | 'version'> & {
  readonly heardAt: Instant | null
  readonly build: string | null
}

const parts = {
  all: 'd.revoked_at is null',
  silent: 'd.revoked_at is null and (c.heard_at is null or c.heard_at < $4)',
  unsent: 'd.revoked_at is null and c.unsent > 0',
  'too-much': 'd.revoked_at is null and c.documents > c.documents_max',
  revoked: 'd.revoked_at is not null',
} as const

/** When it was heard; one that never was comes first. */
const heard = `date_trunc('milliseconds', coalesce(c.heard_at, to_timestamp(0)))`

export const deviceReads = {
  list: read({
    summary: 'Devices by how long they have been silent, with what each last told of itself.',
    permission: 'person.read',
    input: z.object({
      part: z.enum(['all', 'silent', 'unsent', 'too-much', 'revoked']),
      /** Silent is what was not heard since. */
      since: Instant,
      after: z.optional(z.object({ heardAt: z.nullable(Instant), key: KeyText })),
      limit: z._default(z.int().check(z.minimum(1), z.maximum(pageMax)), 50),
    }),
    async run(scope, { part, since, after, limit }, db) {
      const within = withinSql(scope, 6, { household: 'd.household', shop: 'd.shop', alias: 'd' })
      const { rows } = await db.query<Omit<DeviceRow, 'contact'> & Told>(
        `select d.home || '-' || d.id as key, d.version, d.person, d.place, d.label, d.enrolled_at as "enrolledAt",
                d.revoked_at as "revokedAt", d.revoked_why as "revokedWhy",
                case when d.revoked_by is not null
                  then jsonb_build_object('nameKm', r.name_km, 'nameLatin', r.name_latin) end as "revokedBy",
                p.name_km as "nameKm", p.name_latin as "nameLatin",
                (select coalesce(jsonb_agg(distinct g.role), '[]') from jsonb_to_recordset(p.grants) as g(role text)) as roles,
                c.heard_at as "heardAt", c.unsent, c.unsent_since as "unsentSince", c.documents,
                c.documents_max as "documentsMax", c.version as build, c.is_promised as "isPromised"
         from device d
         left join device_contact c on c.home = d.home and c.id = d.id
         left join person p on p.home = left(d.person, 2) and p.id = substr(d.person, 4)::uuid
         left join person r on r.home = left(d.revoked_by, 2) and r.id = substr(d.revoked_by, 4)::uuid
         where ${parts[part]} and $4::timestamptz is not null and ${within.text}
           and ($1::text is null or (${heard}, d.home, d.id) > (coalesce($5::timestamptz, to_timestamp(0)), $1, $2::uuid))
         order by ${heard}, d.home, d.id limit $3`,
        [
          after ? homeOf(after.key) : null,
          after ? idOf(after.key) : null,
          limit,
          since,
          after?.heardAt ?? null,
          ...within.values,
        ],
      )
      return rows.map(
        ({ heardAt, unsent, unsentSince, documents, documentsMax, build, isPromised, ...row }): DeviceRow => ({
          ...row,
          contact:
            heardAt === null
              ? null
              : { heardAt, unsent, unsentSince, documents, documentsMax, version: build, isPromised },
        }),
      )
    },
  }),

  of: read({
    summary: "A person's devices, the newest first.",
    permission: 'person.read',
    input: z.object({ person: KeyText }),
    async run(scope, { person }, db) {
      const within = withinSql(scope, 2, ofPerson)
      const { rows } = await db.query<Pick<Device, 'key' | 'version' | 'label' | 'enrolledAt' | 'revokedAt'>>(
        `select home || '-' || id as key, version, label, enrolled_at as "enrolledAt", revoked_at as "revokedAt" from device
         where person = $1 and ${within.text} order by enrolled_at desc`,
        [person, ...within.values],
      )
      return rows
    },
  }),
}
