/** Lists as people bring them: a file chosen at a desk and looked into, its import begun and gone through to its end. */
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Import } from '#capabilities/imports/import.ts'
import type { Stage } from '#dev/testing/stage.ts'
import { keyIn, sees, tap } from './acting.ts'
import { km } from './audience.ts'

export async function bring(office: Page, name: string, text: string): Promise<void> {
  const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
  await office.locator('input[type=file]').setInputFiles(file)
  await sees(office, km('imports_preview'))
}

export async function takeIn(office: Page, stage: Stage): Promise<void> {
  await tap(office, km('imports_begin'))
  await office.waitForURL(/imports\/00-/)
  await sees(office, km('import_state_finished'))
  expect((await stage.record<Import>('import', keyIn(office))).state).toBe('finished')
}
