import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { CannotStart } from './cannot-start.ts'
import { openSecrets } from './secrets.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chamka-secrets-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a secret is made once, kept for ever, and read by this user only', () => {
  const made = openSecrets(folder).random('time')
  expect(made).toHaveLength(32)
  expect(openSecrets(folder).random('time')).toEqual(made)
  expect(openSecrets(folder).random('other')).not.toEqual(made)
  expect(statSync(join(folder, 'secrets/time')).mode & 0o777).toBe(0o600)
  expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700)
  expect(readdirSync(join(folder, 'secrets')).sort()).toEqual(['other', 'time'])
})

test('a signing key is a private key in PEM', () => {
  const key = openSecrets(folder).signingKey('seals')
  expect(key).toMatch(/^-----BEGIN PRIVATE KEY-----/)
  expect(openSecrets(folder).signingKey('seals')).toBe(key)
})

test('a damaged secret stops the start in one sentence, and is not replaced', () => {
  openSecrets(folder).random('time')
  writeFileSync(join(folder, 'secrets/time'), 'half')
  expect(() => openSecrets(folder).random('time')).toThrow(CannotStart)
  expect(readFileSync(join(folder, 'secrets/time'), 'utf8')).toBe('half')
})
