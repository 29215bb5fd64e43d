import * as z from 'zod/mini'
import { type Allotment, allotmentKey } from '#capabilities/budgets/budget.ts'
import { categoryOn, type Household, servedAs } from '#capabilities/households/household.ts'
import type { Place } from '#capabilities/places/place.ts'
import { objectionsTo } from '#capabilities/proposals/proposal.objections.ts'
import {
  converted,
  type Doubt,
  doubtsOf,
  isActive,
  isSampled,
  type Plan,
  type Proposal,
  priced,
  promised,
  standing,
  take,
} from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { ContributionKind, packageOf, reasonOf, tierFor, type Window } from '#capabilities/windows/window.ts'
import { type Actor, isOwnAffair, tierOver } from '#door/actor.ts'
import { commandsAbout, type Decision } from '#door/command.ts'
import { all, balance, one } from '#door/facts.ts'
import { homeOf, type Key, KeyText } from '#door/key.ts'
import { account } from '#door/posting.ts'
import { isRefusal, type Refusal, refuse } from '#door/refusal.ts'
import {
  Code,
  type Day,
  dayOf,
  type Instant,
  Line,
  Minor,
  Note,
  Photo,
  Position,
  Quantity,
  VillageCode,
} from '#door/values.ts'

const command = commandsAbout<Proposal>()

const PlanInput = z.object({
  cycleDays: z.int().check(z.minimum(1), z.maximum(1000)),
  yield: Minor,
  sales: Minor,
  ownCost: Minor,
  note: z.nullable(Note(1000)),
})

/** Five answers make a proposal: package, quantity, place, contribution, consent. The rest is filled in. */
const Wish = z.object({
  window: KeyText,
  package: Code,
  quantity: Quantity,
  place: VillageCode,
  contribution: ContributionKind,
  consent: z.literal(true),
  quotations: z.optional(z.array(z.object({ item: Code, unitPrice: Minor })).check(z.maxLength(20))),
  plan: z.optional(PlanInput),
  shop: z.optional(KeyText),
  assisted: z.optional(z.boolean()),
  position: z.optional(Position),
  photos: z.optional(z.array(Photo).check(z.maxLength(6))),
})
type Wish = z.infer<typeof Wish>

const WishOf = z.extend(Wish, { household: KeyText })

const seen = { seen: z.int().check(z.minimum(1)) }

interface WishFacts {
  window: Window | undefined
  household: Household | undefined
  others: Proposal[]
  village: Place | undefined
}

const wishNeeds = (household: Key, { window, place }: Wish, about: Key) => ({
  window: one<Window>('window', window),
  household: one<Household>('household', household, 'lock'),
  others: all<Proposal>('proposal', homeOf(about), { household }),
  village: one<Place>('place', place),
})

