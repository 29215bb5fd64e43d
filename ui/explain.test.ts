import { describe, expect, test } from 'vitest'
import type { Refusal } from '#door/refusal.ts'
import { explain, explainFields, explainForm, explainReason } from './explain.ts'

describe('a refusal is explained in the reader’s language', () => {
  test.each<[Refusal, string, string]>([
    [
      { refused: 'proposal.wrong-state', state: 'approved', step: 'verify' },
      'This proposal is “Approved”, so “verify” is not possible. Open it to see what comes next.',
      'សំណើនេះស្ថិតក្នុងស្ថានភាព «បានអនុម័ត» ដូច្នេះជំហាន «ផ្ទៀងផ្ទាត់» មិនអាចធ្វើបានទេ។ សូមបើកសំណើ ដើម្បីមើលជំហានបន្ទាប់។',
    ],
    [
      { refused: 'window.not-open', opensOn: '2021-01-01', closesOn: '2021-06-30' },
      'This window is open from 1 January 2021 to 30 June 2021. Choose another window, or wait.',
      'វគ្គស្នើសុំនេះបើកពីថ្ងៃទី 1 មករា 2021 ដល់ថ្ងៃទី 30 មិថុនា 2021។ សូមជ្រើសរើសវគ្គមួយទៀត ឬរង់ចាំ។',
    ],
    [
      { refused: 'proposal.above-ceiling', ceiling: 20_000, currency: 'USD' },
      "The project's share is above the most for one household, $200.00. Ask for less.",
      'ចំណែកគម្រោងលើសចំនួនអតិបរមាសម្រាប់មួយគ្រួសារ គឺ 200.00$។ សូមបន្ថយចំនួន។',
    ],
    [
      { refused: 'duty.tier', tier: 2 },
      'This is for the province to decide. Pass it on to that level.',
      'ចំនួននេះត្រូវសម្រេចដោយថ្នាក់ខេត្ត។ សូមបញ្ជូនទៅថ្នាក់នោះ។',
    ],
    [
      { refused: 'field.clash', fields: ['phones', 'water'] },
      'Somebody else has changed the same answer: phone number, water. The supervisor will choose the right one.',
      'មានអ្នកផ្សេងបានកែចម្លើយដូចគ្នានេះហើយ៖ លេខទូរសព្ទ, ប្រភពទឹក។ អ្នកត្រួតពិនិត្យនឹងជ្រើសរើសចម្លើយត្រឹមត្រូវ។',
    ],
  ])('%j', (refusal, english, khmer) => {
    expect(explain(refusal, 'en')).toBe(english)
    expect(explain(refusal, 'km')).toBe(khmer)
  })

  test('a screen that knows names gives them', () => {
    const refusal: Refusal = { refused: 'window.price-above-ceiling', item: 'chick', ceiling: 5000, currency: 'KHR' }
    expect(explain(refusal, 'en', () => 'Chick')).toBe(
      'The price of “Chick” is above the ceiling of 5,000៛. Enter a price up to that.',
    )
  })

  test('each answer that is wrong has its own sentence', () => {
    const refusal = {
      refused: 'input.invalid',
      fields: [
        { path: 'quantity', problem: 'too_small' },
        { path: 'phones.0.number', problem: 'invalid_format' },
        { path: 'poverty.issuedOn', problem: 'day.impossible' },
        { path: 'member', problem: 'something new' },
      ],
    } satisfies Refusal
    expect(explainFields(refusal, 'en')).toEqual([
      { path: 'quantity', sentence: '“quantity” is too small or too short. Enter more.' },
      { path: 'phones.0.number', sentence: '“phone number” is not written as it should be. Check it again.' },
      { path: 'poverty.issuedOn', sentence: '“day of issue” is not a day that exists. Check day, month and year.' },
      { path: 'member', sentence: '“member of the household” is not right. Check it again.' },
    ])
    expect(explain(refusal, 'km')).toContain('«ចំនួន» តូចពេក')
    expect(
      explainForm(refusal, { quantity: 0, phones: [{ number: '' }], poverty: { issuedOn: '2021-02-30' } }, 'en'),
    ).toBe(
      [
        '“quantity” is too small or too short. Enter more.',
        'Please fill in “phone number”.',
        '“day of issue” is not a day that exists. Check day, month and year.',
        'Please fill in “member of the household”.',
      ].join(' '),
    )
  })
})

describe('a reason that has lost its details', () => {
  test('is told without them', () => {
    expect(explainReason('claim.rate-needed', 'en')).toMatch(/rate/)
    expect(explainReason('voucher.expired', 'en')).toContain('…')
    expect(explainReason('voucher.farmer-share', 'km')).not.toMatch(/NaN|undefined/)
    expect(explainReason('place.ended', 'en')).toContain('…')
    expect(explainReason('field.clash', 'km')).toMatch(/មានអ្នកផ្សេងបានកែ/)
  })
})
