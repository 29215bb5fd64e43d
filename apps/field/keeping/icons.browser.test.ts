/**
 * The icons of the home screen are the mark of Chamka in squares of a phone's liking. `DRAW_ICONS=1` draws them
 * anew where the mark has changed.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { projectFolder } from '#server/project.ts'

const folder = join(projectFolder, 'apps/field/public')
const icons = [
  { name: 'icon-192.png', size: 192, isWhole: false },
  { name: 'icon-512.png', size: 512, isWhole: false },
  // To its edges: the phone cuts its own shape out of it.
  { name: 'icon-whole.png', size: 512, isWhole: true },
]

let browser: Browser
let page: Page
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: await findBrowser(), args: browserFlags })
  page = await browser.newPage()
}, 60_000)
afterAll(() => browser?.close())

test.each(icons)('$name is the mark as it is drawn', async ({ name, size, isWhole }) => {
  const drawn = await draw(size, isWhole)
  if (process.env.DRAW_ICONS) await writeFile(join(folder, name), drawn)
  const [kept, fresh] = await Promise.all([pixels(await readFile(join(folder, name))), pixels(drawn)])
  expect(kept.size).toEqual([size, size])
  // Another browser smooths an edge a little differently.
  const apart = kept.bytes.reduce((sum, byte, at) => sum + Math.abs(byte - fresh.bytes[at]!), 0) / kept.bytes.length
  expect(apart).toBeLessThan(1)
})

test('what the home screen is told exists', async () => {
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.webmanifest'), 'utf8'))
  const told = manifest.icons.map(({ src, sizes }: { src: string; sizes: string }) => [src, sizes])
  expect(told).toEqual(icons.map(({ name, size }) => [name, `${size}x${size}`]))
})

async function draw(size: number, isWhole: boolean): Promise<Buffer> {
  const mark = await readFile(join(projectFolder, 'ui/look/logo.svg'), 'utf8')
  const svg = isWhole ? mark.replace('rx="12"', '') : mark
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(`<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`)
  return page.screenshot({ omitBackground: true })
}

async function pixels(png: Buffer): Promise<{ size: number[]; bytes: number[] }> {
  return page.evaluate(
    async (address) => {
      const image = new Image()
      image.src = address
      await image.decode()
      const canvas = new OffscreenCanvas(image.width, image.height)
      const drawing = canvas.getContext('2d')!
      drawing.drawImage(image, 0, 0)
      const { data } = drawing.getImageData(0, 0, image.width, image.height)
      // A tenth of them tells any other picture.
      return { size: [image.width, image.height], bytes: [...data].filter((_, at) => at % 41 === 0) }
    },
    `data:image/png;base64,${png.toString('base64')}`,
  )
}
