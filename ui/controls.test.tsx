/** The controls as they are written into a page: what they say, and what they tell a screen reader. */
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import type { Refusal } from '#door/refusal.ts'
import { Abbreviation } from './Abbreviation.tsx'
import { Amount } from './Amount.tsx'
import { AskButton } from './AskButton.tsx'
import { ChoiceCards } from './ChoiceCards.tsx'
import { Clock } from './Clock.tsx'
import { DayField } from './DayField.tsx'
import { DayText } from './DayText.tsx'
import { type Asking, EngineProvider } from './engine.ts'
import { HistoryStory } from './HistoryStory.tsx'
import { LanguageSwitch } from './LanguageSwitch.tsx'
import { Failed } from './Nothing.tsx'
import { NumberField } from './NumberField.tsx'
import { PhoneField } from './PhoneField.tsx'
import { Progress } from './Progress.tsx'
import { StateBadge } from './StateBadge.tsx'
import { Steps } from './Steps.tsx'
import { inLanguage, type Language } from './words/language.ts'

const page = (shown: ReactNode, language: Language = 'en') => inLanguage(language, () => renderToStaticMarkup(shown))
const text = (shown: ReactNode, language: Language = 'en') =>
  page(shown, language)
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&#x27;', "'")
    .replace(/\s+/g, ' ')
    .trim()

describe('AskButton', () => {
  function ask(foreseen: ReturnType<Asking<unknown>['foresee']>, pending = 0) {
    const engine = {
      useRecord: () => undefined,
      useAsk: () => ({ pending, foresee: () => foreseen, ask: async () => ({ outcome: 'received' as const }) }),
    }
    return (
      <EngineProvider value={engine}>
        <AskButton command="proposal.withdraw" about="05-x" input={{ reason: 'changed' }}>
          Withdraw
        </AskButton>
      </EngineProvider>
    )
  }

  test('is a plain button where nothing speaks against it', () => {
    expect(page(ask(undefined))).not.toContain('aria-disabled')
    expect(text(ask(undefined))).toBe('Withdraw')
  })

  test('stays in reach of a keyboard when it would be refused, and says why', () => {
    const written = page(ask({ refused: 'duty.assisted' }))
    expect(written).toContain('aria-disabled="true"')
    expect(written).not.toMatch(/\sdisabled=/)
    const [, note] = /aria-describedby="([^"]+)"/.exec(written)!
    expect(written).toContain(`id="${note}"`)
    expect(text(ask({ refused: 'duty.assisted' }))).toContain('You helped this household')
    expect(text(ask({ refused: 'duty.assisted' }))).toContain('Somebody else has to')
  })

  test('can be pressed while an answer is missing, and scolds nobody before', () => {
    const missing: Refusal = { refused: 'input.invalid', fields: [{ path: 'reason', problem: 'too_small' }] }
    expect(page(ask(missing))).not.toContain('aria-disabled')
    expect(text(ask(missing))).toBe('Withdraw')
  })

  test.each(['unknown', { refused: 'fact.unknown', what: 'window' }] as const)(
    'works where only the office can say: %j',
    (foreseen) => {
      expect(page(ask(foreseen))).not.toContain('aria-disabled')
      expect(text(ask(foreseen))).toContain('The office will check')
    },
  )

  test('tells how much waits to be sent', () => {
    expect(text(ask(undefined, 1))).toContain('1 waits to be sent.')
    expect(text(ask(undefined, 2))).toContain('2 wait to be sent.')
  })
})

