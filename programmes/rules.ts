/**
 * What must hold between the parts of a programme, beyond the shape of each. A rule names the path
 * where it is broken and says in a sentence what is wrong.
 */
import type { ListedUnit } from '#capabilities/places/gazetteer.ts'
import { provable } from '#capabilities/windows/window.ts'
import { addDays } from '#door/values.ts'
import { type ProgrammeFile, type RolesFile, settled, type WindowPlan } from './programme.ts'

export interface Mistake {
  readonly path: string
  readonly rule: string
}

/** Settings that decide about money and duties: each has a source, or is said to be assumed. */
const accountedFor = [
  'area',
  'opensOn',
  'closesOn',
  'ceilingPerHousehold',
  'rates',
  'shares',
  'contributions',
  'planAbove',
  'deadlines',
  'lateDays',
  'verification',
  'verifyTier',
  'tiers',
  'voucherDays',
  'handoversMax',
] as const

export function mistakesIn(programme: ProgrammeFile, places: readonly ListedUnit[]): Mistake[] {
  const mistakes: Mistake[] = []
  const say = (path: string, rule: string) => mistakes.push({ path, rule })
  const codesOf = (list: readonly { code: string }[]) => new Set(list.map(({ code }) => code))
  const known = new Set(places.map(({ code }) => code))

  for (const list of [
    'milestones',
    'outcomes',
    'components',
    'instruments',
    'principles',
    'budgetLines',
    'chains',
    'topics',
    'courses',
    'reasons',
    'windows',
    'indicators',
  ] as const) {
    for (const [at, { code }] of programme[list].entries()) {
      if (programme[list].findIndex((other) => other.code === code) !== at)
        say(`${list}.${at}.code`, `the code ${code} stands here twice`)
    }
  }
  const { from, until } = programme.period
  if (until < from) say('period.until', 'a programme ends after it began')
  for (const [at, code] of programme.area.entries()) {
    if (!known.has(code)) say(`area.${at}`, `there is no place ${code} in places.json`)
  }

  const outcomes = codesOf(programme.outcomes)
  const components = codesOf(programme.components)
  const chains = codesOf(programme.chains)
  const courses = codesOf(programme.courses)
  for (const [at, { serves }] of programme.components.entries()) {
    for (const outcome of serves)
      if (!outcomes.has(outcome)) say(`components.${at}.serves`, `there is no outcome ${outcome}`)
  }
  for (const [at, { component }] of programme.budgetLines.entries()) {
    if (!components.has(component)) say(`budgetLines.${at}.component`, `there is no component ${component}`)
  }
  for (const [at, { chain, requires }] of programme.topics.entries()) {
    if (chain !== null && !chains.has(chain)) say(`topics.${at}.chain`, `there is no chain ${chain}`)
    for (const course of requires)
      if (!courses.has(course)) say(`topics.${at}.requires`, `there is no course ${course}`)
  }
  for (const course of programme.requiredOfWorkers) {
    if (!courses.has(course)) say('requiredOfWorkers', `there is no course ${course}`)
  }
  for (const [at, { parts, minor, note }] of programme.financing.entries()) {
    const sum = parts.reduce((total, part) => total + part.minor, 0)
    if (parts.length > 0 && sum !== minor && note === null) {
      say(`financing.${at}.note`, `the parts add up to ${sum}, not to ${minor}, and the note does not say so`)
    }
  }
  for (const [at, { least, most }] of programme.pricesSeen.entries()) {
    if (most < least) say(`pricesSeen.${at}.most`, 'the highest price lies below the lowest')
  }
  if (programme.windows.length > 0) {
    for (const proof of provable) {
      if (!programme.reasons.some((reason) => reason.code === proof && reason.proof === proof)) {
        say('reasons', `what the records can prove has a reason: ${proof} is missing`)
      }
    }
  }
  for (const part of Object.keys(programme.assumed)) {
    if (!(part in programme)) say(`assumed.${part}`, 'a programme has no such part')
  }

  const { terms } = programme
  if (terms === null) {
    if (programme.windows.length > 0) say('terms', 'a programme with windows says what they have in common')
    return mistakes
  }
  for (const setting of accountedFor) {
    if (!(setting in terms.sources) && !(setting in terms.assumed)) {
      say(`terms.${setting}`, 'it has no source, and is not said to be assumed')
    }
  }
  for (const kind of ['sources', 'assumed'] as const) {
    for (const setting of Object.keys(terms[kind])) {
      if (!(setting in terms)) say(`terms.${kind}.${setting}`, 'a window has no such setting')
    }
  }
  for (const [at, plan] of programme.windows.entries()) {
    mistakesInWindow(programme, plan, known, (path, rule) => say(`windows.${at}.${path}`, rule))
  }
  return mistakes
}

