/** People at their screens: one browser, and for each person a window of their own with their session. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import type { Player } from '#dev/cast.ts'
import { projectFolder } from '#server/project.ts'

export type Language = 'km' | 'en'

/** In Amleang. */
const position = { latitude: 11.61, longitude: 104.19, accuracy: 12 }
const sizes = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } }

export type Audience = Awaited<ReturnType<typeof openAudience>>

export async function openAudience(url: string) {
  const folder = mkdtempSync(join(tmpdir(), 'chamka-audience-'))
  const clip = join(folder, 'camera.y4m')
  writeFileSync(clip, filmOf(Buffer.alloc(side * side, 128)))
  const browser = await chromium.launch({
    executablePath: await findBrowser(),
    args: [
      ...browserFlags,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${clip}`,
    ],
  })
  const troubles: string[] = []
  const pages: Page[] = []

  return {
    /** What no page may do: throw, or ask for something that is not there. */
    troubles,

    /** Holds a printed code before every camera. Written over what lay there: the browser reads it all the while. */
    async show(code: Locator) {
      writeFileSync(clip, filmOf(await lumaOf(code)), { flag: 'r+' })
    },

    /** Nobody's window yet. */
    async window(size: keyof typeof sizes, language: Language = 'km'): Promise<Page> {
      const context = await browser.newContext({
        viewport: sizes[size],
        locale: language === 'km' ? 'km-KH' : 'en-GB',
        timezoneId: 'Asia/Phnom_Penh',
        baseURL: url,
        geolocation: position,
        permissions: ['camera', 'geolocation'],
        reducedMotion: 'reduce',
      })
      context.setDefaultTimeout(20_000)
      await speak(context, url, language)
      const page = await context.newPage()
      pages.push(page)
      page.on('pageerror', (error) => troubles.push(`${page.url()}: ${error.message}`))
      page.on('response', (response) => {
        if (response.status() >= 500) troubles.push(`${response.url()}: ${response.status()}`)
      })
      return page
    },

    /** One tap on the card of somebody invented. */
    async as(
      { key }: Pick<Player, 'key'>,
      size: keyof typeof sizes,
      language: Language = 'km',
      /** How far its clock is from the true one, in milliseconds. */
      wrongBy = 0,
    ): Promise<Page> {
      const page = await this.window(size, language)
      if (wrongBy !== 0) await page.addInitScript(setWrong, wrongBy)
      const entered = await page.request.post('/enter', { form: { person: key }, maxRedirects: 0 })
      if (entered.status() !== 303) throw new Error(`could not enter as ${key}: ${entered.status()}`)
      await page.goto(size === 'phone' ? '/field/' : '/console/')
      return page
    },

    /** What everybody saw when a story broke off. */
    async keepPictures() {
      const kept = join(projectFolder, 'screens/broken')
      mkdirSync(kept, { recursive: true })
      for (const [at, page] of pages.entries())
        await page.screenshot({ path: join(kept, `${at + 1}.png`), fullPage: true }).catch(() => {})
    },

    async end() {
      await browser.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The language is kept where both the server and the apps look for it. */
async function speak(context: BrowserContext, url: string, language: Language): Promise<void> {
  await context.addCookies([{ name: 'language', value: language, url }])
  await context.addInitScript((chosen) => localStorage.setItem('language', chosen), language)
}

/** Sets a phone's clock wrong; `wrongBy` can be set anew while it runs. */
function setWrong(by: number): void {
  const clock = globalThis as unknown as { wrongBy: number; Date: unknown }
  const True = Date
  clock.wrongBy = by
  clock.Date = class extends True {
    constructor(...given: ConstructorParameters<typeof Date>) {
      super(...((given.length > 0 ? given : [True.now() + clock.wrongBy]) as [number]))
    }
    static override now(): number {
      return True.now() + clock.wrongBy
    }
  }
}

const side = 480

/** An image of a page as a camera would see it: how bright each point is. */
async function lumaOf(image: Locator): Promise<Buffer> {
  const encoded = await image.evaluate(async (element, width) => {
    const picture = element as HTMLImageElement
    await picture.decode()
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = width
    const pen = canvas.getContext('2d')!
    pen.fillStyle = 'white'
    pen.fillRect(0, 0, width, width)
    pen.drawImage(picture, 40, 40, width - 80, width - 80)
    const { data } = pen.getImageData(0, 0, width, width)
    let bytes = ''
    for (let at = 0; at < data.length; at += 4) bytes += String.fromCharCode(data[at]!)
    return btoa(bytes)
  }, side)
  return Buffer.from(encoded, 'base64')
}

/** Half a second of a still picture, as a y4m clip that the browser takes for its camera. */
function filmOf(luma: Buffer): Buffer {
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((side * side) / 2, 128)])
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${side} H${side} F10:1 Ip A1:1 C420jpeg\n`), ...Array(5).fill(frame)])
}

type Words = Record<string, unknown>
const words: Record<Language, Words> = { km: wordsIn('km'), en: wordsIn('en') }

function wordsIn(language: Language): Words {
  return JSON.parse(readFileSync(join(projectFolder, `ui/words/messages/${language}.json`), 'utf8')) as Words
}

/** A sentence of the product as a reader of a language sees it; values that are not given may be anything. */
function said(language: Language, name: string, values: Record<string, string> = {}): RegExp {
  const message = words[language][name]
  if (message === undefined) throw new Error(`there is no message ${name}`)
  const sentences =
    typeof message === 'string'
      ? [message]
      : (message as { match: Record<string, string> }[]).flatMap(({ match }) => Object.values(match))
  const patterns = sentences.map((sentence) =>
    sentence
      .split(/(\{\w+\})/)
      .map((part) =>
        /^\{\w+\}$/.test(part) ? (values[part.slice(1, -1)] ?? '.*?') : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
      )
      .join(''),
  )
  return new RegExp(patterns.join('|'))
}

export const km = (name: string, values?: Record<string, string>) => said('km', name, values)
export const en = (name: string, values?: Record<string, string>) => said('en', name, values)
