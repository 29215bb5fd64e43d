/**
 * What a phone's reading costs on the way, counted in bytes of TCP in both directions, with TLS and
 * the headers of a browser, on the server as it is served: HTTP/2 with a certificate of its own.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Household } from '#capabilities/households/household.ts'
import { sreymom } from '#dev/cast.ts'
import { aCertificate } from '#dev/testing/certificate.ts'
import { fillCommune } from '#dev/testing/commune.ts'
import { openShops } from '#dev/testing/deliveries.ts'
import { type Line, openLine } from '#dev/testing/line.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'
import { type FieldEngine, openEngine } from '#sync/engine.ts'
import { type Network, openNetwork } from '#sync/network.ts'
import { inMemory } from '#sync/storage.ts'
import { overHttp } from '#sync/transport.ts'

const folder = mkdtempSync(join(tmpdir(), 'chamka-bytes-'))
let served: Served
let cookie: string
let line: Line
let phone: FieldEngine
let network: Network

beforeAll(async () => {
  served = await serveStory({ money: 100_000_000, config: { tls: aCertificate(folder) } })
  const { play } = served
  await openShops(play)
  await fillCommune(play, 300)
  cookie = await served.cookieOf(sreymom)
  line = await openLine(served.url, cookie)
  network = openNetwork((path, init) => line.reach(path, init))
  const ticks = () => play.now().getTime()
  phone = await openEngine({ storage: inMemory(), network, transport: overHttp(network), person: sreymom.key, ticks })
  const { key, publicKey } = phone.device
  await play.as(sreymom).does('device.enrol', key, { publicKey, label: 'A phone in a story' })
  await phone.device.keep()
}, 120_000)

afterAll(async () => {
  await phone.close()
  line.close()
  await served.end()
  rmSync(folder, { recursive: true, force: true })
})

/** What something cost on the line. */
async function costOf(work: () => Promise<unknown>): Promise<number> {
  const before = line.bytes()
  await work()
  return line.bytes() - before
}

function say(what: string, bytes: number): void {
  process.stdout.write(`${what}: ${bytes} bytes\n`)
}

describe('on the way to and from a phone', () => {
  test('a worker with 300 households and what they asked for reads everything for at most 250 KB', async () => {
    const bytes = line.bytes() + (await costOf(() => phone.sync()))
    expect(phone.standing()).toMatchObject({ isComplete: true, failed: null })
    expect(phone.all('household')).toHaveLength(300)
    expect(phone.all('proposal')).toHaveLength(300)
    expect(phone.all('place').length).toBeGreaterThan(1_300)
    say('first reading', bytes)
    expect(bytes).toBeLessThan(250_000)
  })

  test('to be told that there is nothing new costs at most 400 bytes', async () => {
    await phone.sync()
    const bytes = await costOf(() => phone.sync())
    say('nothing new', bytes)
    expect(bytes).toBeLessThan(400)
  })

  test('a day of twenty visits of three commands each, sent when a visit is over, costs at most 60 KB both ways', {
    timeout: 60_000,
  }, async () => {
    const households = phone.all<Household>('household').slice(0, 20)
    const bytes = await costOf(async () => {
      for (const household of households) {
        network.turn('off')
        await phone.ask('household.amend', household.key, { water: { was: household.water, becomes: 'A well' } })
        await phone.ask('household.nameRecipient', household.key, {
          name: 'Keo Sokha',
          phone: null,
          relation: 'sister',
        })
        await phone.ask('household.consent', household.key, { version: '2', given: true })
        // Attempts without a signal have ended by the time the visit has.
        await vi.waitFor(() => expect(phone.standing()).toMatchObject({ unsent: 3, isBusy: false }), 5_000)
        network.turn('on')
        await vi.waitFor(
          () => expect(phone.standing()).toMatchObject({ unsent: 0, isBusy: false, failed: null }),
          5_000,
        )
        served.play.later(20 / 1_440)
      }
    })
    expect(phone.standing()).toMatchObject({ unsent: 0, trouble: 0, failed: null })
    say('a day', bytes)
    expect(bytes).toBeLessThan(60_000)
  })
})
