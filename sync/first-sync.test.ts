import { beforeAll, expect, test, vi } from 'vitest'
import { dara, sreymom } from '#dev/cast.ts'
import { fillCommune } from '#dev/testing/commune.ts'
import { openShops } from '#dev/testing/deliveries.ts'
import { phoneOf } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import type { Page } from '#door/document.ts'
import { inMemory } from './storage.ts'
import type { Transport } from './transport.ts'

let play: Play
beforeAll(async () => {
  play = await startProgramme({ money: 100_000_000 })
  await openShops(play)
  await fillCommune(play, 250)
  return () => play.end()
}, 120_000)

const asked = { isUnasked: () => false }

test('a new phone says what the first reading brings, and spends nothing on it before its holder says yes', async () => {
  const seen: Page[] = []
  const watched = (page: Page) => {
    seen.push(page)
    return page
  }
  const { engine } = await phoneOf(play, sreymom, inMemory(), watched, asked)

  const waiting = engine.standing()
  expect(waiting).toMatchObject({ isComplete: false, failed: null, readAt: null })
  expect(waiting.firstSync).toMatchObject({ households: 250, read: 0, isBegun: false })
  expect(waiting.firstSync!.documents).toBeGreaterThanOrEqual(250)
  expect(waiting.firstSync!.bytes).toBeGreaterThan(50_000)
  await engine.sync()
  expect(seen).toEqual([])

  const told: number[] = []
  engine.subscribe(() => {
    const { firstSync } = engine.standing()
    if (firstSync?.isBegun) told.push(firstSync.read)
  })
  await engine.beginFirstSync()
  await vi.waitFor(() => expect(engine.standing()).toMatchObject({ isComplete: true, firstSync: undefined }))
  expect(engine.all('household')).toHaveLength(250)
  // It could be watched while it came.
  expect(new Set(told).size).toBeGreaterThan(1)
  expect(told).toEqual(told.toSorted((one, other) => one - other))
})

test('one that costs little goes on by itself', async () => {
  const { engine } = await phoneOf(play, sreymom, inMemory(), undefined, {
    isUnasked: ({ bytes }) => bytes < 10_000_000,
  })
  expect(engine.standing()).toMatchObject({ isComplete: true, firstSync: undefined })
})

test('a first reading that is stopped, or cut off with the battery, goes on where it was', async () => {
  const storage = inMemory()
  let pages = 0
  const cursors: string[] = []
  const road = (transport: Transport): Transport => ({
    ...transport,
    async pull(question) {
      cursors.push(question.cursor)
      pages += 1
      return pages === 2 ? { failed: 'network' } : transport.pull(question)
    },
  })
  const phone = await phoneOf(play, sreymom, storage, undefined, { ...asked, road })
  await phone.engine.beginFirstSync()
  await vi.waitFor(() => expect(phone.engine.standing().failed).toBe('network'))
  const { read, isBegun } = phone.engine.standing().firstSync!
  expect(read).toBeGreaterThanOrEqual(200)
  expect(isBegun).toBe(true)

  await phone.engine.stopFirstSync()
  const stopped = await phone.restarted()
  expect(stopped.engine.standing()).toMatchObject({ isComplete: false, firstSync: { read, isBegun: false } })
  expect(pages).toBe(2)

  await stopped.engine.beginFirstSync()
  await vi.waitFor(() => expect(stopped.engine.standing().isComplete).toBe(true))
  expect(cursors[2]).toBe(cursors[1])
  expect(cursors[2]).not.toBe('')
})

test('a phone that read before it was ever asked goes on reading', async () => {
  const storage = inMemory()
  const first = await phoneOf(play, dara, storage)
  expect(first.engine.standing().isComplete).toBe(true)
  const { engine } = await phoneOf(play, dara, storage, undefined, asked)
  expect(engine.standing()).toMatchObject({ isComplete: true, firstSync: undefined, failed: null })
})

test('a phone whose reader may see too much for it says so in a word of its own', async () => {
  const road = (transport: Transport): Transport => ({
    ...transport,
    pull: async () => ({ failed: 'too-much' }),
    cost: async () => ({ failed: 'too-much' }),
  })
  const { engine } = await phoneOf(play, sreymom, inMemory(), undefined, { ...asked, road })
  expect(engine.standing()).toMatchObject({ isComplete: false, failed: 'too-much' })
})
