import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commandNames } from '#capabilities/commands.ts'
import { indicators } from '#capabilities/indicators/indicator.ts'
import { type Play, programmeCode, startProgramme } from '#dev/testing/programme.ts'
import { everything, type Scope, scopeOf } from '#door/actor.ts'
import { reads } from '#server/capabilities.ts'
import type { Pool } from '#server/database/connection.ts'
import { type Schema, samplesOf, textsIn } from './samples.ts'
import { bringStrangers, type Stranger } from './strangers.ts'
import { secretsOf, type Told, tellWholeStory, watched } from './whole-story.ts'

/** A story in which strangers try everything first, one that they only look at, and one that was never told. */
let tried: { play: Play; strangers: Stranger[] }
let seen: { play: Play; strangers: Stranger[]; told: Told }
let untold: { play: Play; strangers: Stranger[] }
/** What strangers were answered, by command: each was tried before the right person was. */
const answers = new Map<string, { who: string; outcome: string; reason: string; text: string }[]>()
const changed: string[] = []
let records: string[]

beforeAll(async () => {
  tried = await begun()
  records = await recordTables(tried.play.pool)
  const { play, strangers } = tried
  const story = watched(play, async (name, about, input) => {
    if (isOnesOwn(name)) return
    const before = await stateOf(play.pool)
    for (const { who, player } of strangers) {
      const answer = await play.door.ask(play.envelope(player.key, name, about, input), player.key)
      const reason = answer.outcome === 'refused' ? answer.refusal.refused : ''
      const said = { who, outcome: answer.outcome, reason, text: JSON.stringify(answer) }
      answers.set(name, [...(answers.get(name) ?? []), said])
    }
    if ((await stateOf(play.pool)) !== before) changed.push(name)
  })
  await tellWholeStory(story)

  const looked = await begun()
  seen = { ...looked, told: await tellWholeStory(looked.play) }
  await seen.play.settle()
  untold = await begun()
}, 120_000)
afterAll(async () => {
  for (const { play } of [tried, seen, untold]) await play.end()
})

async function begun() {
  const play = await startProgramme()
  return { play, strangers: await bringStrangers(play) }
}

/** Everything that is kept but for the journal, which remembers refusals too. */
async function stateOf(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ sum: string }>(
    [...records, 'account', 'posting', 'effect', 'touch', 'reaction_state']
      .map(
        (table) => `select coalesce(md5(string_agg(md5(t::text), '' order by t::text)), '') as sum from "${table}" t`,
      )
      .join(' union all '),
  )
  return rows.map(({ sum }) => sum).join()
}

async function recordTables(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ table: string }>(
    `select table_name as "table" from information_schema.columns
     where table_schema = 'public' and column_name in ('version') group by 1 order by 1`,
  )
  return rows.map(({ table }) => table)
}

/** About oneself, in one's own programme, wherever that is: there is nobody it could be kept from. */
const onesOwn = ['device.enrol']
const isOnesOwn = (name: string) => onesOwn.includes(name)

function leaksIn(text: string): string[] {
  return secretsOf(seen.told).filter((secret) => text.includes(secret))
}

describe('commands', () => {
  test('every one was tried', () => {
    expect(commandNames.filter((name) => !answers.has(name) && !isOnesOwn(name))).toEqual([])
  })

  test.each(commandNames.filter((name) => !isOnesOwn(name)))('%s is refused to strangers', (name) => {
    const said = answers.get(name) ?? []
    expect(said.filter(({ outcome }) => outcome !== 'refused' && outcome !== 'quarantined')).toEqual([])
    // The same input is accepted from the right person: what is wrong is the reach and nothing else.
    expect(said.filter(({ reason }) => ['input.invalid', 'actor.not-allowed'].includes(reason))).toEqual([])
    expect(said.flatMap(({ text }) => leaksIn(text))).toEqual([])
  })

  test('nothing changed', () => {
    expect(changed).toEqual([])
  })
})