describe('words and shapes', () => {
  test('a state has a word and a shape, not only a colour', () => {
    expect(page(<StateBadge noun="proposal" state="approved" />)).toContain('<svg')
    expect(text(<StateBadge noun="proposal" state="approved" />)).toBe('Approved')
    expect(text(<StateBadge noun="voucher" state="frozen" />, 'km')).toBe('បានផ្អាក')
    expect(text(<StateBadge noun="voucher" state="never heard of" />)).toBe('Unknown state')
  })

  test.each([
    ['2021-06-25', 'tone-quiet', 'Due in 10 days'],
    ['2021-06-17', 'tone-waiting', 'Due in 2 days'],
    ['2021-06-15', 'tone-waiting', 'Due today'],
    ['2021-06-14', 'tone-bad', '1 day late'],
  ])('a deadline on %s is %s', (dueOn, tone, words) => {
    const clock = <Clock since="2021-06-05T03:00:00.000Z" dueOn={dueOn} today="2021-06-15" />
    expect(page(clock)).toContain(tone)
    expect(text(clock)).toBe(`In this state for 10 days ${words}`)
  })

  test('an amount can be read by a machine, and on paper in Khmer digits as on a banknote', () => {
    const amount = <Amount money={{ currency: 'KHR', minor: 150_000 }} asOnNotes />
    expect(page(amount)).toContain('value="150000 KHR"')
    expect(text(amount)).toBe('150,000៛')
    expect(text(amount, 'km')).toContain('១៥០.០០០៛')
  })

  test('a day says how far it is, and which day it is', () => {
    expect(page(<DayText day="2021-06-12" today="2021-06-15" />)).toBe(
      '<time dateTime="2021-06-12" title="12 June 2021">3 days ago</time>',
    )
  })

  test('an abbreviation carries its meaning with it', () => {
    const written = page(<Abbreviation of="id-poor" />)
    const [, meaning] = /aria-describedby="([^"]+)"/.exec(written)!
    expect(written).toContain(`role="tooltip" id="${meaning}"`)
    expect(text(<Abbreviation of="id-poor" />, 'km')).toContain('ក្រ១')
  })

  test('each language is named in its own letters, and a page without script has addresses', () => {
    expect(text(<LanguageSwitch />)).toBe('ខ្មែរ English')
    const written = page(<LanguageSwitch addressOf={(language) => `/?language=${language}`} />)
    expect(written).toContain('href="/?language=km"')
    expect(written).toMatch(/lang="en"[^>]*aria-current="true"/)
  })

  test('a refused step is told as what was asked for', () => {
    const events = [
      { id: '1', name: 'proposal.submit', at: '2021-02-03T03:10:00.000Z', who: 'Sok Bopha', outcome: 'accepted' },
      {
        id: '2',
        name: 'proposal.verify',
        at: '2021-02-03T03:10:00.000Z',
        who: 'Chan Sreymom',
        outcome: 'refused',
        why: 'You helped.',
      },
    ] as const
    expect(text(<HistoryStory events={events} />)).toBe(
      'Sok Bopha submitted the proposal. 3 Feb 2021, 10:10 “Chan Sreymom verified the proposal.” was not accepted. You helped. 3 Feb 2021, 10:10',
    )
  })

  test('progress, steps and failure say it in words too', () => {
    expect(text(<Progress label="Approved" done={1510} total={5415} />)).toBe('Approved 1,510 of 5,415')
    expect(text(<Steps step={2} total={5} />)).toBe('Step 2 of 5')
    expect(text(<Failed reference="7KQ2M9PX" />)).toContain('Reference 7KQ2M9PX')
  })
})

describe('fields', () => {
  test('what is wrong is tied to the control and announced', () => {
    const written = page(
      <NumberField label="Quantity" value={0} onChange={() => {}} problem="At least 1." hint="Whole birds" />,
    )
    const [, described] = /aria-describedby="([^"]+)"/.exec(written)!
    for (const id of described!.split(' ')) expect(written).toContain(`id="${id}"`)
    expect(written).toContain('aria-invalid="true"')
    expect(written).toContain('role="alert"')
  })

  test('a day is said back with its weekday, a phone number as it is dialled', () => {
    expect(text(<DayField label="Day" value="2021-06-15" onChange={() => {}} />)).toContain('Tuesday, 15 June 2021')
    expect(page(<DayField label="Day" value="2021-06-15" onChange={() => {}} />)).toContain('value="15/06/2021"')
    expect(page(<PhoneField label="Phone" value="+85512345678" onChange={() => {}} />)).toContain('value="012 345 678"')
  })

  test('choices are radio buttons of one name', () => {
    const choices = [
      { value: 'poor1', label: 'ID Poor 1' },
      { value: 'unknown', label: 'Not known yet' },
    ] as const
    const written = page(<ChoiceCards label="Poverty" choices={choices} value="unknown" onChange={() => {}} />)
    expect(new Set([...written.matchAll(/name="([^"]+)"/g)].map(([, name]) => name)).size).toBe(1)
    expect(written).toMatch(/value="unknown"[^>]*checked|checked[^>]*value="unknown"/)
    expect(written).toContain('<legend')
  })
})
