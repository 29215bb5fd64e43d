/**
 * Plays a story through the door, in its own time.
 *
 * A clock that can be set exists only here, and only over a programme that holds nothing but this very
 * story: one line of somebody else's, and it refuses. Envelopes bear the ids that the script gave them,
 * so a load that was cut off goes on where it stopped, and whatever was decided stays decided.
 */
import { local } from '#dev/rush-it/calendar.ts'
import type { Line, Story } from '#dev/rush-it/story.ts'
import type { Envelope } from '#door/envelope.ts'
import { type Home, homeOf, national } from '#door/key.ts'
import { type Day, dayOf, type Instant } from '#door/values.ts'
import { CannotStart } from '#server/cannot-start.ts'
import { capabilities, stores } from '#server/capabilities.ts'
import type { Pool } from '#server/database/connection.ts'
import { type Capability, type Door, openDoor } from '#server/door.ts'
import type { Words } from '#server/process.ts'
import type { TimeSeal } from '#server/signatures.ts'

export interface Playing {
  readonly pool: Pool
  /** The installation's own, so that a replay believes the times that phones showed. */
  readonly timeSeal: TimeSeal
  readonly stopping?: AbortSignal
  onProgress?(step: Words, done: number, total: number): void
}

/** Asks every line that was not decided before, and says how many it asked. */
export async function play({ lines, code }: Pick<Story, 'lines' | 'code'>, playing: Playing): Promise<number> {
  const { pool, timeSeal, stopping, onProgress } = playing
  const decided = await decidedBefore(lines, code, pool)
  const published = await provincesPublished(pool)
  const wanted = lines.filter(({ name, about }) => !(name === 'gazetteer.publish' && published.has(homeOf(about))))
  const stages = new Map<Home, Stage>()
  const before = lines.length - wanted.filter(({ id }) => !decided.has(id)).length
  let done = before
  onProgress?.(stepAt(lines.find(({ id }) => !decided.has(id)) ?? lines.at(-1)!), done, lines.length)

  for (const act of actsOf(wanted)) {
    await Promise.all([...act].map(([home, scenes]) => perform(home, scenes)))
  }
  return done - before

  /** Homes know nothing of each other between two national days, and are played side by side. */
  async function perform(home: Home, scenes: readonly Line[][]) {
    const stage = stages.get(home) ?? stageWith(pool, timeSeal)
    stages.set(home, stage)
    for (const scene of scenes) {
      const left = scene.filter(({ id }) => !decided.has(id))
      if (left.length === 0) continue
      stopping?.throwIfAborted()
      stage.at(momentFor(scene, decided))
      const answers = await Promise.all(left.map((line) => stage.door.ask(envelopeOf(line, timeSeal), line.person)))
      for (const [place, answer] of answers.entries()) {
        const line = left[place]!
        const refused = answer.outcome === 'refused' ? answer.refusal.refused : null
        if (!['accepted', 'disputed', 'refused'].includes(answer.outcome) || refused !== line.refused) {
          throw new Error(`${line.on} ${line.name} ${line.about} was answered ${JSON.stringify(answer)}`)
        }
      }
      done += left.length
      onProgress?.(stepAt(left[0]!), done, lines.length)
    }
  }
}

/**
 * When a scene is received. What is left of one that was cut off comes a moment after the rest: another
 * door numbers its lines anew, and only their time tells that they came later.
 */
function momentFor(scene: readonly Line[], decided: ReadonlyMap<string, Instant>): Instant {
  const last = scene
    .flatMap(({ id }) => decided.get(id) ?? [])
    .sort()
    .at(-1)
  return last === undefined ? scene[0]!.at : new Date(Date.parse(last) + 1).toISOString()
}

interface Stage {
  readonly door: Door
  at(moment: Instant): void
}

/** A door with a clock of its own, behind which nothing follows: what had to follow stands in the script. */
function stageWith(pool: Pool, timeSeal: TimeSeal): Stage {
  let clock = new Date(0)
  const door = openDoor({ capabilities: quiet, stores, pool, timeSeal, now: () => clock })
  return {
    door,
    at(moment) {
      clock = new Date(moment)
    },
  }
}

const quiet: Record<string, Capability> = Object.fromEntries(
  Object.entries(capabilities).map(([noun, { commands }]) => [noun, { commands }]),
)

/** The story's lines that stand in the journal already, and since when, held against what was to become of them. */
async function decidedBefore(lines: readonly Line[], code: string, pool: Pool): Promise<Map<string, Instant>> {
  const { rows } = await pool.query<{ envelope: string; reason: string | null; outcome: string; at: Instant }>(
    `select envelope, outcome, reason, received_at as at from journal where programme = $1 or envelope = any($2::uuid[])`,
    [code, lines.map(({ id }) => id)],
  )
  const known = new Map(lines.map((line) => [line.id, line]))
  for (const { envelope, outcome, reason } of rows) {
    const line = known.get(envelope)
    const refused = outcome === 'refused' ? reason : null
    if (!line || line.refused !== refused) {
      throw new CannotStart(
        `The programme ${code} in this database holds what is not of this demonstration; nothing was added. Begin anew with npm run reset, or use another database.`,
      )
    }
  }
  return new Map(rows.map(({ envelope, at }) => [envelope, at]))
}

/** Provinces whose places are known already: another list, or the other demonstration's. */
async function provincesPublished(pool: Pool): Promise<Set<Home>> {
  const { rows } = await pool.query<{ home: Home }>('select home from gazetteer')
  return new Set(rows.map(({ home }) => home))
}

type Act = Map<Home, Line[][]>

/** Whatever the nation says comes alone; between two such moments each home has its scenes in order. */
function actsOf(lines: readonly Line[]): Act[] {
  const acts: Act[] = []
  let isNational = false
  for (const line of lines) {
    const home = homeOf(line.about)
    if (acts.length === 0 || (home === national) !== isNational) {
      isNational = home === national
      acts.push(new Map())
    }
    const act = acts.at(-1)!
    const scenes = act.get(home) ?? []
    act.set(home, scenes)
    const scene = scenes.at(-1)
    if (scene && scene[0]!.at === line.at) scene.push(line)
    else scenes.push([line])
  }
  return acts
}

function envelopeOf({ id, name, about, input, person, at, happenedAt }: Line, timeSeal: TimeSeal): Envelope {
  return {
    id,
    home: homeOf(about),
    name,
    about,
    input: input as Envelope['input'],
    person,
    device: null,
    n: 0,
    askedAt: happenedAt,
    // What happened earlier was written down by somebody who had been told the time that morning.
    lastServerTime: happenedAt === at ? null : timeSeal.tell(local(dayOf(happenedAt), '05:00')),
    after: [],
    signature: null,
  }
}

const monthsKm = ['មករា', 'កុម្ភៈ', 'មីនា', 'មេសា', 'ឧសភា', 'មិថុនា', 'កក្កដា', 'សីហា', 'កញ្ញា', 'តុលា', 'វិច្ឆិកា', 'ធ្នូ'] as const
const monthsEn = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

function stepAt({ on }: { on: Day }): Words {
  const month = Number(on.slice(5, 7)) - 1
  const year = on.slice(0, 4)
  const yearKm = year.replace(/\d/g, (digit) => String.fromCharCode(0x17e0 + Number(digit)))
  return {
    km: `កំពុងបង្ហាញ RUSH-IT ខែ${monthsKm[month]} ${yearKm}`,
    en: `Playing RUSH-IT, ${monthsEn[month]} ${year}`,
  }
}