/** What everybody with a part in the programme reads alike, wherever they work; another programme never. */
const programmeWide = [
  ...['programme.list', 'window.one', 'window.list', 'budget.lines', 'word.reviewed', 'sound.newest', 'sound.items'],
  ...['item.list', 'item.one', 'item.chains'],
  ...['training.syllabus', 'price.board', 'price.series', 'price.records', 'price.provinces'],
]
/** Names and codes of places belong to the country: as far as somebody's places reach. */
const ofTheCountry = ['place.under', 'place.these', 'place.named', 'gazetteer.published']

/** Nobody, nothing, none: also a table of what could be counted, where every count is nothing. */
function isNothing(answer: unknown): boolean {
  if (answer === null || answer === undefined) return true
  if (Array.isArray(answer) && answer.length === 0) return true
  const counts = numbersIn(answer)
  return counts.length > 0 && counts.every((count) => count === 0) && !/\d\d-[0-9a-f]{8}-/.test(JSON.stringify(answer))
}

function numbersIn(answer: unknown): number[] {
  if (typeof answer === 'number') return [answer]
  if (typeof answer === 'string' && /^\d+(\.\d+)?$/.test(answer)) return [Number(answer)]
  return typeof answer === 'object' && answer !== null ? Object.values(answer).flatMap(numbersIn) : []
}

describe('reads', () => {
  const right: Scope = [
    { programme: programmeCode, places: [''], permissions: [everything], eyes: [] },
    { programme: everything, places: [''], permissions: [everything], eyes: [] },
  ]
  const asked = new Map<string, unknown[]>()
  /** Questions that find something, kept of each read. */
  const enough = 12

  beforeAll(async () => {
    // Something that should have followed and failed, for whoever keeps watch.
    const { play, told } = seen
    await play.pool.query(
      `update reaction_state set state = 'dead', error = 'x' where (home, stream, seq, reaction) in (
         select home, stream, seq, reaction from reaction_state where stream like 'field/%' limit 1)`,
    )
    const texts = await textsIn(records, [programmeCode, told.laidAside, ...Object.keys(indicators)], play.pool)
    const scope: Scope = [
      ...right,
      { programme: programmeCode, places: [], household: told.household, eyes: [] },
      { programme: programmeCode, places: [], shop: told.shop, eyes: [] },
    ]
    for (const [name, read] of Object.entries(reads)) {
      const finding: unknown[] = []
      for (const input of samplesOf(read.input as unknown as Schema, texts)) {
        const parsed = read.input.parse(input)
        if (!isNothing(await read.run(scope, parsed, play.pool))) finding.push(parsed)
        if (finding.length >= enough) break
      }
      asked.set(name, finding)
    }
  }, 120_000)

  test.each(Object.keys(reads))('%s finds something with the right reach', (name) => {
    expect(asked.get(name)).not.toEqual([])
  })

  test.each(Object.keys(reads))('%s finds nothing without reach', async (name) => {
    for (const input of asked.get(name)!) {
      expect(await reads[name]!.run([], input, seen.play.pool)).toSatisfy(isNothing)
    }
  })

  test.each(Object.keys(reads))('%s finds nothing of others', async (name) => {
    const read = reads[name]!
    const found: object[] = []
    for (const { who, actor, reach } of seen.strangers) {
      const isShared =
        ofTheCountry.includes(name) || (programmeWide.includes(name) && reach.programme === programmeCode)
      for (const input of asked.get(name)!) {
        const scope = scopeOf(actor, read.permission)
        const answer = JSON.stringify(await read.run(scope, input, seen.play.pool)) ?? ''
        // What is their own they find as well where nothing of the story ever happened.
        const own = isShared ? answer : (JSON.stringify(await read.run(scope, input, untold.play.pool)) ?? '')
        if (leaksIn(answer).length > 0 || answer !== own)
          found.push({ who, input, leaks: leaksIn(answer), answer, own })
      }
    }
    expect(found.slice(0, 3)).toEqual([])
  })
})