export const proposalCommands = {
  /** Kept unfinished, so that another phone can go on with it. */
  draft: command({
    input: WishOf,
    permission: 'proposal.submit',
    clock: 'happened',
    begins: true,
    offline: true,
    needs: ({ input, about }) => wishNeeds(input.household, input, about),
    decide(_, input, { actor, about, at, facts }) {
      const wish = written(input.household, input, facts, { actor, about, at })
      return isRefusal(wish) ? wish : { record: { ...wish, state: 'draft' } }
    },
  }),

  submit: command({
    input: WishOf,
    permission: 'proposal.submit',
    clock: 'happened',
    begins: 'either',
    offline: true,
    needs: ({ input, about }) => wishNeeds(input.household, input, about),
    decide(draft: Proposal | undefined, input, { actor, about, at, facts }) {
      if (draft && draft.household !== input.household) return refuse('proposal.not-own')
      const wish = written(input.household, input, facts, { actor, about, at })
      if (isRefusal(wish)) return wish
      if (!draft) return { record: { ...wish, state: 'submitted' } }
      const { key: _, version: __, state: ___, ...fresh } = wish
      return step(take('submit', draft, at, fresh))
    },
  }),

  resubmit: command({
    input: z.extend(Wish, seen),
    permission: 'proposal.submit',
    clock: 'happened',
    offline: true,
    needs: ({ record, input, about }) => wishNeeds(record.household, input, about),
    decide(proposal, input, { actor, about, at, facts }) {
      if (proposal.version !== input.seen) return refuse('record.changed')
      if (proposal.window !== input.window) return refuse('window.not-found')
      const wish = written(
        proposal.household,
        input,
        { ...facts, others: facts.others.filter(({ key }) => key !== about) },
        { actor, about, at },
        proposal,
      )
      if (isRefusal(wish)) return wish
      const {
        window: _,
        lines,
        projectMinor,
        rate,
        quantity,
        plan,
        position,
        photos,
        contribution,
        place,
        shop,
        doubts,
      } = wish
      return step(
        take('resubmit', proposal, at, {
          package: wish.package,
          lines,
          projectMinor,
          rate,
          quantity,
          plan,
          position,
          photos,
          contribution,
          place,
          shop,
          doubts,
          tier: wish.tier,
        }),
      )
    },
  }),

  withdraw: command({
    input: z.object({ reason: Line(300) }),
    permission: 'proposal.submit',
    clock: 'received',
    offline: true,
    decide: (proposal, _, { at }) => step(take('withdraw', proposal, at)),
  }),

  return: command({
    input: z.object({ ...seen, code: Code, note: z.nullable(Note()) }),
    permission: 'proposal.verify',
    clock: 'received',
    offline: true,
    needs: ({ record }) => ({ window: one<Window>('window', record.window) }),
    decide(proposal, input, { actor, at, facts }) {
      const barred =
        barredFrom(proposal, actor) ?? stale(proposal, input) ?? belowTier(proposal, actor, 'proposal.verify')
      if (barred) return barred
      if (!facts.window || !reasonOf(facts.window, input.code))
        return refuse('window.reason-unknown', { code: input.code })
      return step(
        take('return', proposal, at, {
          returns: [...proposal.returns, { by: actor.id, at, code: input.code, note: input.note }],
          verification: null,
          tier: facts.window.verifyTier,
        }),
      )
    },
  }),

  verify: command({
    input: z.object({
      ...seen,
      how: z.enum(['desk', 'visit']),
      note: z.nullable(Note()),
      photo: z.nullable(Photo),
      position: z.nullable(Position),
    }),
    permission: 'proposal.verify',
    clock: 'happened',
    offline: true,
    needs: ({ record }) => ({ window: one<Window>('window', record.window) }),
    decide(proposal, input, { actor, at, facts }) {
      const { how, note, photo, position } = input
      const barred = barredFrom(proposal, actor) ?? stale(proposal, input)
      if (barred) return barred
      if (!facts.window) return refuse('window.not-found')
      // Whose turn it is: the district's, or the level that the case was passed on to.
      const turn = Math.max(facts.window.verifyTier, highestReferral(proposal))
      if (proposal.state === 'submitted' && tierOver(actor, 'proposal.verify', proposal) !== turn) {
        return refuse('duty.tier', { tier: turn })
      }
      if (proposal.sampled && how === 'desk') return refuse('proposal.visit-needed')
      if (how === 'visit' && photo === null) return refuse('proposal.photo-missing')
      return step(
        take('verify', proposal, at, {
          verification: { by: actor.id, at, how, note, photo, position },
          tier: Math.max(tierFor(facts.window, proposal.projectMinor), highestReferral(proposal)),
        }),
      )
    },
  }),

  /** From a phone without a signal too: it counts from when the office has it, which alone knows the money. */
  approve: command({
    input: z.object({ ...seen, note: z.nullable(Note()) }),
    permission: 'proposal.decide',
    clock: 'received',
    offline: true,
    needs: ({ record, about }) => ({
      window: one<Window>('window', record.window),
      household: one<Household>('household', record.household, 'lock'),
      others: all<Proposal>('proposal', homeOf(about), { household: record.household }),
      merged: all<Household>('household', null, { mergedInto: record.household }),
    }),
    more: ({ facts, about }) => ({
      allotment: one<Allotment>(
        'allotment',
        facts.window ? allotmentKey(facts.window.budgetLine, homeOf(about)) : null,
      ),
      available: balance(
        account.available(facts.window ? allotmentKey(facts.window.budgetLine, homeOf(about)) : ''),
        about,
      ),
    }),
    // Facts are looked up where they are read, so that a phone knows of a refusal before it comes to the money.
    decide(proposal, input, { actor, at, facts }) {
      const barred = barredFrom(proposal, actor) ?? stale(proposal, input)
      if (barred) return barred
      if (proposal.verification?.by === actor.id) return refuse('duty.verified')
      if (wasDecidedBy(proposal, actor)) return refuse('proposal.same-decider')
      const { window, household } = facts
      if (!window) return refuse('window.not-found')
      if (!isActive(household)) return refuse('household.merged')

      // Riel become the line's currency once, today, at the window's rate.
      const worth = converted(window, proposal.lines, dayOf(at))
      if (isRefusal(worth)) return worth
      const { projectMinor, rate } = worth
      const tier = Math.max(tierFor(window, projectMinor), highestReferral(proposal))
      const held = tierOver(actor, 'proposal.decide', proposal)
      if (held < tier) return refuse('duty.tier', { tier })

      if (promised(facts.others, window.key) + projectMinor > window.ceilingPerHousehold) {
        return refuse('proposal.above-ceiling', { ceiling: window.ceilingPerHousehold, currency: window.currency })
      }
      const served = servedAs(household, facts.merged, window.key)
      if (served) return refuse('household.served', { as: served })
      const { allotment } = facts
      if (!allotment) return refuse('budget.not-found')
      if (facts.available < projectMinor) return refuse('budget.exhausted')

      const approved = take('approve', proposal, at, {
        approval: { by: actor.id, at, tier: held, note: input.note },
        currency: window.currency,
        projectMinor,
        rate,
      })
      if (isRefusal(approved)) return approved
      return {
        record: approved,
        post: [
          {
            debit: account.committed(allotment.key),
            credit: account.available(allotment.key),
            currency: window.currency,
            minor: projectMinor,
          },
        ],
      }
    },
  }),

  reject: command({
    input: z.object({ ...seen, code: Code, note: z.nullable(Note()), bulk: z.optional(z.boolean()) }),
    permission: 'proposal.reject',
    clock: 'received',
    offline: true,
    needs: ({ record, about }) => ({
      window: one<Window>('window', record.window),
      others: all<Proposal>('proposal', homeOf(about), { household: record.household }),
    }),
    more: ({ facts, about }) => ({
      available: balance(
        account.available(facts.window ? allotmentKey(facts.window.budgetLine, homeOf(about)) : ''),
        about,
      ),
    }),
    decide(proposal, input, { actor, at, facts }) {
      const { code, note, bulk = false } = input
      const barred = barredFrom(proposal, actor) ?? stale(proposal, input)
      if (barred) return barred
      if (proposal.verification?.by === actor.id) return refuse('duty.verified')
      const { window } = facts
      if (!window) return refuse('window.not-found')
      const reason = reasonOf(window, code)
      if (!reason) return refuse('window.reason-unknown', { code })

      // What the records prove may be said by whoever verifies, and many at a time; a judgement is
      // made one by one, by those who decide.
      const proven = reason.proof !== null && isProven(reason.proof, proposal, window, facts)
      if (bulk && !proven) return refuse('proposal.not-proven', { code })
      const tier = proven
        ? window.verifyTier
        : Math.max(proposal.tier, Math.min(...window.tiers.map((one) => one.tier)))
      const held = tierOver(actor, 'proposal.reject', proposal)
      if (held < tier) return refuse('duty.tier', { tier })
      return step(
        take('reject', proposal, at, {
          rejections: [...proposal.rejections, { by: actor.id, at, tier: held, code, note, bulk }],
        }),
      )
    },
  }),

  markDuplicate: command({
    input: z.object({ ...seen, of: KeyText }),
    permission: 'proposal.verify',
    clock: 'received',
    needs: ({ input }) => ({ original: one<Proposal>('proposal', input.of) }),
    decide(proposal, input, { actor, at, facts: { original } }) {
      const barred = barredFrom(proposal, actor) ?? stale(proposal, input)
      if (barred) return barred
      if (
        !original ||
        original.key === proposal.key ||
        original.household !== proposal.household ||
        original.window !== proposal.window
      ) {
        return refuse('proposal.not-found')
      }
      return step(take('markDuplicate', proposal, at))
    },
  }),

  /** One level up, with the reason, when separation of duties leaves nobody to act. */
  refer: command({
    input: z.object({ to: z.int().check(z.minimum(2), z.maximum(3)), why: Line(300) }),
    permission: 'proposal.refer',
    clock: 'received',
    decide(proposal, { to, why }, { at }) {
      if (to <= proposal.tier) return refuse('duty.tier', { tier: proposal.tier })
      return step(
        take('refer', proposal, at, {
          tier: to,
          referrals: [...proposal.referrals, { from: proposal.tier, to, why, at }],
        }),
      )
    },
  }),

  appeal: command({
    input: z.object({ note: Note() }),
    permission: 'proposal.submit',
    clock: 'happened',
    offline: true,
    decide(proposal, { note }, { actor, at }) {
      const last = proposal.rejections.at(-1)
      if (proposal.appeal || !last) return refuse(proposal.appeal ? 'proposal.appealed' : 'proposal.not-found')
      return step(
        take('appeal', proposal, at, {
          tier: Math.min(last.tier + 1, 3),
          appeal: { by: actor.id, at, note, outcome: null, decidedBy: null, decidedAt: null, reply: null },
        }),
      )
    },
  }),

  decideAppeal: command({
    input: z.object({ ...seen, outcome: z.enum(['upheld', 'overturned']), reply: Note() }),
    permission: 'proposal.decide',
    clock: 'received',
    needs: ({ record }) => ({ window: one<Window>('window', record.window) }),
    decide(proposal, input, { actor, at, facts: { window } }) {
      const barred = barredFrom(proposal, actor) ?? stale(proposal, input)
      if (barred) return barred
      if (wasDecidedBy(proposal, actor) || proposal.verification?.by === actor.id)
        return refuse('proposal.same-decider')
      const held = tierOver(actor, 'proposal.decide', proposal)
      if (held < proposal.tier) return refuse('duty.tier', { tier: proposal.tier })
      const { outcome, reply } = input
      const appeal = proposal.appeal && { ...proposal.appeal, outcome, reply, decidedBy: actor.id, decidedAt: at }
      return step(
        take(outcome === 'upheld' ? 'uphold' : 'overturn', proposal, at, {
          appeal,
          // Granted, it is looked at from the beginning; refused, what was found stays on record.
          ...(outcome === 'overturned' ? { verification: null, tier: window?.verifyTier ?? proposal.tier } : {}),
        }),
      )
    },
  }),

  /** Before a voucher is issued; afterwards the voucher is cancelled, and its money flows back from there. */
  cancel: command({
    input: z.object({ ...seen, reason: Line(300) }),
    permission: 'proposal.decide',
    clock: 'received',
    needs: ({ record, about }) => ({
      window: one<Window>('window', record.window),
      vouchers: all<Voucher>('voucher', homeOf(about), { proposal: record.key }),
    }),
    decide(proposal, input, { actor, at, facts: { window, vouchers } }) {
      const barred = barredFrom(proposal, actor) ?? stale(proposal, input)
      if (barred) return barred
      if (!window) return refuse('window.not-found')
      if (vouchers.length > 0) return refuse('voucher.exists')
      const cancelled = take('cancel', proposal, at)
      if (isRefusal(cancelled)) return cancelled
      const allotment = allotmentKey(window.budgetLine, homeOf(proposal.key))
      return {
        record: cancelled,
        post: [
          {
            debit: account.available(allotment),
            credit: account.committed(allotment),
            currency: proposal.currency,
            minor: proposal.projectMinor,
          },
        ],
      }
    },
  }),
}

