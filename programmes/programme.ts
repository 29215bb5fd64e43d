/**
 * A programme as data: what it is made of, what it gives, on which terms, and where each statement
 * comes from.
 *
 * Sources contradict each other, so statements are kept side by side with who said them. What no
 * source says and the programme needs all the same is named in `assumed`, so that nobody takes it
 * for a fact.
 */
import * as z from 'zod/mini'
import { ComplaintsLine } from '#capabilities/complaints/complaint.ts'
import { MatchingRules } from '#capabilities/households/likeness.rules.ts'
import { levels } from '#capabilities/people/role.ts'
import { Item, Package, ReasonCode, WindowTerms } from '#capabilities/windows/window.ts'
import type { Key } from '#door/key.ts'
import { Bilingual, Code, Currency, Day, Line, Minor, Phone, PlaceCode } from '#door/values.ts'

const Source = Line(300)
const Named = { code: Code, names: Bilingual }

/** What a source says of a date, in its own words; without `on` where the words are no day at all. */
const Statement = z.strictObject({
  kind: z.enum(['planned', 'revised', 'actual']),
  on: z.nullable(Day),
  precision: z.enum(['day', 'month', 'quarter', 'year']),
  words: Line(120),
  source: Source,
})

const Milestone = z.strictObject({ ...Named, statements: z.array(Statement).check(z.minLength(1)) })

/** A statement of what the programme costs and who pays. Versions stand beside each other. */
const Financing = z.strictObject({
  stated: Line(120),
  currency: Currency,
  minor: Minor,
  parts: z.array(z.strictObject({ financier: Line(120), minor: Minor })),
  source: Source,
  note: z.nullable(Bilingual),
})

/** `reading` is ours: why something stands here as it does although the source does not say so. */
const Read = { ...Named, reading: z.nullable(Bilingual) }

const Component = z.strictObject({ ...Read, parts: z.array(z.strictObject(Named)), serves: z.array(Code) })
const Instrument = z.strictObject(Read)

const Measured = z.strictObject({ value: z.number(), on: z.nullable(Day), source: Source })

const Indicator = z.strictObject({
  ...Named,
  unit: z.enum([
    'households',
    'persons',
    'workers',
    'proposals',
    'deliveries',
    'sessions',
    'per-cent',
    'USD',
    'documents',
  ]),
  baseline: z.nullable(Measured),
  target: z.nullable(Measured),
})

const BudgetLine = z.strictObject({
  ...Named,
  fundingSource: Line(120),
  component: Code,
  category: Line(120),
  currency: Currency,
  /** Left empty where no source tells the amount: then it is entered when the line is set. */
  minor: z.nullable(Minor),
  source: z.nullable(Source),
})

const Topic = z.strictObject({ ...Named, chain: z.nullable(Code), requires: z.array(Code) })

const Sourced = { source: z.nullable(Source) }

const shared = {
  ...z.omit(WindowTerms, {
    code: true,
    names: true,
    chain: true,
    budgetLine: true,
    items: true,
    packages: true,
    prices: true,
    reasons: true,
  }).shape,
  budgetLine: Code,
}

/** What the windows of a programme have in common. A window may still say otherwise. */
const SharedTerms = z.strictObject({
  ...shared,
  /** By the name of a setting: where it comes from. */
  sources: z.record(z.string(), Source),
  /** By the name of a setting: why we chose it so. */
  assumed: z.record(z.string(), Bilingual),
})

/** A window as the programme knows it beforehand; it becomes terms once its budget line has a key. */
const WindowPlan = z.strictObject({
  ...z.partial(z.object(shared)).shape,
  ...z.pick(WindowTerms, { code: true, names: true, chain: true, prices: true }).shape,
  items: z.array(z.strictObject({ ...Item.shape, ...Sourced })).check(z.minLength(1), z.maxLength(200)),
  packages: z.array(z.strictObject({ ...Package.shape, ...Sourced })).check(z.minLength(1), z.maxLength(100)),
})
export type WindowPlan = z.infer<typeof WindowPlan>

/** A price that somebody saw. It is no ceiling: whoever publishes prices may start from it. */
const PriceSeen = z.strictObject({
  item: Line(120),
  currency: Currency,
  least: Minor,
  most: Minor,
  unit: z.enum(['kg', 'bird', 'head', 'piece']),
  when: Line(120),
  source: Source,
})

