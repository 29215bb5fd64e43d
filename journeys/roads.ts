/** What every journey over a rough road does and asks: work that is done on a phone, and what became of it. */
import type { BrowserContext, Page, Route } from 'playwright-core'
import { expect } from 'vitest'
import { twice } from '#dev/chaos/kill.ts'
import type { Pool } from '#server/database/connection.ts'
import { choose, fill, tap } from './acting.ts'
import { km } from './audience.ts'

export const batch = '**/api/ask/batch'

/** What carries work to the office and news from it. The app's own files stay in reach. */
export const office = /\/api\/(ask|pull|packs|files)/

/** Families that nobody else in the practice season is called. */
export const families = [
  'ឆាយ សុខលីន',
  'ទូច សុវណ្ណារី',
  'អ៊ុំ ពិសិដ្ឋ',
  'យឹម រ៉ាវីន',
  'ប៉ែន វិបុល',
  'ស្រី ចាន់ធូ',
  'ឡុង មករា',
  'ម៉ម សារិន',
  'រស់ ធារីវណ្ណ',
  'ឃុន វណ្ណៈ',
] as const

/** A number as a reader of Khmer sees it. */
export const counted = (count: number) => ({ count: `(?:${count}|${khmerDigits(count)})` })

function khmerDigits(count: number): string {
  return [...String(count)].map((digit) => '០១២៣៤៥៦៧៨៩'[Number(digit)]).join('')
}

export async function strip(page: Page, words: RegExp, timeout = 20_000): Promise<void> {
  try {
    await page.locator('.signal', { hasText: words }).waitFor({ timeout })
  } catch (error) {
    throw new Error(`instead the screen says: ${await page.locator('body').textContent()}`, { cause: error })
  }
}

/** The first sync, and a look into the rooms that will be needed: they are fetched when first opened. */
export async function settleIn(page: Page): Promise<void> {
  await strip(page, km('phone_signal_all_sent'), 60_000)
  await openForm(page)
  await openSending(page)
}

export async function openSending(page: Page): Promise<void> {
  await page.locator('nav.tabs a[href$="/sending"]').click()
  await page.getByRole('heading', { name: km('phone_sending') }).waitFor()
}

async function openForm(page: Page): Promise<void> {
  await page.locator('.top__home').click()
  await tap(page, km('phone_register_title'))
  await page.getByLabel(km('phone_register_name')).first().waitFor()
}

/** As far as the button that asks. */
export async function fillForm(page: Page, name: string): Promise<void> {
  await openForm(page)
  await fill(page, km('phone_register_name'), name)
  await choose(page, km('sex_female'))
  await fill(page, km('phone_register_born'), `${1950 + (name.codePointAt(0)! % 40)}`)
  await tap(page, km('phone_step_next'))
  const villages = page.locator('select')
  if (await villages.count()) await villages.first().selectOption({ index: 1 })
  else await page.locator('label.choice').first().click()
  await choose(page, km('phone_register_phone_none'))
  await tap(page, km('phone_step_next'))
  await choose(page, km('poverty_unknown'))
  await tap(page, km('phone_step_next'))
  await page.getByRole('checkbox').check()
}

export async function register(page: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    await fillForm(page, name)
    await tap(page, km('phone_register_do'))
    await page.getByRole('heading', { name }).waitFor()
  }
}

/** The phone hears that there is a signal again, as it does from its system. */
export async function signalIsBack(page: Page): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('online')))
}

/** What the road does to the next request of a kind; those after it pass. */
export async function once(
  context: BrowserContext,
  address: string | RegExp,
  happens: (route: Route) => Promise<void>,
): Promise<{ readonly times: number }> {
  const count = { times: 0 }
  await context.route(address, async (route) => {
    count.times += 1
    if (count.times === 1) await happens(route)
    else await route.continue()
  })
  return count
}

/** Nothing lost and nothing twice: one family each, with one accepted line, and no number of a phone used again. */
export async function arrivedOnce(pool: Pool, names: readonly string[]): Promise<void> {
  await expect.poll(() => linesOf(pool, names), { timeout: 20_000, interval: 100 }).toEqual(names.map(() => [1, 1]))
  expect(await numbersUsedAgain(pool)).toEqual([])
  expect(await twice(pool)).toBe(0)
}

export async function linesOf(pool: Pool, names: readonly string[]): Promise<readonly (readonly [number, number])[]> {
  return Promise.all(
    names.map(async (name) => {
      const { rows } = await pool.query<{ lines: number }>(
        `select (select count(*)::int from journal j where j.about = h.home || '-' || h.id and j.outcome = 'accepted') as lines
         from household h where h.members @> jsonb_build_array(jsonb_build_object('nameKm', $1::text))`,
        [name],
      )
      return [rows.length, rows.reduce((sum, { lines }) => sum + lines, 0)] as const
    }),
  )
}

async function numbersUsedAgain(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ number: string }>(
    `select j.device || ' ' || substring(b.envelope from '"n":([0-9]+)') as number
     from journal j join journal_body b using (home, stream, seq) where j.device is not null
     group by 1 having count(*) > 1`,
  )
  return rows.map(({ number }) => number)
}
