/**
 * What becomes of each proposal, and on which days: every total of the table is met by dividing the
 * proposals up, never by adding one that balances.
 */
import { type Chance, chanceOf } from '#dev/chance.ts'
import { type Application, type Areas, applyingIn, received, secondsWanted } from '#dev/rush-it/applications.ts'
import { fieldDayFrom, monthOf, officeDayFrom, syncDayFrom } from '#dev/rush-it/calendar.ts'
import { categoryOf, type Home } from '#dev/rush-it/households.ts'
import {
  appealsLost,
  approvedIdPoor,
  lastDay,
  overturned,
  published,
  readings,
  resubmitted,
  stillReturned,
  windowClosed,
  withdrawn,
} from '#dev/rush-it/scenario.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, daysBetween } from '#door/values.ts'

export type Ending = 'approved' | 'rejected' | 'verified' | 'submitted' | 'returned' | 'withdrawn' | 'duplicate'

export interface Fate {
  readonly application: Application
  ending: Ending
  /** Sent back on a day, and, unless it stays there, sent again: on a day in the field, and received. */
  returnedOn: Day | null
  resubmittedOn: Day | null
  resubmittedKnownOn: Day | null
  verifiedOn: Day | null
  /** The day of approval or rejection: the first one, where there was an appeal. */
  decidedOn: Day | null
  appeal: {
    readonly on: Day
    readonly knownOn: Day
    readonly decidedOn: Day
    readonly outcome: 'upheld' | 'overturned'
  } | null
  /** Rejected for what the records prove, by the district. */
  readonly proven: 'second-application' | 'outside-area' | 'window-closed' | null
  /** After a won appeal. */
  againVerifiedOn: Day | null
  approvedOn: Day | null
}

/** Of those who come again after a rejection. */
const again = { count: 262, approved: 104, rejected: 66 } as const
/** Of those whose status nobody has established: approved, and not supplied. */
const approvedUnknown = 17
const approvedException = 5

export function fatesOf(
  seed: number,
  homes: readonly Home[],
  areas: Areas,
  key: (home: string, on: Day) => Key,
): Fate[] {
  const chance = chanceOf(seed, 'fates')
  const applying = applyingIn(seed, areas, key)
  const applicants = homes.filter((home) => !home.merged && !chance.happens(0.07))
  const begun = applying.first(applicants)
  const first = begun.filter(({ kind }) => kind === 'first')
  const lateMore = applying.late(
    chance.shuffled(applicants),
    windowClosed - begun.filter(({ kind }) => kind === 'late').length,
  )
  const { second, duplicate } = secondsWanted
  const others = applying.others(
    first,
    received - begun.length - lateMore.length - second - duplicate - again.count - withdrawn,
  )
  // A withdrawn proposal is somebody's second thought, made and unmade within days.
  const unmade = applying.others(first, withdrawn)

  const pool = [...first, ...others]
  const undecided = readings.proposals_undecided - (again.count - again.approved - again.rejected)
  const rejectedHere =
    published.proposals_rejected - overturned - second - begun.length + first.length - lateMore.length - again.rejected
  const approvedHere = published.proposals_approved - overturned - again.approved
  const { waiting, decided } = divide(chance, pool, undecided)
  if (decided.length !== approvedHere + rejectedHere + overturned)
    throw new Error('the parts of the table do not add up')

  const { approved, rejected } = choose(chance, decided, approvedHere)
  const ended = [
    ...approved.map((application) => decidedFate(chance, application, 'approved')),
    ...rejected.map((application) => decidedFate(chance, application, 'rejected')),
  ]
  appeal(
    chance,
    ended.filter(({ ending }) => ending === 'rejected'),
  )

  const returners = applying.again(
    ended.flatMap(({ application, ending, decidedOn, appeal: appealed }) =>
      ending === 'rejected' && !appealed ? [{ application, decidedOn: decidedOn! }] : [],
    ),
    again.count,
  )
  const early = [...returners]
    .sort((a, b) => (a.knownOn < b.knownOn ? -1 : 1))
    .slice(0, again.approved + again.rejected)
  const lucky = new Set(
    chance
      .shuffled(early.filter(({ home, submittedOn }) => categoryOf(home, submittedOn) !== 'unknown'))
      .slice(0, again.approved),
  )
  const endedAgain = early.map((application) =>
    decidedFate(chance, application, lucky.has(application) ? 'approved' : 'rejected'),
  )
  const allWaiting = [...waiting, ...returners.filter((one) => !early.includes(one))]

  const standing = [...approved, ...waiting]
  const fates = [
    ...ended,
    ...endedAgain,
    ...waitingFates(chance, allWaiting),
    ...begun.filter(({ kind }) => kind !== 'first').map((application) => provenFate(chance, application)),
    ...lateMore.map((application) => provenFate(chance, application)),
    ...applying.second(standing, 'second', second).map((application) => provenFate(chance, application)),
    ...applying
      .second(standing, 'duplicate', duplicate)
      .map((application) => endedBy(chance, application, 'duplicate')),
    ...unmade.map((application) => endedBy(chance, application, 'withdrawn')),
  ]
  sendBack(chance, fates)
  return fates
}