/** A proposal as it begins: priced from the window, its plan filled from the package. */
function written(
  householdKey: Key,
  wish: Wish,
  facts: WishFacts,
  { actor, about, at }: { actor: Actor; about: Key; at: Instant },
  first?: Pick<Proposal, 'category' | 'percent' | 'submittedOn'>,
): Proposal | Refusal {
  const { value: objection } = objectionsTo(householdKey, wish, facts, { actor, about, at, first }).next()
  if (objection) return objection
  const household = facts.household!
  const window = facts.window!
  const day = dayOf(at)
  // The share follows the status on the day it was first submitted, whatever became of it since.
  const category = first?.category ?? categoryOn(household, day)
  const percent = first?.percent ?? window.shares[category]
  const cost = priced(window, wish.package, wish.quantity, wish.quotations ?? [], percent, wish.place, day)
  if (isRefusal(cost)) return cost

  const doubts: Doubt[] = doubtsOf(
    window,
    wish.place,
    first?.submittedOn ?? day,
    facts.others.filter(({ key }) => key !== about),
  )
  return {
    key: about,
    programme: household.programme,
    place: wish.place,
    version: 1,
    household: householdKey,
    window: window.key,
    chain: window.chain,
    package: wish.package,
    quantity: wish.quantity,
    lines: cost.lines,
    category,
    percent,
    contribution: wish.contribution,
    plan: planFrom(window, wish, cost.lines),
    position: wish.position ?? null,
    photos: wish.photos ?? [],
    shop: wish.shop ?? null,
    doubts,
    sampled: isSampled(about, window, cost.projectMinor),
    currency: window.currency,
    projectMinor: cost.projectMinor,
    rate: cost.rate,
    state: 'submitted',
    since: at,
    tier: window.verifyTier,
    referrals: [],
    submittedOn: day,
    submittedBy: actor.id,
    // Whoever asks for a household that is not their own has helped it, whatever the form says.
    assistedBy: actor.household === householdKey ? null : actor.id,
    returns: [],
    verification: null,
    approval: null,
    rejections: [],
    appeal: null,
  }
}

