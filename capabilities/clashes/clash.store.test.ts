import { createSign, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClashRow, clashReads } from '#capabilities/clashes/clash.store.ts'
import { bophasHousehold, chenda, dara, sreymom, vanna } from '#dev/cast.ts'
import { voucherSeal } from '#dev/testing/phone.ts'
import { aRegistration, type Play, programmeCode, startProgramme, village } from '#dev/testing/programme.ts'
import { type Actor, scopeOf } from '#door/actor.ts'
import { bodyOf, type Envelope } from '#door/envelope.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import { householdViews } from '#server/documents/household.ts'

let programme: Play
let device: Key
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

beforeAll(async () => {
  programme = await startProgramme()
  await programme.as(sreymom).does('household.register', bophasHousehold, aRegistration())
  device = programme.key()
  const publicKey = keys.publicKey.export({ format: 'der', type: 'spki' }).toString('base64url')
  await programme.as(sreymom).does('device.enrol', device, { label: 'Phone', publicKey })
})
afterAll(() => programme.end())

const refused = (refusal: object) => ({ outcome: 'refused', refusal })
let n = 0

/** Sreymom's phone sends what she wrote down without a signal. */
async function fromThePhone(name: string, input: Record<string, unknown>) {
  programme.later(0.001)
  n += 1
  const changes = { device, n, lastServerTime: null }
  const plain: Envelope = programme.envelope(sreymom.key, name, bophasHousehold, input, changes)
  const signature = createSign('sha256')
    .update(bodyOf(plain))
    .sign({ key: keys.privateKey, dsaEncoding: 'ieee-p1363' })
    .toString('base64url')
  const answer = await programme.door.ask({ ...plain, signature }, sreymom.key)
  await programme.settle()
  return { answer, clash: keyOf(homeOf(bophasHousehold), plain.id) }
}

async function actorOf(person: { key: Key }): Promise<Actor> {
  const programmes = await programmesOver()(programme.pool)
  const at = programme.now().toISOString()
  return (await loadActors([person.key], at, programmes, programme.pool)).get(person.key)!
}

async function listOf(person: { key: Key }): Promise<Key[]> {
  const actor = await actorOf(person)
  const input = { state: 'open', limit: 100 } as const
  const rows = (await clashReads.list.run(scopeOf(actor, 'clash.read'), input, programme.pool)) as ClashRow[]
  return rows.map(({ key }) => key)
}

test('an edit that met another is refused, and becomes a task of the district with an age: nothing is lost in silence', async () => {
  await programme.as(dara).does('household.amend', bophasHousehold, { water: { was: null, becomes: 'Canal' } })
  const { answer, clash } = await fromThePhone('household.amend', { water: { was: null, becomes: 'Well' } })
  expect(answer).toEqual(refused({ refused: 'field.clash', fields: ['water'] }))
  expect(await programme.record('clash', clash)).toMatchObject({
    about: bophasHousehold,
    author: sreymom.key,
    command: 'household.amend',
    fields: [{ field: 'water', was: null, becomes: 'Well', present: 'Canal' }],
    state: 'open',
  })
  expect(await listOf(dara)).toContain(clash)
  expect(await listOf(vanna)).toContain(clash)
  expect(await listOf(chenda)).not.toContain(clash)

  const taken = { water: { was: 'Canal', becomes: 'Well' } }
  await programme.as(dara).does('household.amend', bophasHousehold, taken)
  const word = 'អរគុណ។ អណ្តូងត្រឹមត្រូវ។'
  const settled = await programme.as(dara).does('clash.settle', clash, { seen: 1, how: 'taken-over', word })
  expect(settled.settlement).toMatchObject({ how: 'taken-over', word, by: dara.key })
  expect(await programme.as(dara).ask('clash.settle', clash, { seen: 2, how: 'left', word })).toEqual(
    refused({ refused: 'clash.settled' }),
  )
  expect(await listOf(dara)).not.toContain(clash)

  // Sreymom reads the word with the household's own document.
  const seen = (await householdViews([bophasHousehold], await actorOf(sreymom), programme.pool, voucherSeal)).get(
    bophasHousehold,
  )!
  expect(seen.records.clash).toMatchObject([{ settlement: { word } }])
  expect(seen.people[dara.key]).toBeDefined()
})

test('telephone numbers too; whoever wanted the edit does not settle it', async () => {
  const { answer, clash } = await fromThePhone('household.setPhones', {
    was: ['+85512999999'],
    becomes: [{ number: '+85512888888', shared: false }],
  })
  expect(answer.outcome).toBe('refused')
  expect(await programme.record('clash', clash)).toMatchObject({ fields: [{ field: 'phones', was: ['+85512999999'] }] })
  expect(await programme.as(sreymom).ask('clash.settle', clash, { seen: 1, how: 'left', word: 'x' })).toEqual(
    refused({ refused: 'actor.not-allowed' }),
  )
})

test('an edit of several answers is kept whole, and told with who wrote either side and when', async () => {
  await programme
    .as(dara)
    .does('household.amend', bophasHousehold, { nameLatin: { was: 'Sok Bopha', becomes: 'Sok Bopa' } })
  const { clash } = await fromThePhone('household.amend', {
    nameLatin: { was: 'Sok Bopha', becomes: 'Sok Bophea' },
    landSquareMetres: { was: null, becomes: 1200 },
  })
  expect(await programme.record('clash', clash)).toMatchObject({
    fields: [
      { field: 'landSquareMetres', was: null, becomes: 1200, present: null },
      { field: 'nameLatin', was: 'Sok Bopha', becomes: 'Sok Bophea', present: 'Sok Bopa' },
    ],
  })
  const sides = async (person: { key: Key }) =>
    clashReads.sides.run(scopeOf(await actorOf(person), 'clash.read'), { key: clash }, programme.pool)
  expect(await sides(dara)).toMatchObject({
    wanted: { nameLatin: sreymom.nameLatin, receivedAt: expect.anything() },
    stands: { nameLatin: dara.nameLatin, happenedAt: expect.anything() },
  })
  expect(await sides(chenda)).toBeNull()
})

test('the same edit sent twice is one task, and an edit made at a desk is none', async () => {
  const count = async () => {
    const sql = 'select count(*)::int as count from clash where home = $1 and about like $2'
    const { rows } = await programme.pool.query(sql, [homeOf(bophasHousehold), `%${idOf(bophasHousehold)}`])
    return rows[0].count as number
  }
  const before = await count()
  const edit = { water: { was: 'Nothing', becomes: 'Rain' } }
  expect((await programme.as(dara).ask('household.amend', bophasHousehold, edit)).outcome).toBe('refused')
  await programme.settle()
  expect(await count()).toBe(before)

  await fromThePhone('household.amend', edit)
  await programme.settle()
  expect(await count()).toBe(before + 1)
})

test('clash.raise is the programme\u2019s alone', async () => {
  const raised = {
    programme: programmeCode,
    place: village,
    about: bophasHousehold,
    command: 'household.amend',
    household: bophasHousehold,
    fields: [{ field: 'water', was: null, becomes: 'Well', present: 'Canal' }],
    author: sreymom.key,
    askedAt: programme.now().toISOString(),
  }
  expect(await programme.as(dara).ask('clash.raise', programme.key(), raised)).toEqual(
    refused({ refused: 'actor.not-allowed' }),
  )
  expect((await programme.as('system').ask('clash.raise', programme.key(), raised)).outcome).toBe('accepted')
})