function mistakesInWindow(
  programme: ProgrammeFile,
  plan: WindowPlan,
  known: ReadonlySet<string>,
  say: (path: string, rule: string) => void,
) {
  const window = settled(programme, plan)
  const items = new Set(window.items.map(({ code }) => code))
  const { from, until } = programme.period
  if (window.closesOn < window.opensOn) say('closesOn', 'a window closes after it opened')
  if (window.opensOn < from || window.closesOn > until)
    say('opensOn', `a window lies within the programme's time, ${from} to ${until}`)
  if (!programme.chains.some(({ code }) => code === window.chain)) say('chain', `there is no chain ${window.chain}`)
  const line = programme.budgetLines.find(({ code }) => code === window.budgetLine)
  if (!line) say('budgetLine', `there is no budget line ${window.budgetLine}`)
  else if (line.currency !== window.currency) say('currency', `its budget line is kept in ${line.currency}`)
  for (const [at, code] of window.area.entries()) {
    if (!known.has(code)) say(`area.${at}`, `there is no place ${code} in places.json`)
  }

  for (const [at, { substitutes }] of window.items.entries()) {
    for (const code of substitutes) if (!items.has(code)) say(`items.${at}.substitutes`, `there is no item ${code}`)
  }
  for (const [at, one] of window.packages.entries()) {
    for (const [place, { item }] of one.items.entries()) {
      if (!items.has(item)) say(`packages.${at}.items.${place}.item`, `there is no item ${item}`)
    }
    if (one.quantityMin > one.quantityMax) say(`packages.${at}.quantityMin`, 'the least quantity lies above the most')
  }
  for (const [at, price] of window.prices.entries()) {
    if (!items.has(price.item)) say(`prices.${at}.item`, `there is no item ${price.item}`)
    if (price.from > window.closesOn)
      say(`prices.${at}.from`, 'a price that begins after the window has closed is nobody’s')
    if (price.from < addDays(window.opensOn, -366))
      say(`prices.${at}.from`, 'a price from more than a year before the window opens is no price any more')
    const first = window.prices.findIndex(
      (other) => other.item === price.item && other.province === price.province && other.from === price.from,
    )
    if (first !== at) say(`prices.${at}`, `there are two prices for ${price.item} from ${price.from}`)
  }
  if (!window.rates.some((rate) => rate.from <= window.opensOn))
    say('rates', 'there is no exchange rate on the day the window opens')
  for (const [at, { tier, upTo }] of window.tiers.entries()) {
    const before = window.tiers[at - 1]
    if (before && (tier <= before.tier || before.upTo === null || (upTo !== null && upTo <= before.upTo))) {
      say(`tiers.${at}`, 'each tier is higher than the one before, and decides on more')
    }
  }
  if (window.tiers.at(-1)!.upTo !== null) say('tiers', 'the highest tier decides without a limit')
}

/** Every permission that is asked for is held by somebody, and nobody holds one that nothing asks for. */
export function mistakesInRoles(roles: RolesFile, permissions: ReadonlySet<string>): Mistake[] {
  const mistakes: Mistake[] = []
  for (const [name, role] of Object.entries(roles)) {
    for (const [at, permission] of role.permissions.entries()) {
      if (!permissions.has(permission))
        mistakes.push({ path: `${name}.permissions.${at}`, rule: `nothing asks for the permission ${permission}` })
    }
    for (const [at, other] of role.apartFrom.entries()) {
      if (!Object.hasOwn(roles, other))
        mistakes.push({ path: `${name}.apartFrom.${at}`, rule: `there is no role ${other}` })
    }
  }
  return mistakes
}
