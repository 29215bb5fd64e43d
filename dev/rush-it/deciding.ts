/** Tells the life of each proposal as commands: sent, sent back, looked at, decided, appealed. */
import { isSampled } from '#capabilities/proposals/proposal.ts'
import { ceilingOf } from '#capabilities/windows/window.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import type { Application } from '#dev/rush-it/applications.ts'
import { local, workingHour } from '#dev/rush-it/calendar.ts'
import type { Fate } from '#dev/rush-it/fates.ts'
import { categoryOf, type Home } from '#dev/rush-it/households.ts'
import type { Script, When } from '#dev/rush-it/script.ts'
import type { Somebody, Staff } from '#dev/rush-it/staff.ts'
import type { WindowCode } from '#dev/rush-it/windows.ts'
import { approvedWorth, estimate, pricedOn, type WindowOn, type Wish, type Wished } from '#dev/rush-it/wishes.ts'
import type { Key } from '#door/key.ts'
import type { Day } from '#door/values.ts'

export interface Telling {
  readonly script: Script
  readonly staff: Staff
  readonly windowOn: WindowOn
  readonly windows: Readonly<Record<WindowCode, Key>>
}

/** Who had a hand in a proposal: whoever comes next must be somebody else. */
export interface Hands {
  readonly assistedBy: Key | null
  verifiedBy: Key | null
  approvedBy: Key | null
  /** Who has turned it down or heard its appeal: they decide nothing more about it. */
  readonly turnedDownBy: Key[]
}

/** Says everything about the proposals, and gives back who did what. */
export function tellProposals(
  seed: number,
  fates: readonly Fate[],
  wishes: ReadonlyMap<Fate, Wished>,
  telling: Telling,
): Map<Fate, Hands> {
  const chance = chanceOf(seed, 'deciding')
  return new Map(fates.map((fate) => [fate, tell(chance, fate, wishes.get(fate)!, telling)]))
}

function tell(chance: Chance, fate: Fate, { first, last }: Wished, telling: Telling): Hands {
  const { script, staff } = telling
  const { application } = fate
  const { home, key } = application
  const officers = chance.shuffled(staff.officers.get(home.commune.district)!)
  const author = authorOf(chance, application, officers)
  const free = officers.filter((officer) => officer.key !== author)
  const hands: Hands = {
    assistedBy: author === home.farmer ? null : author,
    verifiedBy: null,
    approvedBy: null,
    turnedDownBy: [],
  }

  submit(chance, fate, first, author, telling)
  const verifier = free[0]!
  if (fate.returnedOn) {
    script.decide(office(fate.returnedOn), verifier.key, 'proposal.return', key, {
      code: chance.pick(returnedFor),
      note: chance.happens(0.6) ? chance.pick(returnNotes) : null,
    })
  }
  if (fate.resubmittedOn) {
    const when = {
      on: fate.resubmittedKnownOn!,
      moment: 'evening',
      happenedAt: workingHour(chance, fate.resubmittedOn),
    } as const
    const wish = wishInput(chance, fate, last, fate.resubmittedOn, telling)
    script.decide(when, author, 'proposal.resubmit', key, wish)
  }
  if (fate.verifiedOn) verify(chance, fate, first, fate.verifiedOn, verifier, hands, telling)

  if (fate.ending === 'withdrawn') {
    script.say({ on: fate.decidedOn!, moment: 'evening' }, author, 'proposal.withdraw', key, {
      reason: chance.pick(withdrawnFor),
    })
  } else if (fate.ending === 'duplicate') {
    script.decide(office(fate.decidedOn!), verifier.key, 'proposal.markDuplicate', key, { of: application.after!.key })
  } else if (fate.ending === 'rejected' || fate.appeal) {
    reject(chance, fate, last, free, hands, author, telling)
  }
  if (fate.ending === 'approved') approve(chance, fate, first, last, free, hands, telling)
  return hands
}

