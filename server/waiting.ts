/**
 * What waits for somebody, counted for the cards of the invented people.
 *
 * It is found by the reads of each noun, through the permission that acting on it needs, and held
 * against the rules that part duties, so that nobody is told to do what they would be refused.
 */
import type { Claimable } from '#capabilities/claims/claim.store.ts'
import type { SuspectedRow } from '#capabilities/households/household.relations.ts'
import type { ShopRow } from '#capabilities/organisations/shop.store.ts'
import { isInForce, type Person } from '#capabilities/people/person.ts'
import { proposalStore } from '#capabilities/proposals/proposal.store.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { barredFrom, barredFromChecking, barredFromSpeaking } from '#capabilities/vouchers/voucher.duties.ts'
import { voucherStore } from '#capabilities/vouchers/voucher.store.ts'
import { leftOf, type Matter, type ShopVoucher, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { type Actor, isOwnAffair, scopeOf, tierOver } from '#door/actor.ts'
import type { Key } from '#door/key.ts'
import { addDays, type Day, dayOf } from '#door/values.ts'
import type { Queryable } from '#server/database/connection.ts'
import { pageMax, type Read } from '#server/database/read.ts'
import type { Store } from '#server/database/records.ts'

interface Task {
  readonly permission: string
  readonly read: string
  readonly input?: Readonly<Record<string, unknown>>
  /** What waits depends on the day, and is asked for it. */
  readonly onDay?: true
  /** How many of what was found are this person's to do. */
  count(rows: readonly any[], whose: Whose): number | Promise<number>
}

interface Whose {
  readonly actor: Actor
  readonly today: Day
  readonly db: Queryable
}

/** A contract or a role that ends within this time is somebody's to renew. */
const soonDays = 14

const tasks: readonly Task[] = [
  proposals('proposal.submit', 'proposal.queue', 'returned', isOwn),
  proposals('proposal.submit', 'proposal.list', 'rejected', (one, actor) => isOwn(one, actor) && one.appeal === null),
  proposals('proposal.verify', 'proposal.queue', 'submitted', mayJudge('proposal.verify')),
  proposals('proposal.decide', 'proposal.queue', 'verified', mayJudge('proposal.decide')),
  proposals('proposal.decide', 'proposal.queue', 'appealed', mayJudge('proposal.decide')),
  proposals('voucher.issue', 'proposal.unissued', undefined, (one, actor) => !hasHelped(one, actor)),
  vouchers('voucher.confirm', 'redeem', ({ household }, actor) => actor.household === household),
  vouchers('voucher.confirm', 'confirm', ({ household }, actor) => actor.household === household),
  vouchers('voucher.witness', 'confirm', (one, actor) => !barredFromSpeaking(one, actor) && !hasSpoken(one, actor)),
  // Who may witness it has been told of it already.
  vouchers(
    'voucher.callBack',
    'confirm',
    (one, actor) => !barredFromSpeaking(one, actor) && scopeOf(actor, 'voucher.witness').length === 0,
  ),
  vouchers('voucher.check', 'check', (one, actor) => !barredFromChecking(one, actor)),
  vouchers('voucher.decide', 'resolve', (one, actor) => !barredFromSpeaking(one, actor)),
  vouchers('voucher.decide', 'loss', (one, actor) => !barredFrom(one, actor)),
  vouchers('voucher.move', 'answer', (one, actor) => !barredFrom(one, actor)),
  vouchers('voucher.freeze', 'unfreeze', (one, actor) => !barredFrom(one, actor)),
  {
    permission: 'voucher.redeem',
    read: 'voucher.atShop',
    input: { state: 'open', limit: pageMax },
    count: (rows: readonly ShopVoucher[]) =>
      rows.filter((voucher) => voucher.lines.some((line) => leftOf(voucher, line) > 0)).length,
  },
  {
    permission: 'claim.submit',
    read: 'claim.claimable',
    count: (rows: readonly Claimable[]) => new Set(rows.map(({ handover }) => handover)).size,
  },
  {
    permission: 'claim.pay',
    read: 'claim.waiting',
    count: (rows: readonly { claims: number }[]) => rows.reduce((sum, { claims }) => sum + claims, 0),
  },
  {
    permission: 'clash.settle',
    read: 'clash.waiting',
    count: (rows: readonly { clashes: number }[]) => rows.reduce((sum, { clashes }) => sum + clashes, 0),
  },
  {
    permission: 'complaint.answer',
    read: 'complaint.waiting',
    onDay: true,
    count: (rows: readonly { complaints: number }[]) => rows.reduce((sum, { complaints }) => sum + complaints, 0),
  },
  {
    permission: 'household.judge',
    read: 'household.suspected',
    input: { limit: pageMax },
    count: (rows: readonly SuspectedRow[], { actor }) =>
      rows.filter(({ key, suspicions }) => !isOwnAffair(actor, key) && suspicions.some(({ other }) => other !== null))
        .length,
  },
  {
    permission: 'shop.register',
    read: 'shop.list',
    input: { state: 'active', limit: pageMax },
    count: (rows: readonly ShopRow[], { today }) =>
      rows.filter(({ contract }) => contract !== null && contract.until <= addDays(today, soonDays)).length,
  },
  {
    permission: 'person.grant',
    read: 'person.list',
    input: { state: 'active', limit: pageMax },
    count: (rows: readonly Person[], { actor, today }) =>
      rows.filter(({ key, grants }) => {
        const soon = addDays(today, soonDays)
        return key !== actor.id && !grants.some((grant) => isInForce(grant, today) && isInForce(grant, soon))
      }).length,
  },
]

/** Whoever acts on nothing watches: what is disputed, and who is waiting for money past the day. */
const watched: readonly Task[] = [
  { permission: 'voucher.read', read: 'voucher.disputes', count: (rows) => rows.length },
  {
    permission: 'claim.read',
    read: 'claim.list',
    input: { waiting: true, limit: pageMax },
    count: (rows: readonly { dueOn: Day }[], { today }) => rows.filter(({ dueOn }) => dueOn < today).length,
  },
]

/** The sum over everything the person may act on. */
export async function waitingFor(
  actor: Actor,
  reads: Readonly<Record<string, Read>>,
  db: Queryable,
  today = dayOf(new Date().toISOString()),
): Promise<number> {
  const own = tasks.filter(({ permission }) => scopeOf(actor, permission).length > 0)
  const counts = await Promise.all((own.length > 0 ? own : watched).map(countOf))
  return counts.reduce((sum, count) => sum + count, 0)

  async function countOf({ permission, read: name, input = {}, onDay, count }: Task): Promise<number> {
    const scope = scopeOf(actor, permission)
    const read = reads[name]
    if (!read) throw new Error(`what waits is counted by a read that does not exist: ${name}`)
    if (scope.length === 0) return 0
    const rows = (await read.run(
      scope,
      read.input.parse(onDay ? { ...input, on: today } : input),
      db,
    )) as readonly unknown[]
    return count(rows, { actor, today, db })
  }
}

function proposals(
  permission: string,
  read: string,
  state: Proposal['state'] | undefined,
  isTheirs: (proposal: Proposal, actor: Actor) => boolean,
): Task {
  const input = { limit: pageMax, ...(state ? { state } : {}) }
  return { permission, read, input, count: counted(proposalStore, isTheirs) }
}

function vouchers(permission: string, matter: Matter, isTheirs: (voucher: Voucher, actor: Actor) => boolean): Task {
  const input = { matter, limit: pageMax }
  return { permission, read: 'voucher.queue', input, count: counted(voucherStore, isTheirs) }
}

function counted<R extends { key: Key }>(
  store: Pick<Store<any>, 'find'>,
  isTheirs: (record: R, actor: Actor) => boolean,
) {
  return async (rows: readonly { key: Key }[], { actor, db }: Whose) => {
    const keys = rows.map(({ key }) => key)
    const records = (await store.find(keys, false, db)) as readonly R[]
    return records.filter((record) => isTheirs(record, actor)).length
  }
}

/** Their own household's, or one they have helped with: theirs to mend or to appeal. */
function isOwn(proposal: Proposal, actor: Actor): boolean {
  return actor.household === proposal.household || hasHelped(proposal, actor)
}

function hasHelped({ assistedBy, submittedBy }: Proposal, actor: Actor): boolean {
  return assistedBy === actor.id || submittedBy === actor.id
}

/** At their own level, and not what they helped with, looked at or refused before. */
function mayJudge(permission: string) {
  return (proposal: Proposal, actor: Actor): boolean =>
    proposal.tier === tierOver(actor, permission, proposal) &&
    !isOwnAffair(actor, proposal.household) &&
    !hasHelped(proposal, actor) &&
    proposal.verification?.by !== actor.id &&
    !proposal.rejections.some(({ by }) => by === actor.id)
}

function hasSpoken({ handovers }: Voucher, actor: Actor): boolean {
  return handovers.some(({ confirmations }) => confirmations.some(({ by }) => by === actor.id))
}
