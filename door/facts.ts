/**
 * What a command needs to know beyond its own record.
 *
 * `needs` names it; the door loads it in the programme's scope, a phone answers from the documents
 * it holds. There are three questions only, so that a batch can ask them of the database in a few
 * statements and then keep the answers true in memory while it decides one envelope after another.
 */
import { type Home, homeOf, type Key } from './key.ts'
import type { AccountId } from './posting.ts'

declare const answer: unique symbol

/** One record by its key. `lock` holds it still until the decision is written. */
export interface NeedOne<T> {
  readonly need: 'one'
  readonly noun: string
  readonly key: Key | null
  readonly lock: boolean
  readonly [answer]?: T | undefined
}

/**
 * All records of a noun whose fields equal the given values. `{ has }` asks whether a list holds a value,
 * `{ any }` whether it holds one of several, `{ among }` whether a field is one of several.
 *
 * `most` asks for no more than so many records of each value: a few of those who share a placeholder are
 * as good as all of them, and thousands would be read for every record that bears it.
 */
export interface NeedAll<T> {
  readonly need: 'all'
  readonly noun: string
  readonly home: Home | null
  readonly where: Where
  readonly [answer]?: T[]
}

/** What stands on an account, locked until the decision is written. */
export interface NeedBalance {
  readonly need: 'balance'
  readonly account: AccountId
  readonly home: Home
  readonly [answer]?: number
}

export type Need = NeedOne<any> | NeedAll<any> | NeedBalance
export type Needs = Record<string, Need>
export type Where = Readonly<Record<string, Asked>>
type Asked =
  | string
  | number
  | { readonly has: string; readonly most?: number }
  | { readonly any: readonly string[]; readonly most?: number }
  | { readonly among: readonly string[] }

export type FactsOf<N> = {
  [K in keyof N]: N[K] extends NeedOne<infer T>
    ? T | undefined
    : N[K] extends NeedAll<infer T>
      ? T[]
      : N[K] extends NeedBalance
        ? number
        : never
}

/** A rule over one record's own state reads it; a rule over what it may still become locks it. */
export function one<T>(noun: string, key: Key | null | undefined, lock: 'lock' | 'read' = 'read'): NeedOne<T> {
  return { need: 'one', noun, key: key ?? null, lock: lock === 'lock' }
}

/**
 * All of a noun in one home, or, with `null`, in every home (never on the hot path).
 * A missing value never matches: ask with a value or do not ask.
 */
export function all<T>(noun: string, home: Home | null, where: Where): NeedAll<T> {
  return { need: 'all', noun, home, where }
}

/** A question not asked, because there is nothing to ask with. Its answer is an empty list. */
export function none<T>(noun: string): NeedAll<T> {
  return { need: 'all', noun, home: null, where: {} }
}

export function isAsked(need: Need): boolean {
  if (need.need === 'one') return need.key !== null
  return need.need === 'balance' || (Object.keys(need.where).length > 0 && !Object.values(need.where).some(isVain))
}

export function balance(account: AccountId, about: Key): NeedBalance {
  return { need: 'balance', account, home: homeOf(about) }
}

/** One of none: nothing can answer. */
function isVain(wanted: Asked): boolean {
  return typeof wanted === 'object' && valuesIn(wanted).length === 0
}

/** What a list or a field is asked for. */
export function valuesIn(wanted: Exclude<Asked, string | number>): readonly string[] {
  if ('has' in wanted) return [wanted.has]
  return 'any' in wanted ? wanted.any : wanted.among
}

/** How many records of each value are enough; undefined where all are wanted. */
export function mostOf(wanted: Exclude<Asked, string | number>): number | undefined {
  return 'among' in wanted ? undefined : wanted.most
}

/** Does a record answer the question? The same comparison as the store's SQL. */
export function answers(record: object, where: Where): boolean {
  return Object.entries(where).every(([field, wanted]) => {
    const held = (record as Record<string, unknown>)[field]
    if (typeof wanted !== 'object') return held === wanted
    if ('among' in wanted) return wanted.among.includes(held as string)
    return Array.isArray(held) && valuesIn(wanted).some((value) => held.includes(value))
  })
}
