import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { endedAt, isInForce, isPublicKey, overlap } from '#capabilities/people/person.ts'
import { areApart, fits, installationRoles, type Roles } from '#capabilities/people/role.ts'

const spki = (curve: string) =>
  generateKeyPairSync('ec', { namedCurve: curve })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64url')

test('the public half of a P-256 key is recognised', () => {
  for (let tries = 0; tries < 20; tries++) expect(isPublicKey(spki('P-256'))).toBe(true)
})

test('a key of another curve, a point off the curve and no key at all are not', () => {
  const key = spki('P-256')
  const off = key.slice(0, 60) + (key[60] === 'A' ? 'B' : 'A') + key.slice(61)
  expect(
    [spki('secp256k1'), spki('P-384'), off, key.slice(0, -1), `${key}A`, '', key.replace(/.$/, '=')].map(isPublicKey),
  ).toEqual(Array(7).fill(false))
})

test('a grant holds from its first day to its last', () => {
  const grant = { from: '2021-01-10', until: '2021-01-20' }
  expect(['2021-01-09', '2021-01-10', '2021-01-20', '2021-01-21'].map((day) => isInForce(grant, day))).toEqual([
    false,
    true,
    true,
    false,
  ])
  expect(isInForce({ from: '2021-01-10', until: null }, '2199-01-01')).toBe(true)
})

test('two times overlap when one day lies in both', () => {
  const january = { from: '2021-01-01', until: '2021-01-31' }
  expect(overlap(january, { from: '2021-01-31', until: null })).toBe(true)
  expect(overlap(january, { from: '2021-02-01', until: null })).toBe(false)
  expect(overlap({ from: '2021-02-01', until: null }, january)).toBe(false)
})

test('what is ended is gone on the day it is ended', () => {
  const grant = endedAt({ from: '2021-01-10', until: null as string | null }, '2021-02-01T02:00:00.000Z')
  expect(isInForce(grant, '2021-02-01')).toBe(false)
  const same = endedAt({ from: '2021-02-01', until: null as string | null }, '2021-02-01T02:00:00.000Z')
  expect(isInForce(same, '2021-02-01')).toBe(false)
  expect(endedAt({ from: '2021-01-01', until: '2021-01-05' }, '2021-02-01T02:00:00.000Z').until).toBe('2021-01-05')
})

test.each<[string, Parameters<typeof fits>, boolean]>([
  ['a commune role for a commune', ['commune', ['050801'], false, false], true],
  ['a commune role for a village', ['commune', ['05080101'], false, false], true],
  ['a commune role for a district', ['commune', ['0508'], false, false], false],
  ['a commune role for one commune and the whole country', ['commune', ['050801', ''], false, false], false],
  ['a national role for the country', ['national', [''], false, false], true],
  ['a national role for one province', ['national', ['05'], false, false], true],
  ['a role for nowhere', ['national', [], false, false], false],
  ['a farmer of a household', ['household', [], true, false], true],
  ['a farmer of a district', ['household', ['0508'], false, false], false],
  ['a farmer of a household and a district', ['household', ['0508'], true, false], false],
  ['a shop of a household', ['shop', [], true, false], false],
  ['a shop of its own', ['shop', [], false, true], true],
  ['a district role for a household', ['district', [], true, false], false],
])('%s', (_, given, allowed) => {
  expect(fits(...given)).toBe(allowed)
})

test('roles are kept apart whichever of the two says so', () => {
  const role = { ...installationRoles.administrator!, apartFrom: ['shop'] }
  const roles: Roles = { finance: role, shop: { ...role, apartFrom: [] }, cew: { ...role, apartFrom: [] } }
  expect([
    areApart(roles, 'finance', 'shop'),
    areApart(roles, 'shop', 'finance'),
    areApart(roles, 'shop', 'cew'),
  ]).toEqual([true, true, false])
})
