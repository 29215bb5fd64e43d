import { chromium } from 'playwright-core'
import { expect, test } from 'vitest'
import { browserFlags, findBrowser } from './browser.ts'

test('a browser is found, and it shows a page', async () => {
  const executablePath = await findBrowser()
  const browser = await chromium.launch({ executablePath, args: browserFlags })
  try {
    const page = await browser.newPage()
    await page.setContent('<p lang="km">ជំរាបសួរ</p>')
    expect(await page.locator('p').textContent()).toBe('ជំរាបសួរ')
  } finally {
    await browser.close()
  }
}, 120_000)
