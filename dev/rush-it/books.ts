/**
 * The money behind the approvals: how much the nation allots to each province, and when.
 *
 * Provinces are given each quarter about what they will need, so that now and then one of them has
 * used up its money: a proposal turned down on such a day is turned down for that.
 */
import { allotmentKey } from '#capabilities/budgets/budget.ts'
import { chanceOf } from '#dev/chance.ts'
import { code, firstDay, lastDay } from '#dev/rush-it/scenario.ts'
import type { Line, Script, When } from '#dev/rush-it/script.ts'
import { homeOf, type Key } from '#door/key.ts'
import { account, type Posting } from '#door/posting.ts'
import { addDays, type Day } from '#door/values.ts'
import type { Definition } from '#programmes/programme.ts'
import { systemKey } from '#server/actors.ts'

/** A line with the money it moved; one that moved none is there to be told how much there was. */
export interface Moved {
  readonly line: Line
  readonly post: readonly Posting[]
}

const quarters: readonly Day[] = [firstDay, '2021-01-04', '2021-04-05', '2021-07-05', '2021-10-04']
/** All of it: what is not allotted stays with the nation. */
const wholeMinor = 40_000_000

export function setLine(script: Script, finance: Key, line: Key, definition: Definition) {
  const {
    code: lineCode,
    names,
    fundingSource,
    component,
    category,
    currency,
  } = definition.budgetLines.find((one) => one.code === 'inputs')!
  script.say(dawn(addDays(firstDay, 1)), finance, 'budget.set', line, {
    programme: code,
    code: lineCode,
    names,
    fundingSource,
    component,
    category,
    currency,
    minor: wholeMinor,
  })
}

/** Says what is allotted, and gives back what was available when each of the lines had been asked. */
export function tellAllotments(
  seed: number,
  { script, finance, line }: { script: Script; finance: Key; line: Key },
  moved: readonly Moved[],
): Map<string, number> {
  const chance = chanceOf(seed, 'books')
  const balances = new Map<string, number>()
  const homes = [...new Set(moved.map(({ line: of }) => homeOf(of.about)))].sort()

  for (const home of homes) {
    const allotment = allotmentKey(line, home)
    const own = moved
      .filter(({ line: of }) => homeOf(of.about) === home)
      .map(({ line: of, post }) => ({ of, by: -spentOf(post, allotment) }))
    let balance = 0
    for (const [at, from] of quarters.entries()) {
      const until = quarters[at + 1] ?? addDays(lastDay, 1)
      const inQuarter = own.filter(({ of }) => of.on >= from && of.on < until)
      let lowest = 0
      let running = 0
      for (const { by } of inQuarter) {
        running += by
        lowest = Math.min(lowest, running)
      }
      // A little is left over, seldom more than one more household could have had.
      const minor = Math.max(0, chance.between(500, 9000) - lowest - balance)
      if (minor > 0) {
        const on = at === 0 ? addDays(from, 2) : from
        script.say(dawn(on), finance, 'budget.allot', line, { to: home, minor })
        script.say(dawn(on), systemKey, 'allotment.receive', allotment, { line, minor })
      }
      balance += minor
      for (const { of, by } of inQuarter) {
        balance += by
        balances.set(of.id, balance)
      }
    }
  }
  return balances
}

/** How much less is available after these postings. */
function spentOf(post: readonly Posting[], allotment: Key): number {
  const id = account.available(allotment)
  return post.reduce(
    (sum, { debit, credit, minor }) => sum + (credit === id ? minor : 0) - (debit === id ? minor : 0),
    0,
  )
}

function dawn(on: Day): When {
  return { on, moment: 'dawn' }
}
