import { generateKeyPairSync } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { bophasHousehold, dara, sreymom } from '#dev/cast.ts'
import { boxes, phoneOf } from '#dev/testing/phone.ts'
import { aRegistration, type Play, startProgramme } from '#dev/testing/programme.ts'
import { serveDatabase } from '#dev/testing/served.ts'
import { boxedAbout } from '#door/envelope.ts'
import { textOf } from '#sync/base64url.ts'
import { sealBox } from '#sync/box.ts'
import { boxesWith } from './boxes.ts'

const secret = new TextEncoder().encode('card 0508-1234-5678')

describe('a box', () => {
  test('is opened by the programme, and holds what was put in', async () => {
    const box = await sealBox(boxes.key, '05/one', secret)
    expect(Buffer.from(box).includes(Buffer.from('0508-1234'))).toBe(false)
    expect((await boxes.open(box, '05/one'))?.toString()).toBe('card 0508-1234-5678')
  })

  test('opens for nobody else, about nothing else, and not when a bit of it was changed', async () => {
    const box = await sealBox(boxes.key, '05/one', secret)
    const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    const stranger = boxesWith(pem.export({ type: 'pkcs8', format: 'pem' }).toString(), 1)
    expect(await stranger.open(box, '05/one')).toBeUndefined()
    expect(await boxes.open(box, '05/two')).toBeUndefined()
    const changed = Uint8Array.from(box, (byte, at) => (at === box.length - 1 ? byte ^ 1 : byte))
    expect(await boxes.open(changed, '05/one')).toBeUndefined()
    expect(await boxes.open(box.subarray(0, 40), '05/one')).toBeUndefined()
    expect(
      await boxes.open(
        Uint8Array.from(box, (byte, at) => (at === 0 ? 9 : byte)),
        '05/one',
      ),
    ).toBeUndefined()
  })

  test('of one sentence is never the same twice', async () => {
    const [one, other] = [await sealBox(boxes.key, 'a', secret), await sealBox(boxes.key, 'a', secret)]
    expect(textOf(one)).not.toBe(textOf(other))
  })
})

describe('an envelope in a box', () => {
  let play: Play
  let served: Awaited<ReturnType<typeof serveDatabase>>
  beforeAll(async () => {
    play = await startProgramme()
    served = await serveDatabase(play.url, { now: play.now })
    return async () => {
      await served.end()
      await play.end()
    }
  })

  test('is decided like any other; whoever carries another’s learns only that it was received', async () => {
    const phone = await phoneOf(play, sreymom)
    phone.isOffline = true
    const envelope = await phone.ask('household.register', bophasHousehold, aRegistration())
    const browser = await served.signedIn(sreymom)
    const boxed = { id: envelope.id, home: envelope.home, box: await boxOf(envelope) }
    const { body } = await browser.post('/api/ask/batch', { envelopes: [boxed] })
    expect(body.answers).toEqual([{ answer: { outcome: 'accepted', version: 1 } }])
    const carrier = await (await served.signedIn(dara)).post('/api/ask/batch', { envelopes: [boxed] })
    expect(carrier.body.answers).toEqual([{ answer: { outcome: 'received' } }])
    expect(await play.record('household', bophasHousehold)).toMatchObject({ version: 1 })
  })

  test('that nobody can open is kept for a person to look at, and holds up no other', async () => {
    const browser = await served.signedIn(sreymom)
    const id = play.id()
    const box = textOf(await sealBox(boxes.key, `05/${id}`, secret))
    const { body } = await browser.post('/api/ask/batch', { envelopes: [{ id, home: '05', box }] })
    expect(body.answers[0].problem.type).toMatch(/unreadable$/)
    const { rows } = await play.pool.query('select why, body from quarantine where id = $1', [id])
    expect(rows).toMatchObject([{ why: 'unreadable' }])
    expect(JSON.stringify(rows[0].body)).toContain(box.slice(0, 40))
  })

  async function boxOf(envelope: Parameters<typeof boxedAbout>[0]): Promise<string> {
    const bytes = new TextEncoder().encode(JSON.stringify(envelope))
    return textOf(await sealBox(served.chamka.boxKey, boxedAbout(envelope), bytes))
  }
})