function submit(chance: Chance, fate: Fate, wish: Wish, author: Key, telling: Telling) {
  const { submittedOn, knownOn, key, home } = fate.application
  // Registered and proposed on one visit: the proposal is written after the registration.
  const isSameDay = submittedOn === home.registeredOn
  const happenedAt = isSameDay
    ? local(submittedOn, `17:${String(chance.between(11, 50))}`)
    : workingHour(chance, submittedOn)
  const when: When = { on: knownOn, moment: 'evening', happenedAt }
  const input = { household: home.key, ...wishInput(chance, fate, wish, submittedOn, telling) }
  if (chance.happens(0.012)) {
    // The shop's first price is dearer than the programme pays; the next one is not.
    const window = telling.windowOn(fate.application.window, submittedOn)
    const [first] = window.packages.find(({ code }) => code === wish.package)!.items
    const dear = {
      item: first!.item,
      unitPrice: ceilingOf(window, first!.item, home.village, submittedOn)!.minor + 500,
    }
    const asked = { ...input, quotations: [dear] }
    telling.script.tries(when, author, 'proposal.submit', key, asked, 'window.price-above-ceiling')
  }
  if (chance.happens(0.03)) telling.script.say(when, author, 'proposal.draft', key, input)
  telling.script.say(when, author, 'proposal.submit', key, input)
}

/** Most are written with the extension worker's help; some by farmers on their own phones, a few at the district. */
function authorOf(chance: Chance, { home, submittedOn }: Application, officers: readonly Somebody[]): Key {
  if (home.farmer && home.farmerSince! <= submittedOn) return home.farmer
  return chance.happens(0.015) ? officers[0]!.key : home.worker.key
}

function wishInput(chance: Chance, fate: Fate, wish: Wish, day: Day, { windowOn, windows }: Telling) {
  const { application } = fate
  const worth = estimate(fate, wish, windowOn, day)
  return {
    window: windows[application.window],
    package: wish.package,
    quantity: wish.quantity,
    place: application.home.village,
    contribution: wish.contribution,
    consent: true as const,
    ...(wish.quotations.length > 0 ? { quotations: [...wish.quotations] } : {}),
    ...(worth > windowOn(application.window, day).planAbove
      ? { plan: planFor(chance, fate, wish, day, windowOn) }
      : {}),
  }
}

/** More is asked for a larger sum: the farmer's own words and numbers. */
function planFor(chance: Chance, fate: Fate, wish: Wish, day: Day, windowOn: WindowOn) {
  const { plan } = windowOn(fate.application.window, day).packages.find(({ code }) => code === wish.package)!
  const harvest = Math.round(plan.yield * wish.quantity * (0.8 + 0.3 * chance.unit()))
  return {
    cycleDays: plan.cycleDays,
    yield: harvest,
    sales: harvest * Math.round(plan.unitSale / 100) * 100,
    ownCost: Math.round((plan.ownCost * wish.quantity * (0.9 + 0.3 * chance.unit())) / 1000) * 1000,
    note: chance.pick(planNotes),
  }
}

function verify(
  chance: Chance,
  fate: Fate,
  first: Wish,
  on: Day,
  { key: officer }: Somebody,
  hands: Hands,
  { script, windowOn }: Telling,
) {
  const { application } = fate
  const window = windowOn(application.window, application.submittedOn)
  const isVisit =
    isSampled(application.key, window, estimate(fate, first, windowOn, application.submittedOn)) || chance.happens(0.08)
  script.decide(office(on), officer, 'proposal.verify', application.key, {
    how: isVisit ? 'visit' : 'desk',
    note: chance.happens(0.35) ? chance.pick(verifyNotes) : null,
    photo: isVisit ? chance.hex(64) : null,
    position: null,
  })
  hands.verifiedBy = officer
}

function approve(
  chance: Chance,
  fate: Fate,
  first: Wish,
  last: Wish,
  free: readonly Somebody[],
  hands: Hands,
  telling: Telling,
) {
  const { script, staff, windowOn } = telling
  const { application } = fate
  const { province } = application.home.commune
  if (fate.againVerifiedOn) verify(chance, fate, first, fate.againVerifiedOn, free[0]!, hands, telling)

  const worth = approvedWorth(fate, last, windowOn)
  const tier = windowOn(application.window, fate.approvedOn!).tiers.find(
    ({ upTo }) => upTo === null || worth <= upTo,
  )!.tier
  const able = tier === 2 ? staff.approvers.get(province)! : staff.directors
  const by = chance.pick(able.filter(({ key }) => !hands.turnedDownBy.includes(key)))
  hands.approvedBy = by.key
  script.decide(office(fate.approvedOn!), by.key, 'proposal.approve', application.key, {
    note: chance.happens(0.12) ? chance.pick(approveNotes) : null,
  })
}

