/**
 * A household's codes on its own phone, and a card photographed by a camera of the app's own: in a real
 * browser, on the built app, against the whole server.
 */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digitsHash } from '#capabilities/vouchers/voucher.codes.ts'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { bopha, type Player, sreymom } from '#dev/cast.ts'
import { cameraClip } from '#dev/testing/camera.ts'
import { aDelivery, type Delivery, openShops } from '#dev/testing/deliveries.ts'
import { type Served, serveStory } from '#dev/testing/served.ts'
import { photoBytesMax } from '#ui/shrink.ts'

let served: Served
let browser: Browser
let delivery: Delivery

beforeAll(async () => {
  served = await serveStory()
  await openShops(served.play)
  delivery = await aDelivery(served.play)
  const clip = cameraClip('a card of a poor household', served.dataFolder)
  browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [
      ...browserFlags,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${clip}`,
    ],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await served?.end()
})

test('the farmer carries receipt codes, and shows one behind a tap without a signal', { timeout: 60_000 }, async () => {
  const page = await phoneOf(bopha, 320)
  await page.goto(`${served.url}/field/vouchers/${delivery.key}`)
  await page.getByRole('link', { name: 'Receipt codes' }).click()
  await page.getByText('They are on this phone only').waitFor()
  await page.getByRole('button', { name: 'Carry the codes on this phone' }).click()
  await page.getByText('Show it only when you hold the goods').waitFor()

  await page.context().setOffline(true)
  expect(await page.getByRole('img', { name: 'Receipt code' }).count()).toBe(0)
  await page.getByRole('button', { name: 'Show the code' }).first().click()
  await page.getByRole('img', { name: 'Receipt code for 30 birds, Chick' }).waitFor()
  const shown = async () => (await page.locator('.code__digits').textContent())!.replace(/\D/g, '')
  const digits = await shown()
  const { lines } = await delivery.voucher()
  expect(lines[0]!.strip.find(({ n }) => n === 4)).toMatchObject({
    sheet: null,
    state: 'open',
    digitsHash: digitsHash(delivery.key, 1, 4, digits),
  })
  await page.getByRole('button', { name: 'This one is used: take the next' }).click()
  expect(await shown()).not.toBe(digits)

  // Whoever puts the phone down shows it to nobody.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await page.getByRole('img', { name: 'Receipt code' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'ខ្មែរ' }).click()
  await page.getByText('បង្ហាញតែពេលទំនិញនៅក្នុងដៃអ្នក').waitFor()
  await expectNoScrollAside(page)
})

describe('what a farmer began is there again after the battery went flat', () => {
  test('what was received, what died, and what a shop did not have', { timeout: 60_000 }, async () => {
    const { handover } = await delivery.handsOver({ quantity: 20, farmerPaid: 20_000 })
    const page = await phoneOf(bopha, 320)
    const at = `${served.url}/field/vouchers/${delivery.key}`
    await page.goto(`${at}/${handover.id}/confirm`)
    await page.getByRole('textbox', { name: 'Chick', exact: true }).fill('18')
    await page.getByLabel('Note').fill('Two were dead in the box')
    await goesFlat(page)
    await page.getByText('You go on with what you began earlier').waitFor()
    expect(await page.getByRole('textbox', { name: 'Chick', exact: true }).inputValue()).toBe('18')
    expect(await page.getByLabel('Note').inputValue()).toBe('Two were dead in the box')

    await page.goto(`${at}/report`)
    await page.getByRole('radio', { name: 'The shop was closed' }).check()
    await goesFlat(page)
    expect(await page.getByRole('radio', { name: 'The shop was closed' }).isChecked()).toBe(true)

    await page.goto(`${at}/${handover.id}/loss`)
    await page.getByLabel('How many died?').fill('3')
    await goesFlat(page)
    expect(await page.getByLabel('How many died?').inputValue()).toBe('3')

    // Each stands among what was begun, under its own name, until it is asked or discarded.
    await page.goto(`${served.url}/field/`)
    for (const title of ['I received it', 'Report the shop', 'Some have died']) {
      await page.getByRole('link', { name: title }).first().waitFor()
    }
    await page.goto(`${at}/${handover.id}/confirm`)
    await page.getByRole('button', { name: 'Yes, this is what I received' }).click()
    await expect
      .poll(async () => (await delivery.voucher()).handovers.at(-1)?.lines[0])
      .toMatchObject({ quantity: 20, accepted: 18 })
    await page.goto(`${served.url}/field/`)
    await page.getByRole('heading', { name: 'Begun' }).waitFor()
    expect(await page.locator('.draft').count()).toBe(2)
  })
})

describe('the photo of a card', () => {
  test('is taken by the app’s own camera, cut to the card and within the budget', { timeout: 60_000 }, async () => {
    const page = await atTheCard()
    await page.getByRole('button', { name: 'Take a photo' }).click()
    const camera = page.getByRole('dialog', { name: 'Photograph the card' })
    await camera.getByText('Lay the card inside the frame').waitFor()
    await camera.getByRole('button', { name: 'Take a photo' }).click()
    await camera.getByText('Can the number on the card be read?').waitFor()
    await camera.getByRole('button', { name: 'Take it again' }).click()
    await camera.getByRole('button', { name: 'Take a photo' }).click()
    await camera.getByRole('button', { name: 'Use this photo' }).click()
    await camera.waitFor({ state: 'detached' })

    const { bytes, width, height } = await shownPhoto(page)
    expect(bytes.length).toBeLessThanOrEqual(photoBytesMax)
    expect(width / height).toBeCloseTo(1.5, 1)
    // The light of the camera goes out.
    expect(await page.evaluate(() => (window as any).live())).toBe(0)
    expect(await page.locator('input[type=file]').count()).toBe(0)
  })

  test('without a camera comes from a file, and what the file said of the place is gone', {
    timeout: 60_000,
  }, async () => {
    const page = await atTheCard(async (context) => {
      await context.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
      })
    })
    await page.getByRole('button', { name: 'Take a photo' }).click()
    await page.getByText('This app may not use the camera').waitFor()

    const buffer = withPlace(Buffer.from(await page.evaluate(aPhoto), 'base64'))
    expect(buffer.includes('Exif\0\0')).toBe(true)
    expect(buffer.includes('GPS place')).toBe(true)
    await page.locator('input[type=file]').setInputFiles({ name: 'card.jpg', mimeType: 'image/jpeg', buffer })
    const { bytes, width } = await shownPhoto(page)
    expect(width).toBe(640)
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
    expect(bytes.includes('Exif')).toBe(false)
    expect(bytes.includes('GPS place')).toBe(false)
  })
})

/** The app is gone without a word, and opened again where it was. */
async function goesFlat(page: Page) {
  // So long a form rests before it is kept.
  await page.waitForTimeout(900)
  await page.reload()
}

/** Where the extension worker says that she has seen the family's card. */
async function atTheCard(onTheWay?: (context: BrowserContext) => Promise<void>): Promise<Page> {
  const page = await phoneOf(sreymom, 360, onTheWay)
  await page.goto(`${served.url}/field/households/${delivery.household}/change/poverty`)
  await page.getByRole('radio', { name: 'ID Poor 1' }).check()
  await page.getByRole('radio', { name: 'Yes, I have it here' }).check()
  return page
}

async function shownPhoto(page: Page): Promise<{ bytes: Buffer; width: number; height: number }> {
  const picture = page.getByAltText('The photo you took')
  await picture.waitFor()
  const found = await picture.evaluate(async (image: HTMLImageElement) => {
    await image.decode()
    const bytes = new Uint8Array(await (window as any).blobs.get(image.src).arrayBuffer())
    return { bytes: [...bytes], width: image.naturalWidth, height: image.naturalHeight }
  })
  return { ...found, bytes: Buffer.from(found.bytes) }
}

/** A picture as a phone's camera leaves it, in base64. */
function aPhoto(): Promise<string> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width: 640, height: 480 })
  const pen = canvas.getContext('2d')!
  pen.fillStyle = 'teal'
  pen.fillRect(80, 60, 480, 320)
  return Promise.resolve(canvas.toDataURL('image/jpeg').split(',')[1]!)
}

/** With an Exif segment that holds a directory for the place, as cameras write it. */
function withPlace(jpeg: Buffer): Buffer {
  const place = Buffer.from('GPS place 11.7,104.3\0', 'latin1')
  // Little-endian TIFF: one entry (0x8825, the place's own directory), which holds one text (0x0001).
  const tiff = Buffer.alloc(8 + 18 + 18 + place.length)
  tiff.write('II*\0', 0, 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(1, 8)
  tiff.writeUInt16LE(0x8825, 10)
  tiff.writeUInt16LE(4, 12)
  tiff.writeUInt32LE(1, 14)
  tiff.writeUInt32LE(26, 18)
  tiff.writeUInt16LE(1, 26)
  tiff.writeUInt16LE(1, 28)
  tiff.writeUInt16LE(2, 30)
  tiff.writeUInt32LE(place.length, 32)
  tiff.writeUInt32LE(44, 36)
  place.copy(tiff, 44)
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  const head = Buffer.from([0xff, 0xe1, (body.length + 2) >> 8, (body.length + 2) & 0xff])
  return Buffer.concat([jpeg.subarray(0, 2), head, body, jpeg.subarray(2)])
}

async function expectNoScrollAside(page: Page) {
  const aside = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(aside).toBeLessThanOrEqual(0)
}

/** The field app in a phone of this person's, in English. */
async function phoneOf(
  player: Player,
  width: number,
  onTheWay: (context: BrowserContext) => Promise<void> = async () => {},
): Promise<Page> {
  await served.chamka.accounts.linkAccount(player.key)
  const context = await browser.newContext({
    viewport: { width, height: 640 },
    locale: 'en-GB',
    permissions: ['camera'],
  })
  context.setDefaultTimeout(20_000)
  await context.addInitScript(() => {
    const tracks: MediaStreamTrack[] = []
    const { mediaDevices } = navigator
    const open = mediaDevices.getUserMedia.bind(mediaDevices)
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await open(wanted)
      tracks.push(...stream.getTracks())
      return stream
    }
    // What a page may show it may not fetch: the bytes behind each picture are remembered.
    const blobs = new Map<string, Blob>()
    const address = URL.createObjectURL
    URL.createObjectURL = (blob: Blob) => {
      const made = address(blob)
      blobs.set(made, blob)
      return made
    }
    Object.assign(window, { blobs, live: () => tracks.filter(({ readyState }) => readyState === 'live').length })
  })
  await onTheWay(context)
  const page = await context.newPage()
  await page.goto(`${served.url}/field/`)
  await page.getByLabel('Phone number').fill(player.phone!)
  await page.getByRole('button', { name: 'Send me a code' }).click()
  await page.getByRole('button', { name: 'Enter' }).click()
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  return page
}