/** The later it came, the likelier it still waits; nothing that came in the last weeks was decided. */
function divide(chance: Chance, pool: readonly Application[], undecided: number) {
  const score = new Map(
    pool.map((one) => {
      const days = daysBetween('2020-10-01', one.knownOn)
      const isLast = one.knownOn > addDays(lastDay, -24)
      return [one, isLast ? 10_000 + days : days < 30 ? days - 1000 : days + 170 * chance.around()] as const
    }),
  )
  const sorted = [...pool].sort((a, b) => score.get(b)! - score.get(a)!)
  return { waiting: sorted.slice(0, undecided), decided: sorted.slice(undecided) }
}

/** Whom the provinces approve. Nothing in it depends on the chain or the place. */
function choose(chance: Chance, decided: readonly Application[], wanted: number) {
  const by = (category: string) =>
    chance.shuffled(decided.filter(({ home, submittedOn }) => groupOf(categoryOf(home, submittedOn)) === category))
  const poor = by('poor')
  const quotas = [
    poor.slice(0, approvedIdPoor),
    by('unknown').slice(0, approvedUnknown),
    by('exception').slice(0, approvedException),
  ].flat()
  const general = by('general')
  const approved = [...quotas, ...general.slice(0, wanted - quotas.length)]
  if (approved.length !== wanted || poor.length < approvedIdPoor)
    throw new Error('too few of those decided can be approved')
  const chosen = new Set(approved)
  return { approved, rejected: decided.filter((one) => !chosen.has(one)) }
}

export function groupOf(category: string): 'poor' | 'general' | 'unknown' | 'exception' {
  return category === 'poor1' || category === 'poor2' ? 'poor' : (category as 'general')
}

function blank(application: Application, ending: Ending): Fate {
  return {
    application,
    ending,
    returnedOn: null,
    resubmittedOn: null,
    resubmittedKnownOn: null,
    verifiedOn: null,
    decidedOn: null,
    appeal: null,
    proven: null,
    againVerifiedOn: null,
    approvedOn: null,
  }
}

const lastOffice = addDays(lastDay, -2)

/** The first office day some days after another; sooner if the programme would end before. */
function soon(home: string, from: Day, days: number, before: Day = lastOffice): Day {
  const on = officeDayFrom(home, addDays(from, Math.max(1, days)))
  return on <= before ? on : officeDayFrom(home, addDays(from, 1))
}

function decidedFate(chance: Chance, application: Application, ending: 'approved' | 'rejected'): Fate {
  const fate = blank(application, ending)
  const { province } = application.home.commune
  // The first weeks of the programme are quick: everybody watches.
  const isEarly = application.knownOn < '2020-10-29'
  const slow = (few: number, many: number) => (isEarly ? 1 : few + Math.round(many * chance.unit() ** 2))
  if (ending === 'approved' || chance.happens(0.62))
    fate.verifiedOn = soon(province, application.knownOn, slow(3, 34), addDays(lastOffice, -5))
  fate.decidedOn = soon(province, fate.verifiedOn ?? application.knownOn, slow(2, 30))
  if (ending === 'approved') fate.approvedOn = fate.decidedOn
  return fate
}

