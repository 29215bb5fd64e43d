import { afterAll, beforeAll, expect, test } from 'vitest'
import { builtInRules } from '#capabilities/households/likeness.rules.ts'
import { sreymom } from '#dev/cast.ts'
import { aRegistration, type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import type { Key } from '#door/key.ts'
import { recheck } from './recheck.ts'

let play: Play
beforeAll(async () => {
  play = await startProgramme()
})
afterAll(() => play.end())

async function registered(nameLatin: string, birthYear: number): Promise<Key> {
  const key = play.key()
  await play
    .as(sreymom)
    .does(
      'household.register',
      key,
      aRegistration({ member: play.id(), nameKm: null, nameLatin, birthYear, phone: null, poverty: null }),
    )
  return key
}

/** As a programme's new edition would, which a person of the secretariat asks for. */
async function revised(matching: unknown) {
  const { rows } = await play.pool.query<{ key: Key; definition: Record<string, unknown> }>(
    `select home || '-' || id as key, definition from programme where programme = $1`,
    [programmeCode],
  )
  return play.as('system').ask('programme.revise', rows[0]!.key, { definition: { ...rows[0]!.definition, matching } })
}

test('rules that were revised are applied to everybody once', async () => {
  const one = await registered('Sok Channary', 1970)
  const other = await registered('Sok Channari', 1971)
  expect(await play.record('household', other)).toMatchObject({ suspects: [one] })
  expect(await recheck(programmeCode, play.pool)).toEqual({ looked: 2, changed: 0 })

  expect(await revised({ ...builtInRules, threshold: 'low' })).toMatchObject({
    refusal: { refused: 'input.invalid', fields: [{ path: 'definition.matching' }] },
  })
  const stricter = { ...builtInRules, version: 'stricter-1', deadlineDays: 3 }
  await revised(stricter)
  const third = await registered('Sok Channary', 1970)
  expect(await play.record('household', third)).toMatchObject({
    suspicions: expect.arrayContaining([expect.objectContaining({ other: one, rules: 'stricter-1' })]),
  })

  const { looked, changed } = await recheck(programmeCode, play.pool)
  expect(looked).toBe(3)
  expect(changed).toBeGreaterThan(0)
  expect(await play.record('household', other)).toMatchObject({
    suspicions: expect.arrayContaining([expect.objectContaining({ other: one, rules: 'stricter-1' })]),
  })
  expect(await recheck(programmeCode, play.pool)).toEqual({ looked: 3, changed: 0 })
})