export const ProgrammeFile = z.strictObject({
  ...Named,
  /** The programme it is part of. */
  partOf: z.nullable(Code),
  summary: Bilingual,
  period: z.strictObject({ from: Day, until: Day, source: Source }),
  area: z.array(PlaceCode).check(z.minLength(1)),
  areaSource: Source,
  /** By the name of a part of this file: why it stands here as it does although no source gives it. */
  assumed: z.record(z.string(), Bilingual),
  milestones: z.array(Milestone),
  outcomes: z.array(z.strictObject(Named)),
  components: z.array(Component).check(z.minLength(1)),
  instruments: z.array(Instrument).check(z.minLength(1)),
  principles: z.array(z.strictObject(Named)),
  financing: z.array(Financing),
  budgetLines: z.array(BudgetLine),
  chains: z.array(z.strictObject(Named)),
  topics: z.array(Topic),
  courses: z.array(z.strictObject(Named)),
  requiredOfWorkers: z.array(Code),
  reasons: z.array(ReasonCode),
  /** A public table shows no cell of fewer households than this, nor one that would betray it. */
  smallestCell: z.int().check(z.minimum(1), z.maximum(1000)),
  terms: z.nullable(SharedTerms),
  windows: z.array(WindowPlan),
  /** By what two households are taken for the same; the built-in rules where it says nothing. */
  matching: z.optional(MatchingRules),
  /** The wording of the consent that households are asked for, by its version. */
  consent: Line(40),
  /** Whom sheets tell people to call when something is wrong, and in how many days they are answered. */
  complaints: z.optional(ComplaintsLine),
  /** Whom people who work in the field call when their phone tells them to ask the office. */
  officePhone: z.optional(Phone),
  /** How the commodities of price lists are called; one that does not stand here is called as its list calls it. */
  commodities: z._default(z.array(z.strictObject(Named)), []),
  pricesSeen: z.array(PriceSeen),
  indicators: z.array(Indicator),
})
export type ProgrammeFile = z.infer<typeof ProgrammeFile>

const RoleData = z.strictObject({
  names: Bilingual,
  purpose: Bilingual,
  tier: z.int().check(z.minimum(0), z.maximum(3)),
  level: z.enum(levels),
  apartFrom: z.array(Code),
  permissions: z.array(z.string().check(z.regex(/^[a-z]+(-[a-z]+)*\.[a-z]+(-?[a-zA-Z]+)*$/))).check(z.minLength(1)),
})
export const RolesFile = z.record(Code, RoleData)
export type RolesFile = z.infer<typeof RolesFile>

/** What a programme is opened with. */
export interface Definition extends ProgrammeFile {
  readonly roles: RolesFile
}

export type Milestone = z.infer<typeof Milestone>

/** The day a milestone has by one kind of statement: the last that names a day. */
export function milestoneOn(
  programme: ProgrammeFile,
  code: string,
  kind: 'planned' | 'revised' | 'actual',
): Day | undefined {
  const statements = programme.milestones.find((milestone) => milestone.code === code)?.statements ?? []
  return statements.findLast((statement) => statement.kind === kind && statement.on !== null)?.on ?? undefined
}

/** A window with what it shares with the others. */
export function settled(programme: ProgrammeFile, plan: WindowPlan) {
  if (programme.terms === null) throw new Error(`${programme.code} has windows and no terms`)
  const { sources: _, assumed: __, ...common } = programme.terms
  const { code, names, chain, prices, items, packages, ...own } = plan
  const otherwise = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined))
  return {
    ...common,
    ...(otherwise as Partial<typeof common> as typeof common),
    code,
    names,
    chain,
    prices,
    items,
    packages,
  }
}

/** The items of all its windows, each once. What several chains use belongs to none of them; no source gives a dated price. */
export function catalogueOf({ code: programme, windows }: ProgrammeFile) {
  const listed = windows.flatMap(({ chain, items }) => items.map(({ source: _, ...item }) => ({ ...item, chain })))
  return [...new Map(listed.map((item) => [item.code, item])).values()].map((item) => {
    const chains = new Set(listed.filter(({ code }) => code === item.code).map(({ chain }) => chain))
    return { ...item, programme, chain: chains.size === 1 ? item.chain : null, specification: null }
  })
}

/** The terms a window is published with, its reasons being those of the programme. */
export function termsOf(
  programme: ProgrammeFile,
  plan: WindowPlan,
  budgetLine: Key,
): WindowTerms & { programme: string } {
  return {
    ...settled(programme, plan),
    programme: programme.code,
    budgetLine,
    items: plan.items.map(({ source: _, ...item }) => item),
    packages: plan.packages.map(({ source: _, ...one }) => one),
    reasons: programme.reasons,
  }
}