function reject(
  chance: Chance,
  fate: Fate,
  last: Wish,
  free: readonly Somebody[],
  hands: Hands,
  author: Key,
  telling: Telling,
) {
  const { script, staff, windowOn } = telling
  const { application, appeal } = fate
  const { province } = application.home.commune
  const worth = estimate(fate, last, windowOn, pricedOn(fate))
  const isProvinces = !fate.verifiedOn || worth <= windowOn(application.window, application.submittedOn).tiers[0]!.upTo!
  const by = fate.proven ? free[0]! : chance.pick(isProvinces ? staff.approvers.get(province)! : staff.directors)
  script.decide(office(fate.decidedOn!), by.key, 'proposal.reject', application.key, {
    code: fate.proven ?? reasonFor(chance, application.home, application.submittedOn),
    note: chance.happens(0.25) ? chance.pick(rejectNotes) : null,
    ...(fate.proven ? { bulk: true } : {}),
  })
  if (!appeal) return

  script.say(
    { on: appeal.knownOn, moment: 'evening', happenedAt: workingHour(chance, appeal.on) },
    author,
    'proposal.appeal',
    application.key,
    {
      note: chance.pick(appealNotes),
    },
  )
  const hearing = chance.pick(staff.directors.filter(({ key }) => key !== by.key))
  script.decide(office(appeal.decidedOn), hearing.key, 'proposal.decideAppeal', application.key, {
    outcome: appeal.outcome,
    reply: chance.pick(appeal.outcome === 'overturned' ? overturnedFor : upheldFor),
  })
  hands.turnedDownBy.push(by.key, hearing.key)
}

/** A judgement, plausible for this household. */
function reasonFor(chance: Chance, home: Home, day: Day): string {
  const isUnproven = categoryOf(home, day) === 'unknown'
  return chance.weighted(isUnproven ? [...judged, ['status-not-shown', 40]] : judged)
}

const judged: (readonly [string, number])[] = [
  ['plan-not-viable', 20],
  ['no-land-or-coop', 17],
  ['incomplete', 14],
  ['contribution-not-met', 11],
  ['already-supported', 9],
  ['not-reached', 8],
  ['price-above-ceiling', 6],
  ['package-not-in-window', 5],
  ['false-information', 3],
  ['conflict-of-interest', 2],
  ['other', 1],
]
const returnedFor = ['incomplete', 'price-above-ceiling', 'contribution-not-met', 'no-land-or-coop'] as const

const returnNotes = [
  'Please add the price that the shop quoted',
  'How will the water be brought to the beds?',
  'The quantity does not fit the coop',
] as const
const verifyNotes = [
  'Plot seen from the road, water all year',
  'Coop of 3 by 6 metres',
  'Called the farmer',
  'Neighbours confirm',
] as const
const approveNotes = ['After the rains', 'With the neighbours, one delivery'] as const
const rejectNotes = [
  'May come again with another package',
  'Told by telephone',
  'See the plan of the next round',
] as const
const withdrawnFor = ['Moved to the city', 'Found work at the factory again', 'Prefers the other package'] as const
const planNotes = [
  'The collector comes twice a week and has asked for more',
  'We sold all of the first flock at new year',
  'Water from the pond until April, then from the well',
] as const
const appealNotes = [
  'There is a well now; the photo shows it',
  'We were at the market when the officer came',
  'The other project gave seed, not drip lines',
] as const
const overturnedFor = ['The well was seen on a second visit', 'The other support was for rice, not for this'] as const
const upheldFor = ['The reason stands; the next round is open', 'The plan cannot pay for its feed'] as const

function office(on: Day): When {
  return { on, moment: 'office' }
}
