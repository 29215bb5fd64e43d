/** What a household asks for, while it is being asked: the answers, and the command's input made of them. */
import type { InputOf } from '#capabilities/commands.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { type ContributionKind, isInArea, type Package, packageOf, type Window } from '#capabilities/windows/window.ts'
import type { Key } from '#door/key.ts'
import type { Day } from '#door/values.ts'

export interface Plan {
  readonly cycleDays: number | undefined
  readonly yield: number | undefined
  readonly sales: number | undefined
  readonly ownCost: number | undefined
  readonly note: string
}

export interface Wish {
  readonly window: Window | undefined
  readonly package: string
  readonly quantity: number | undefined
  readonly place: string
  readonly contribution: ContributionKind | undefined
  readonly consents: boolean
  /** Only what the farmer has corrected. */
  readonly plan: Plan | undefined
}

/** As a draft keeps it: the window by its key, since its prices may change meanwhile; and which proposal it is. */
export type WishAnswers = Omit<Wish, 'window'> & { readonly window: Key | undefined; readonly id: string }

export function answersFrom({ window, ...wish }: Wish, id: string): WishAnswers {
  return { ...wish, window: window?.key, id }
}

/** A package with the window it belongs to. */
export interface Offer {
  readonly value: string
  readonly window: Window
  readonly offered: Package
}

/** What may be asked for in this place today. */
export function offersFor(windows: readonly Window[], programme: string, place: string, today: Day): Offer[] {
  return windows
    .filter((window) => window.programme === programme && window.state === 'published' && isInArea(window, place))
    .filter(({ opensOn, closesOn }) => opensOn <= today && today <= closesOn)
    .flatMap((window) =>
      window.packages.map((offered) => ({ value: `${window.key} ${offered.code}`, window, offered })),
    )
}

/** A new wish begins with what is most likely meant, so that a tap is enough. */
export function freshWish(offers: readonly Offer[], place: string): Wish {
  const only = offers.length === 1 ? offers[0]! : undefined
  return {
    window: only?.window,
    package: only?.offered.code ?? '',
    quantity: only?.offered.quantityMin,
    place,
    contribution: only && only.window.contributions.length === 1 ? only.window.contributions[0] : undefined,
    consents: false,
    plan: undefined,
  }
}

/** One that was returned begins as it was. */
export function wishOf(proposal: Proposal, window: Window | undefined): Wish {
  const { package: code, quantity, place, contribution } = proposal
  return { window, package: code, quantity, place, contribution, consents: false, plan: undefined }
}

export function chosen(wish: Wish): Package | undefined {
  return wish.window && packageOf(wish.window, wish.package)
}

/** What is not answered yet is left out, so that the command's own shape says what is missing. */
export function inputFrom(wish: Wish, household: Key): InputOf<'proposal.submit'> {
  const input = {
    household,
    window: wish.window?.key,
    package: wish.window ? wish.package : undefined,
    quantity: wish.quantity,
    place: wish.place,
    contribution: wish.contribution,
    consent: wish.consents ? (true as const) : undefined,
    ...(wish.plan ? { plan: { ...wish.plan, note: wish.plan.note.trim() === '' ? null : wish.plan.note } } : {}),
  }
  return input as InputOf<'proposal.submit'>
}

/** As if everything still open were answered with yes: to show what it will cost before it is asked. */
export function ifAgreed(input: InputOf<'proposal.submit'>, wish: Wish): InputOf<'proposal.submit'> {
  return { ...input, consent: true, contribution: input.contribution ?? wish.window!.contributions[0]! }
}