function planFrom(window: Window, wish: Wish, lines: Proposal['lines']): Plan {
  const { plan } = packageOf(window, wish.package)!
  const filled = {
    cycleDays: plan.cycleDays,
    yield: plan.yield * wish.quantity,
    sales: plan.yield * wish.quantity * plan.unitSale,
    ownCost:
      plan.ownCost * wish.quantity +
      lines.reduce((sum, { currency, price, share }) => (currency === 'KHR' ? sum + price - share : sum), 0),
    note: null,
  }
  return { ...filled, ...wish.plan, yieldUnit: plan.yieldUnit }
}

function step(proposal: Proposal | Refusal): Decision<Proposal> | Refusal {
  return isRefusal(proposal) ? proposal : { record: proposal }
}

/** Own affairs, and those one has helped with, are somebody else's to judge. */
function barredFrom(proposal: Proposal, actor: Actor): Refusal | undefined {
  if (isOwnAffair(actor, proposal.household)) return refuse('duty.own-affair')
  if (proposal.assistedBy === actor.id || proposal.submittedBy === actor.id) return refuse('duty.assisted')
  return undefined
}

function stale(proposal: Proposal, { seen }: { seen: number }): Refusal | undefined {
  return proposal.version === seen ? undefined : refuse('record.changed')
}

