/**
 * The law of poverty status: it is for those who must know it, and stands on nothing that others hold.
 *
 * A poor household asks in a window whose name tells who is poor; then vouchers, sheets, what shops and
 * witnesses hold, messages, village lists and public pages are searched for anything that tells it too.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { forShop } from '#capabilities/vouchers/voucher.documents.ts'
import { voucherStore } from '#capabilities/vouchers/voucher.store.ts'
import { bopha, dara, kosal, kunthea, type Player, sokha } from '#dev/cast.ts'
import { heldFrom } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import { serveDatabase } from '#dev/testing/served.ts'
import { scopeOf } from '#door/actor.ts'
import { reads } from '#server/capabilities.ts'
import { readersOver } from '#server/http/reader.ts'
import { read, sourceFiles } from './source.ts'
import { planted, type Told, tellWholeStory } from './whole-story.ts'

let play: Play
let told: Told
beforeAll(async () => {
  play = await startProgramme()
  told = await tellWholeStory(play)
  await play.settle()
}, 60_000)
afterAll(() => play.end())

/** The statuses, the words for them in both languages, the card, the window's name, and why a share is what it is. */
const telling =
  /poor[12]|id-?poor|"general"|"exception"|poverty|equity card|categor|percent|"shares?For|"shares":|ក្រីក្រ|សមធម៌/i

function toldBy(output: unknown): string[] {
  const text = typeof output === 'string' ? output : JSON.stringify(output)
  const found = telling.exec(text)
  const words = [planted.card, planted.windowName].filter((word) => text.includes(word))
  return [...words, ...(found ? [text.slice(Math.max(0, found.index - 60), found.index + 60)] : [])]
}

async function asSeenBy(player: Pick<Player, 'key'>, name: string, input: unknown) {
  const actor = (await readersOver(play.pool, play.now)(player.key))!
  const one = reads[name]!
  return one.run(scopeOf(actor, one.permission), one.input.parse(input), play.pool)
}

async function heldBy(player: Pick<Player, 'key'>) {
  const actor = (await readersOver(play.pool, play.now)(player.key))!
  return heldFrom(play, actor)
}

test('whoever decides about shares is told: the search can find it', async () => {
  expect(toldBy(await heldBy(dara))).not.toEqual([])
  expect(toldBy(await asSeenBy(dara, 'household.one', { key: told.household }))).not.toEqual([])
  expect(toldBy(await asSeenBy(dara, 'window.list', {}))).toContain(planted.windowName)
})

describe('nothing tells who is poor', () => {
  test('on a voucher, as it is kept, signed and printed', async () => {
    const [voucher] = await voucherStore.find([told.voucher], false, play.pool)
    expect(toldBy(voucher)).toEqual([])
    expect(toldBy(forShop(voucher!))).toEqual([])
  })

  const sheets = sourceFiles().filter((path) =>
    /VoucherSheet\.tsx$|apps\/field\/vouchers\/|ui\/(Print|Sheet)/.test(path),
  )
  test.each(sheets)('%s shows none of it', (path) => {
    const shown = read(path).match(/\b(poverty|povertyWords|category|percent|window\.names|windowName|shares)\b/g)
    expect(shown ?? []).toEqual([])
  })

  test.each(['voucher.atShop', 'shop.list', 'claim.list', 'claim.waiting', 'claim.claimable'])(
    'on a screen of a shop: %s',
    async (name) => expect(toldBy(await asSeenBy(sokha, name, {}))).toEqual([]),
  )

  test.each<[string, Player]>([
    ['a shop', sokha],
    ['a witness', kunthea],
  ])('on the phone of %s', async (_, player) => {
    const page = await heldBy(player)
    expect(page.documents.length).toBeGreaterThan(0)
    expect(toldBy({ documents: page.documents, packs: page.held.map(({ records }) => records) })).toEqual([])
  })

  test('in a message', async () => {
    const { rows } = await play.pool.query(`select key, kind, body from effect`)
    expect(rows.length).toBeGreaterThan(5)
    expect(toldBy(rows)).toEqual([])
  })

  test.each<[string, object | ((told: Told) => object), Player]>([
    ['household.list', {}, dara],
    ['household.suspected', {}, dara],
    ['household.judged', {}, dara],
    ['household.ties', ({ household }) => ({ key: household }), dara],
    ['voucher.list', {}, dara],
    ['voucher.queue', {}, dara],
    ['handover.list', {}, dara],
    ['handover.one', ({ event }) => ({ key: event }), dara],
    ['training.list', {}, dara],
    ['training.one', ({ training }) => ({ key: training }), dara],
    ['proposal.list', {}, dara],
    ['voucher.received', ({ household }) => ({ household }), bopha],
    ['claim.one', ({ claim }) => ({ key: claim }), kosal],
  ])('in a list of a village or a day: %s', async (name, input, player) => {
    const answer = await asSeenBy(player, name, typeof input === 'function' ? input(told) : input)
    expect(JSON.stringify(answer).length).toBeGreaterThan(10)
    expect(toldBy(answer)).toEqual([])
  })

  test('in public', async () => {
    const served = await serveDatabase(play.url, { now: play.now })
    try {
      const everybody = served.browser()
      for (const path of [
        '/',
        '/figures/rush-it',
        '/public/figures/rush-it.json',
        '/public/seals',
        '/health',
        '/metrics',
      ]) {
        const { text } = await everybody.get(path)
        for (const word of [planted.card, planted.name, planted.nameLatin, planted.phone, planted.windowName])
          expect(text).not.toContain(word)
      }
    } finally {
      await served.end()
    }
  })
})
