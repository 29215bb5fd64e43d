/** The script of the demonstration, held against the published table and the rules, without a database. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { Person } from '#capabilities/people/person.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { published, readings } from '#dev/rush-it/scenario.ts'
import { type Line, type Story, storyOf } from '#dev/rush-it/story.ts'
import type { Subject } from '#door/command.ts'
import { homeOf } from '#door/key.ts'
import { systemKey } from '#server/actors.ts'
import { readProgrammes } from '#server/programmes.ts'

const { definitions, places } = readProgrammes()
const definition = definitions['rush-it']!
const write = (seed: number) => storyOf(seed, { definition, places })
let stories: Record<number, Story>

beforeAll(() => {
  stories = { 1: write(1), 2: write(2) }
}, 120_000)

const asked = ({ lines }: Story, name: string) => lines.filter((line) => line.name === name && line.refused === null)
const input = ({ input: given }: Line) => given as Record<string, any>

describe.each([1, 2])('with seed %i', (seed) => {
  const all = <R extends Subject>(noun: string) => stories[seed]!.rehearsal.records<R>(noun)

  test('the published totals are met, each by its own records', () => {
    const proposals = all<Proposal>('proposal')
    const approved = proposals.filter(({ approval }) => approval)
    const inState = (...states: string[]) => proposals.filter(({ state }) => states.includes(state)).length
    const deliveries = all<Voucher>('voucher').flatMap(({ household, handovers }) =>
      handovers
        .filter(({ state, lines }) => state === 'delivered' && lines.some((line) => line.accepted && !line.replaces))
        .map(() => household),
    )
    const trained = all<Training>('training').flatMap(({ attendance }) =>
      attendance.filter(({ present }) => present).map(({ household }) => household),
    )

    expect(asked(stories[seed]!, 'worker.recruit').length).toBeGreaterThan(published.extension_workers_trained)
    expect(all<Subject & { state: string }>('household').filter(({ state }) => state === 'active')).toHaveLength(
      published.households_registered,
    )
    expect(proposals).toHaveLength(published.proposals_received)
    expect(approved).toHaveLength(published.proposals_approved)
    expect((approved.reduce((sum, { projectMinor }) => sum + projectMinor, 0) / 100).toFixed(2)).toBe(
      published.proposals_approved_value_usd,
    )
    expect(proposals.filter(({ rejections }) => rejections.length > 0)).toHaveLength(published.proposals_rejected)
    expect(inState('verified')).toBe(published.proposals_verified)
    expect(inState('submitted', 'returned')).toBe(readings.proposals_not_yet_verified)
    expect(deliveries).toHaveLength(readings.household_deliveries)
    expect(new Set(deliveries).size).toBe(published.households_received_inputs)
    expect(new Set(trained).size).toBe(published.households_trained)
  })

  test('every approved amount is quantity × dated price × share, worked out anew', () => {
    const story = stories[seed]!
    const windows = new Map(asked(story, 'window.publish').map((line) => [line.about, input(line)]))
    const known = (name: string, field: string, key: string) => [
      ...windows.get(key)![field],
      ...asked(story, name)
        .filter(({ about }) => about === key)
        .flatMap((line) => input(line)[field] ?? input(line)),
    ]
    const latest = (dated: { from: string }[], day: string) =>
      dated
        .filter(({ from }) => from <= day)
        .sort((a, b) => (a.from < b.from ? -1 : 1))
        .at(-1) as any
    const local = (instant: string) => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 10)

    const sent = new Map<string, { day: string; wish: Record<string, any> }>()
    const differing: string[] = []
    for (const line of story.lines) {
      if (line.name === 'proposal.submit' || line.name === 'proposal.resubmit')
        sent.set(line.about, { day: local(line.happenedAt), wish: input(line) })
      if (line.name !== 'proposal.approve') continue
      const { day, wish } = sent.get(line.about)!
      const proposal = story.rehearsal.record<Proposal>('proposal', line.about)!
      const prices = known('window.price', 'prices', wish.window)
      const { rielPerDollar } = latest(known('window.rate', 'rates', wish.window), local(line.at))
      const { items } = windows.get(wish.window)!.packages.find(({ code }: { code: string }) => code === wish.package)
      const share = windows.get(wish.window)!.shares[proposal.category]
      const cents = items.map(({ item, quantity }: { item: string; quantity: number }) => {
        const quoted = wish.quotations?.find((one: { item: string }) => one.item === item)?.unitPrice
        const own = prices.filter((one) => one.item === item && one.province === homeOf(line.about))
        const general = prices.filter((one) => one.item === item && one.province === null)
        const ceiling = latest(own.length > 0 ? own : general, day).minor
        if (quoted > ceiling) differing.push(`${line.about} is dearer than allowed`)
        const riel = Math.round(((quoted ?? ceiling) * quantity * wish.quantity * share) / 100)
        return Math.round((riel * 10_000) / Math.round(rielPerDollar * 100))
      })
      const sum = cents.reduce((total: number, each: number) => total + each, 0)
      if (sum !== proposal.projectMinor) differing.push(`${line.about}: ${sum} and ${proposal.projectMinor}`)
    }

    expect(differing).toEqual([])
  })

  test('it is a programme and not a sum: months, chains, provinces, reasons and amounts are many', () => {
    const story = stories[seed]!
    const approved = all<Proposal>('proposal').filter(({ approval }) => approval)
    const amounts = new Map<number, number>()
    for (const { projectMinor } of approved) amounts.set(projectMinor, (amounts.get(projectMinor) ?? 0) + 1)
    const monthsOf = (name: string) => new Set(asked(story, name).map(({ on }) => on.slice(0, 7))).size

    expect(Math.max(...amounts.values())).toBeLessThan(published.proposals_approved * 0.05)
    expect(new Set(asked(story, 'proposal.reject').map((line) => input(line).code)).size).toBeGreaterThanOrEqual(12)
    for (const name of [
      'household.register',
      'proposal.submit',
      'proposal.verify',
      'proposal.approve',
      'proposal.reject',
    ])
      expect([name, monthsOf(name)]).toEqual([name, 15])
    expect(new Set(approved.map(({ chain }) => chain))).toEqual(new Set(['vegetables', 'chicken']))
    expect(new Set(approved.map(({ place }) => place.slice(0, 2))).size).toBeGreaterThanOrEqual(10)
    expect(story.lines.every(({ on }) => on >= published.period[0] && on <= published.period[1])).toBe(true)
    expect(story.lines.at(-1)!.name).toBe('programme.close')
  })

  test('nobody acts outside their area, and nobody judges their own work', () => {
    const story = stories[seed]!
    const reach = new Map<string, string[]>()
    const person = new Map(all<Person>('person').map((one) => [one.key, one]))
    for (const line of asked(story, 'person.grant'))
      reach.set(line.about, [...(reach.get(line.about) ?? []), ...input(line).places])
    const placeOf = (line: Line) =>
      line.name === 'household.register'
        ? input(line).village
        : (story.rehearsal.record(line.name.slice(0, line.name.indexOf('.')), line.about)?.place ?? '')
    const astray = story.lines.filter((line) => {
      if (line.person === systemKey || line.refused) return false
      const { shop, household } = person.get(line.person)!
      if (shop || household) return false
      // Farmers are admitted to their own household, workers' own records belong to the province that recruits them.
      return !reach.get(line.person)?.some((place) => placeOf(line).startsWith(place))
    })
    const judged = all<Proposal>('proposal').filter(({ assistedBy, verification, approval, rejections }) => {
      const looked = verification?.by
      const decided = [approval?.by, ...rejections.map(({ by }) => by)].filter((by) => by !== undefined)
      return (assistedBy && [looked, ...decided].includes(assistedBy)) || (looked && decided.includes(looked))
    })
    const checked = all<Voucher>('voucher').filter(({ duties, checks }) =>
      checks.some(({ by }) => Object.values(duties).includes(by)),
    )

    expect(astray.map(({ name, about }) => `${name} ${about}`)).toEqual([])
    expect(judged).toEqual([])
    expect(checked).toEqual([])
  })
})

test('the same seed tells the same story, and another seed tells of other people', () => {
  const names = (story: Story) =>
    asked(story, 'household.register').map((line) => `${input(line).nameKm} ${input(line).village}`)
  const again = write(2)

  expect(again.lines).toEqual(stories[2]!.lines)
  const [one, other] = [new Set(names(stories[1]!)), names(stories[2]!)]
  expect(other.filter((name) => one.has(name)).length).toBeLessThan(other.length / 10)
  const ids = new Set(stories[1]!.lines.map(({ id }) => id))
  expect(stories[2]!.lines.some(({ id }) => ids.has(id))).toBe(false)
}, 60_000)
