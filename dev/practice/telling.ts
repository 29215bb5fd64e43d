/** What happens to a household in a season, step by step: each step says who does it and when. */
import type { InputOf } from '#capabilities/commands.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { makeSheet, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import { asked, farmerDue } from '#capabilities/vouchers/voucher.money.ts'
import { type Condition, handoverOf, lineOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { dara, kosal, type Player, sokha, sokhasShop } from '#dev/cast.ts'
import { type Chain, windows } from '#dev/practice/opening.ts'
import { type Find, photoOf, type Script, type When } from '#dev/practice/script.ts'
import type { Key } from '#door/key.ts'
import type { Reason } from '#door/refusal.ts'
import type { Definition } from '#programmes/programme.ts'

/** A household and the extension worker who helps it. */
export interface Home {
  readonly key: Key
  readonly member: string
  readonly village: string
  readonly helper: Player
}

export interface Wish {
  readonly chain?: Chain
  readonly package: string
  readonly quantity: number
  readonly contribution?: 'cash' | 'labour' | 'material'
  /** Above the window's amount: what the farmer adds to the plan. */
  readonly plan?: string
}

export interface Asked {
  readonly key: Key
  readonly home: Home
  readonly package: string
}

export interface Issued {
  readonly key: Key
  readonly asked: Asked
  readonly printed: readonly Printed[]
}

export interface HandedOver {
  readonly id: string
  readonly voucher: Issued
}

/** One line as it was handed over: cash is paid as it is due, unless said otherwise. */
export interface Given {
  readonly line: number
  readonly quantity: number
  readonly condition?: Condition
  /** Which code of the strip was shown; false if none was, 'wrong' if it was one of another line. */
  readonly code?: number | 'wrong' | false
  readonly paid?: number
}

export type Telling = ReturnType<typeof tellingWith>

export function tellingWith({ say, decide, key, chance, day }: Script, definition: Definition) {
  return {
    proposes(when: When, home: Home, { chain = 'chicken', plan, ...wish }: Wish, by: Player = home.helper): Asked {
      const proposal = key(when)
      const planned = definition.windows
        .find((window) => window.chain === chain)!
        .packages.find(({ code }) => code === wish.package)!.plan
      say(when, by, 'proposal.submit', proposal, {
        contribution: 'cash',
        ...wish,
        household: home.key,
        window: windows[chain],
        place: home.village,
        consent: true,
        ...(plan === undefined
          ? {}
          : {
              plan: {
                cycleDays: planned.cycleDays,
                yield: planned.yield * wish.quantity,
                sales: planned.yield * planned.unitSale * wish.quantity,
                ownCost: planned.ownCost * wish.quantity,
                note: plan,
              },
            }),
      })
      return { key: proposal, home, package: wish.package }
    },

    /** Drawn for a visit, a proposal is verified at the house; otherwise the desk is enough. */
    verifies(when: When, by: Player, { key: proposal }: Asked) {
      decide(when, by, 'proposal.verify', proposal, async (find): Promise<Omit<InputOf<'proposal.verify'>, 'seen'>> => {
        const { sampled } = await find<Proposal>('proposal', proposal)
        return sampled
          ? { how: 'visit', note: null, photo: photoOf(`visit ${proposal}`), position: nearby(proposal) }
          : { how: 'desk', note: null, photo: null, position: null }
      })
    },

    returns(when: When, by: Player, { key: proposal }: Asked, code: string, note: string) {
      decide(when, by, 'proposal.return', proposal, { code, note })
    },

    rejects(when: When, by: Player, { key: proposal }: Asked, code: string, note: string | null = null) {
      decide(when, by, 'proposal.reject', proposal, { code, note })
    },

    appeals(when: When, { key: proposal, home }: Asked, note: string) {
      say(when, home.helper, 'proposal.appeal', proposal, { note })
    },

    approves(when: When, by: Player, { key: proposal }: Asked) {
      decide(when, by, 'proposal.approve', proposal, { note: null })
    },

    /** `refused` where something stands in the way. */
    issues(when: When, by: Player, proposal: Asked, refused?: Reason): Issued {
      const voucher = key(when)
      const window = definition.windows.find(({ packages }) => packages.some(({ code }) => code === proposal.package))!
      const { items } = window.packages.find(({ code }) => code === proposal.package)!
      const { printed, strips } = makeSheet(
        voucher,
        items.map((_, index) => ({ n: index + 1, first: 1 })),
        definition.terms!.handoversMax,
        chance,
      )
      say(
        when,
        by,
        'voucher.issue',
        voucher,
        { proposal: proposal.key, shop: sokhasShop, strips },
        refused ?? 'accepted',
      )
      return { key: voucher, asked: proposal, printed }
    },

    /** Sokha hands over. What cannot simply be right is kept as disputed, for the reason that is given. */
    handsOver(
      when: When,
      voucher: Issued,
      lines: readonly Given[],
      { dispute, event }: { dispute?: Reason; event?: Key } = {},
    ): HandedOver {
      const handed = async (find: Find): Promise<InputOf<'voucher.redeem'>> => {
        const kept = await find<Voucher>('voucher', voucher.key)
        return {
          ...(event ? { event } : {}),
          lines: lines.map(({ line, quantity, condition = 'good', code = 1, paid }) => ({
            line,
            quantity,
            condition,
            code: shown(voucher, line, code),
            farmerPaid: paid ?? cashDue(kept, line, quantity),
          })),
        }
      }
      const id = say(when, sokha, 'voucher.redeem', voucher.key, handed, dispute ?? 'accepted')
      return { id, voucher }
    },

    witnesses(when: When, by: Player, { id, voucher }: HandedOver, received: readonly number[], note: string) {
      say(when, by, 'voucher.witness', voucher.key, {
        handover: id,
        lines: accepting(received),
        photo: photoOf(`witness ${id}`),
        position: nearby(voucher.key),
        note,
      })
    },

    callsBack(when: When, by: Player, { id, voucher }: HandedOver, received: readonly number[], note: string) {
      say(when, by, 'voucher.callBack', voucher.key, { handover: id, lines: accepting(received), note })
    },

    checks(when: When, by: Player, { key: voucher }: Issued, found: readonly { line: number; found: number }[]) {
      say(when, by, 'voucher.check', voucher, {
        verdict: 'in-order',
        findings: [...found],
        photo: photoOf(`check ${voucher}`),
        position: nearby(voucher),
      })
    },

    reports(when: When, by: Player, { key: voucher }: Issued, kind: 'no-stock' | 'shop-closed', note: string) {
      say(when, by, 'voucher.report', voucher, { kind, note })
    },

    loses(
      when: When,
      { id, voucher }: HandedOver,
      lost: { line: number; dead: number; diedOn: number },
      by: Player = voucher.asked.home.helper,
    ) {
      const { line, dead, diedOn } = lost
      say(when, by, 'voucher.claimMortality', voucher.key, {
        handover: id,
        line,
        dead,
        diedOn: day(diedOn),
        photo: photoOf(`loss ${id}`),
      })
    },

    freezes(when: When, { key: voucher }: Issued, why: string) {
      say(when, dara, 'voucher.freeze', voucher, { why })
    },

    /** Sokha bills what was accepted; `asking` says where he asks the whole price instead of the project's part. */
    claims(
      when: When,
      invoice: string,
      handovers: readonly HandedOver[],
      asking?: { handover: HandedOver; line: number },
    ): Key {
      const claim = key(when)
      say(when, sokha, 'claim.submit', claim, async (find) => {
        const lines: InputOf<'claim.submit'>['lines'] = []
        for (const { id, voucher } of handovers) {
          const kept = await find<Voucher>('voucher', voucher.key)
          for (const handed of handoverOf(kept, id)!.lines) {
            if (!handed.accepted) continue
            const isAsked = asking?.handover.id === id && asking.line === handed.line
            const minor = isAsked ? handed.accepted * handed.unitPrice : handed.share
            lines.push({ voucher: kept.key, handover: id, line: handed.line, quantity: handed.accepted, minor })
          }
        }
        return { invoice, invoicedOn: day(when[0]), lines }
      })
      return claim
    },

    pays(when: When, claim: Key, lines: readonly number[]) {
      decide(when, kosal, 'claim.pay', claim, {
        lines: [...lines],
        method: 'khqr',
        currency: 'KHR',
        rielPerDollar: 4_035,
        reference: `PR-${claim.slice(-6)}`,
        evidence: photoOf(`payment ${claim}`),
      })
    },
  }
}

/** What somebody says was received, line by line. */
function accepting(received: readonly number[]) {
  return received.map((accepted, index) => ({ line: index + 1, accepted }))
}

function shown({ printed }: Issued, line: number, code: Given['code']) {
  if (code === false) return null
  const of = code === 'wrong' ? printed.find((one) => one.line !== line) : undefined
  const right = printed.find((one) => one.line === line && one.n === (code === 'wrong' ? 1 : code))
  const { n, secret } = (of ?? right)!
  return { n, secret }
}

function cashDue(voucher: Voucher, n: number, quantity: number): number {
  const line = lineOf(voucher, n)!
  return asked(farmerDue(voucher, line, quantity, line.unitPrice), line.currency).pay
}

/** Somewhere in the commune; told apart by the record, so that not all stand in one spot. */
function nearby(key: Key) {
  const spread = (from: number) => (Number.parseInt(key.slice(from).slice(0, 3), 16) / 4096 - 0.5) / 20
  return { latitude: round(11.66 + spread(-3)), longitude: round(104.05 + spread(-6)), accuracyMetres: 12 }
}

function round(degrees: number): number {
  return Math.round(degrees * 100_000) / 100_000
}