function provenFate(chance: Chance, application: Application): Fate {
  const { home, knownOn, kind } = application
  const decidedOn = soon(home.commune.province, knownOn, chance.between(2, 20))
  const proven = ({ second: 'second-application', outside: 'outside-area', late: 'window-closed' } as const)[
    kind as 'second'
  ]
  return { ...blank(application, 'rejected'), decidedOn, proven }
}

function endedBy(chance: Chance, application: Application, ending: 'withdrawn' | 'duplicate'): Fate {
  const fate = blank(application, ending)
  fate.decidedOn = soon(application.home.commune.province, application.knownOn, chance.between(2, 12))
  return fate
}

/** Those that were verified and wait for a decision came in the months before, not in the last days. */
function waitingFates(chance: Chance, waiting: readonly Application[]): Fate[] {
  const latest = addDays(lastDay, -18)
  const fit = chance.shuffled(waiting.filter(({ knownOn }) => knownOn > '2021-05-01' && knownOn < latest))
  const verified = new Set(fit.slice(0, published.proposals_verified))
  return waiting.map((application) => {
    const fate = blank(application, verified.has(application) ? 'verified' : 'submitted')
    if (fate.ending === 'verified') {
      fate.verifiedOn = soon(
        application.home.commune.province,
        application.knownOn,
        8 + Math.round(90 * chance.unit() ** 2),
      )
    }
    return fate
  })
}

/** Sent back for something that is missing: some come again and go on, some stay with the farmer. */
function sendBack(chance: Chance, fates: readonly Fate[]) {
  const stays = chance.shuffled(
    fates.filter(({ ending, application }) => ending === 'submitted' && application.knownOn < addDays(lastDay, -12)),
  )
  for (const fate of stays.slice(0, stillReturned)) {
    const { home, knownOn } = fate.application
    fate.ending = 'returned'
    fate.returnedOn = soon(home.commune.province, knownOn, chance.between(3, 60))
  }

  let left = resubmitted
  for (const fate of chance.shuffled(fates)) {
    if (left === 0) return
    if (fate.returnedOn || fate.proven || ['withdrawn', 'duplicate'].includes(fate.ending)) continue
    const { home, knownOn } = fate.application
    const { province } = home.commune
    const until = fate.verifiedOn ?? fate.decidedOn ?? addDays(lastDay, -1)
    const returnedOn = soon(province, knownOn, chance.between(1, 9))
    const resubmittedOn = fieldDayFrom(addDays(returnedOn, chance.between(1, 12)))
    const knownAgainOn = syncDayFrom(province, resubmittedOn)
    if (knownAgainOn >= until) continue
    Object.assign(fate, { returnedOn, resubmittedOn, resubmittedKnownOn: knownAgainOn })
    left -= 1
  }
  if (left > 0) throw new Error('too few proposals have time to be sent back')
}

/** A rejection may be appealed once, and is decided one level up, by somebody else. */
function appeal(chance: Chance, rejected: readonly Fate[]) {
  const early = chance.shuffled(
    rejected.filter(({ decidedOn }) => monthOf(decidedOn!) < 13 && decidedOn! < '2021-10-10'),
  )
  // An unknown status would make the appeal's approval one more that cannot be supplied.
  const just = early.filter(({ application: { home, submittedOn } }) => categoryOf(home, submittedOn) === 'general')
  const won = just.slice(0, overturned)
  const lost = early.filter((fate) => !won.includes(fate)).slice(0, appealsLost)
  for (const fate of [...won, ...lost]) {
    const { province } = fate.application.home.commune
    const on = fieldDayFrom(addDays(fate.decidedOn!, chance.between(2, 16)))
    const knownOn = syncDayFrom(province, on)
    const decidedOn = soon(province, knownOn, chance.between(4, 20))
    const isWon = won.includes(fate)
    fate.appeal = { on, knownOn, decidedOn, outcome: isWon ? 'overturned' : 'upheld' }
    if (!isWon) continue
    fate.ending = 'approved'
    fate.againVerifiedOn = soon(province, decidedOn, chance.between(3, 10))
    fate.approvedOn = soon(province, fate.againVerifiedOn, chance.between(2, 10))
  }
}
