/** The laws of what can be listened to: whatever a farmer is told has a slot. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { commandNamed, commandNames } from '#capabilities/commands.ts'
import { messageSlot } from '#capabilities/sounds/slots.ts'
import { SlotName } from '#capabilities/sounds/sound.ts'
import { units } from '#capabilities/windows/window.ts'
import { isTest, read, sourceFiles } from '#dev/laws/source.ts'
import { refusalsOf } from '#dev/reference/refusing.ts'
import english from './messages/en.json'
import khmer from './messages/km.json'
import { partsHeardBy, spoken, spokenSlots } from './spoken.ts'

const messages: readonly string[] = spoken.flatMap((part) => part.messages)
const roles = JSON.parse(readFileSync('programmes/roles.json', 'utf8')) as Record<
  string,
  { permissions: readonly string[] }
>
const items = [{ code: 'chick', names: { km: 'កូនមាន់', en: 'chick' } }]

/** What every command may be refused with. */
const always = [
  'input.invalid',
  'actor.not-allowed',
  'actor.out-of-reach',
  'record.not-found',
  'record.exists',
  'programme.closed',
]

test('every refusal that a farmer can meet, on her phone or at the counter, has a slot', () => {
  const met = commandNames.filter((name) => {
    const { permission, offline } = commandNamed(name)!
    return name === 'voucher.redeem' || (offline && roles.farmer!.permissions.includes(permission))
  })
  expect(met).toContain('voucher.confirm')
  const refusals = [...always, ...met.flatMap((name) => refusalsOf(...(name.split('.') as [string, string])))]
  const without = [...new Set(refusals)].filter(
    (reason) => !messages.includes(`refusal_${reason.replace(/[.-]/g, '_')}`),
  )
  expect(without).toEqual([])
})

test('every answer to what was asked has a slot, but the one that somebody writes at that moment', () => {
  const told = Object.keys(english).filter((key) => /^told_/.test(key) && key !== 'told_not_done')
  expect(told.filter((key) => !messages.includes(key))).toEqual([])
})

test('every unit has a slot', () => {
  expect(units.filter((unit) => !messages.includes(`unit_${unit}`))).toEqual([])
})

// Screens that a farmer reads on her own phone, or over somebody's shoulder.
const farmers = [
  'vouchers/VoucherScreen',
  'vouchers/ConfirmScreen',
  'vouchers/ReportScreen',
  'vouchers/LossScreen',
  'proposals/ProposeScreen',
]

test.each(farmers)('the title of %s can be heard', (screen) => {
  const text = read(`apps/field/${screen}.tsx`)
  const titles = [...text.matchAll(/<Screen\s[^>]*?title=\{([^}]*)\}[^>]*?>/g)]
  expect(titles.length).toBeGreaterThan(0)
  for (const [tag, title] of titles) {
    const named = [...title!.matchAll(/m\.(\w+)\(/g)].map(([, name]) => name!)
    expect(named.filter((name) => !messages.includes(name) || !tag.includes(name, tag.indexOf('sound=')))).toEqual([])
    expect(tag).toContain('sound=')
  }
})

test('consent is asked for in words that can be heard before the yes', () => {
  for (const screen of ['households/RegisterScreen', 'proposals/ProposeScreen']) {
    const [, words, sound] = /<Consent\s+words=\{m\.(\w+)\(\)\}\s+sound="(\w+)"/.exec(read(`apps/field/${screen}.tsx`))!
    expect(sound).toBe(words)
  }
})

test('every slot has a sentence that somebody says, and a name that can be recorded', () => {
  const said = sourceFiles()
    .filter((path) => !isTest(path) && path !== 'ui/words/spoken.ts')
    .map(read)
    .join('\n')
  expect(messages.filter((message) => !said.includes(`m.${message}`))).toEqual([])
  for (const [language, texts] of [
    ['km', khmer],
    ['en', english],
  ] as const)
    for (const { slot, sentence } of spokenSlots(language, texts, items)) {
      expect(SlotName.safeParse(slot).success, slot).toBe(true)
      expect(sentence.trim(), slot).not.toBe('')
      expect(sentence, slot).not.toMatch(/[{}]/)
    }
})

test('a slot stands once', () => {
  const slots = spokenSlots('km', khmer, items).map(({ slot }) => slot)
  expect(slots.length).toBe(new Set(slots).size)
})

test('what somebody hears follows from what they may do', () => {
  const heard = (permission: string) => partsHeardBy((one) => one === permission).map(({ name }) => name)
  expect(heard('voucher.confirm')).toContain('confirming')
  expect(heard('voucher.redeem')).not.toContain('agreeing')
  expect(heard('proposal.verify')).toEqual([])
  expect(
    spokenSlots(
      'km',
      khmer,
      items,
      partsHeardBy((one) => one === 'household.register'),
    ).map(({ slot }) => slot),
  ).toContain(messageSlot('phone_consent_register'))
})
