import { describe, expect, test } from 'vitest'
import { type Facts, isLoopback, loadsDemonstration, refuseToStart } from './start-guards.ts'

const onLoopback: Facts['config'] = {
  host: '127.0.0.1',
  publicUrl: 'http://127.0.0.1:8080',
  demonstration: 'rush-it',
  demonstrationAsked: false,
}
const empty: Facts = { config: onLoopback, sampleAccounts: 0, realAccounts: 0, otherProgrammes: [] }
const asked = { ...onLoopback, demonstrationAsked: true }
const none = { ...onLoopback, demonstration: 'none' as const }

describe('it starts', () => {
  test.each<[string, Facts]>([
    ['on an empty database', empty],
    ['with the demonstration it loaded before', { ...empty, sampleAccounts: 10 }],
    [
      'with real accounts only, for everybody to reach',
      { ...empty, config: { ...none, host: '0.0.0.0' }, realAccounts: 3 },
    ],
    ['beside another programme, without loading anything', { ...empty, realAccounts: 3, otherProgrammes: ['aspire'] }],
    [
      'on an empty database for everybody to reach, without samples',
      { ...empty, config: { ...none, host: '10.0.0.1' } },
    ],
  ])('%s', (_, facts) => {
    expect(refuseToStart(facts)).toBeUndefined()
  })
})

describe('it refuses, in one sentence', () => {
  test.each<[string, Facts, RegExp]>([
    ['samples beside real accounts', { ...empty, sampleAccounts: 10, realAccounts: 1 }, /10 sample accounts.*1 real/],
    [
      'samples that others can reach',
      { ...empty, sampleAccounts: 10, config: { ...none, host: '0.0.0.0' } },
      /only on this machine/,
    ],
    [
      'to load samples where others can reach them',
      { ...empty, config: { ...onLoopback, host: '0.0.0.0' } },
      /only on this machine/,
    ],
    [
      'samples that a proxy publishes',
      { ...empty, sampleAccounts: 10, config: { ...none, publicUrl: 'https://chamka.example' } },
      /not published at https:\/\/chamka\.example/,
    ],
    [
      'to load samples beside another programme',
      { ...empty, config: asked, otherProgrammes: ['aspire'] },
      /beside another programme.*aspire/,
    ],
    ['to load samples beside real accounts', { ...empty, config: asked, realAccounts: 2 }, /beside real accounts/],
    [
      'samples that stand beside another programme',
      { ...empty, sampleAccounts: 10, otherProgrammes: ['aspire'] },
      /aspire/,
    ],
  ])('%s', (_, facts, sentence) => {
    const refusal = refuseToStart(facts)
    expect(refusal).toMatch(sentence)
    expect(refusal).toMatch(/^[^\n]+\.$/)
  })
})

test('what a default would load gives way to what is there', () => {
  expect(loadsDemonstration(empty)).toBe(true)
  expect(loadsDemonstration({ ...empty, config: none })).toBe(false)
  expect(loadsDemonstration({ ...empty, realAccounts: 1 })).toBe(false)
  expect(loadsDemonstration({ ...empty, otherProgrammes: ['aspire'] })).toBe(false)
})

test.each([
  ['127.0.0.1', true],
  ['127.3.2.1', true],
  ['localhost', true],
  ['::1', true],
  ['0.0.0.0', false],
  ['::', false],
  ['127.0.0.1.example.org', false],
  ['10.0.0.1', false],
])('%s is this machine only: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})