function belowTier(proposal: Proposal, actor: Actor, permission: string): Refusal | undefined {
  return tierOver(actor, permission, proposal) < Math.max(1, highestReferral(proposal))
    ? refuse('duty.tier', { tier: proposal.tier })
    : undefined
}

function highestReferral(proposal: Proposal): number {
  return proposal.referrals.reduce((highest, { to }) => Math.max(highest, to), 0)
}

/** One rejection, one appeal, each by somebody else. */
function wasDecidedBy(proposal: Proposal, actor: Actor): boolean {
  return proposal.rejections.some(({ by }) => by === actor.id) || proposal.appeal?.decidedBy === actor.id
}

function isProven(
  proof: string,
  proposal: Proposal,
  window: Window,
  facts: { readonly others: readonly Proposal[]; readonly available: number },
): boolean {
  switch (proof) {
    case 'window-closed':
    case 'outside-area':
      return proposal.doubts.includes(proof) || doubtsNow(proof, proposal, window)
    case 'second-application':
      return standing(facts.others, window.key, proposal.key).some((other) => isEarlier(other, proposal))
    case 'budget-exhausted':
      return facts.available < proposal.projectMinor
    default:
      return false
  }
}

function doubtsNow(proof: Doubt, proposal: Proposal, window: Window): boolean {
  return doubtsOf(window, proposal.place, proposal.submittedOn as Day, []).includes(proof)
}

function isEarlier(one: Proposal, other: Proposal): boolean {
  return one.submittedOn < other.submittedOn || (one.submittedOn === other.submittedOn && one.key < other.key)
}
