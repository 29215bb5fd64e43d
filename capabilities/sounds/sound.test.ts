import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countedSlots } from '#capabilities/sounds/numerals.ts'
import type { SoundList } from '#capabilities/sounds/sound.ts'
import { bopha, dara, type Player, pisey, sokha, sreymom } from '#dev/cast.ts'
import { openShops } from '#dev/testing/deliveries.ts'
import { phoneOf } from '#dev/testing/phone.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { reads } from '#server/capabilities.ts'
import khmer from '#ui/words/messages/km.json' with { type: 'json' }

let programme: Play
const slot = 'message/phone_voucher_title'
const said = khmer.phone_voucher_title

beforeAll(async () => {
  programme = await startProgramme()
  await openShops(programme)
})
afterAll(() => programme.end())

function aSound(given: object = {}) {
  const sound = { programme: programmeCode, slot, language: 'km' as const, said, bytes: 9_000, milliseconds: 1_500 }
  return { ...sound, digest: digestOf(said), ...given }
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** What the phone of somebody is told it can play. */
async function listedFor(player: Player): Promise<SoundList['sounds']> {
  const { engine } = await phoneOf(programme, player)
  const lists = engine.held.all('sound-list').map(({ record }) => record as SoundList)
  engine.close()
  return lists.find(({ language }) => language === 'km')?.sounds ?? {}
}

describe('a recording', () => {
  test('is kept under the name of whoever read it out', async () => {
    const key = programme.key('00')
    const sound = await programme.as(pisey).does('sound.record', key, aSound())
    expect(sound).toMatchObject({ slot, said, state: 'kept', recordedBy: pisey.key })
    expect(await listedFor(bopha)).toEqual({ [slot]: digestOf(said) })
  })

  test('that is newer takes the place of the one before', async () => {
    await programme.as(pisey).does('sound.record', programme.key('00'), aSound({ digest: digestOf('again') }))
    expect(await listedFor(bopha)).toEqual({ [slot]: digestOf('again') })
  })

  test('of a sentence that has changed since is not played', async () => {
    await programme.as(pisey).does('sound.record', programme.key('00'), aSound({ said: 'ប័ណ្ណចាស់' }))
    expect(await listedFor(bopha)).toEqual({})
  })

  test('that is taken away leaves silence, not the one before it', async () => {
    const key = programme.key('00')
    await programme.as(pisey).does('sound.record', key, aSound())
    await programme.as(pisey).does('sound.withdraw', key, {})
    expect(await listedFor(bopha)).toEqual({})
    expect(await programme.as(pisey).ask('sound.withdraw', key, {})).toMatchObject({
      refusal: { refused: 'record.changed' },
    })
  })

  test.each([
    ['longer than anybody listens', { milliseconds: 20_001 }],
    ['heavier than a village carries', { bytes: 61_441 }],
    ['of something that cannot be said', { slot: 'household/name' }],
  ])('%s is refused', async (_, wrong) => {
    expect(await programme.as(pisey).ask('sound.record', programme.key('00'), aSound(wrong))).toMatchObject({
      refusal: { refused: 'input.invalid' },
    })
  })

  test('for another programme is refused', async () => {
    const sound = aSound({ programme: 'another' })
    expect(await programme.as(pisey).ask('sound.record', programme.key('00'), sound)).toMatchObject({
      outcome: 'refused',
    })
  })

  test.each([dara, sreymom, sokha])('$nameLatin may not record', async (person) => {
    expect(await programme.as(person).ask('sound.record', programme.key('00'), aSound())).toMatchObject({
      refusal: { refused: 'actor.not-allowed' },
    })
  })
})

test('an item is named as the newest window names it, and a phone is told in the order of use', async () => {
  const items = (await reads['sound.items']!.run(
    [{ programme: programmeCode, places: [''] }],
    { programme: programmeCode },
    programme.pool,
  )) as { code: string; names: { km: string } }[]
  const chick = items.find(({ code }) => code === 'chick')!
  const record = (slot: string, said: string) =>
    programme.as(pisey).does('sound.record', programme.key('00'), aSound({ slot, said, digest: digestOf(said) }))
  await record('number/30', 'សាមសិប')
  await record('message/phone_consent_propose', khmer.phone_consent_propose)
  await record('item/chick', chick.names.km)
  await record('message/unit_bird', khmer.unit_bird)

  const listed = await listedFor(bopha)
  expect(Object.keys(listed)).toEqual(['message/unit_bird', 'item/chick', 'number/30', 'message/phone_consent_propose'])
  const thirtyChicks = countedSlots({ item: 'chick', unit: 'bird', count: 30 }, 'km')
  expect(thirtyChicks).toEqual(['item/chick', 'number/30', 'message/unit_bird'])
  expect(thirtyChicks.every((one) => listed[one])).toBe(true)
  // The shop hands over and never asks for consent; the officer stands beside no farmer at a counter.
  expect(Object.keys(await listedFor(sokha))).toEqual(['message/unit_bird', 'item/chick', 'number/30'])
})
