/** What people do at a screen, in the words they read there. */
import type { Locator, Page } from 'playwright-core'
import { beforeEach, expect, onTestFailed } from 'vitest'
import { km } from './audience.ts'

/** The whole of a sentence, not a part of a longer one. */
export function whole(words: RegExp): RegExp {
  return new RegExp(`^(?:${words.source})$`)
}

/** A button or a link that says exactly this. */
export function control(page: Page | Locator, words: RegExp): Locator {
  const name = whole(words)
  return page.getByRole('button', { name }).or(page.getByRole('link', { name })).first()
}

export async function tap(page: Page | Locator, words: RegExp): Promise<void> {
  await control(page, words).click()
}

export async function choose(page: Page | Locator, words: RegExp): Promise<void> {
  await page.locator('label.choice', { hasText: words }).first().click()
}

export async function fill(page: Page | Locator, words: RegExp, text: string): Promise<void> {
  const field = page.getByLabel(words).first()
  await field.fill(text)
  await field.blur()
}

export async function sees(page: Page | Locator, words: RegExp): Promise<void> {
  await page.getByText(words).filter({ visible: true }).first().waitFor()
}

export async function photographs(
  page: Page | Locator,
  file: string | { name: string; mimeType: string; buffer: Buffer },
) {
  await page.locator('input[type=file]').first().setInputFiles(file)
}

export async function photographsWell(page: Page): Promise<void> {
  const buffer = await page.screenshot({ type: 'jpeg', quality: 60 })
  await photographs(page, { name: 'photo.jpg', mimeType: 'image/jpeg', buffer })
  await page.getByAltText(km('photo_alt')).or(page.locator('.photo__picture')).first().waitFor()
}

/** A card, by the camera of the app itself. */
export async function photographsCard(page: Page): Promise<void> {
  await page.getByRole('button', { name: km('photo_take') }).click()
  const camera = page.getByRole('dialog', { name: km('phone_card_camera') })
  await camera.getByRole('button', { name: km('photo_take') }).click()
  await camera.getByRole('button', { name: km('phone_card_use') }).click()
  await page.getByAltText(km('photo_alt')).first().waitFor()
}

/** Where the address says which record is shown. */
export function keyIn(page: Page): string {
  const key = /\d\d-[0-9a-f-]{36}/.exec(page.url())?.[0]
  expect(key, `no record in ${page.url()}`).toBeDefined()
  return key!
}

/** A story that broke off is not told on: what follows would only wait in vain. */
export function stopsWhereItBreaks(keepPictures: () => Promise<void>): void {
  let hasBroken = false
  beforeEach(() => {
    if (hasBroken) throw new Error('the story broke off before')
    onTestFailed(async () => {
      hasBroken = true
      await keepPictures()
    })
  })
}
