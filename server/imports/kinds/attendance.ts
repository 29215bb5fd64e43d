/**
 * Attendance sheets: lines of one session become one training, and whoever stands on its list already
 * is not put there twice.
 *
 * A session is known by its day, village, topic, trainer and kind, so that what a phone has reported
 * and what the sheet says are one session. What an import asked before it was cut off is asked again
 * word for word.
 */
import { createHash } from 'node:crypto'
import { householdStore } from '#capabilities/households/household.store.ts'
import { livingIn } from '#capabilities/households/household.ts'
import { rulesOf } from '#capabilities/households/suspicion.ts'
import { attendanceForm } from '#capabilities/imports/attendance-list.form.ts'
import { attendanceReader, type ListedAttendance, type Trainer } from '#capabilities/imports/attendance-list.ts'
import type { Import } from '#capabilities/imports/import.ts'
import type { ListProblem, PlaceTold, RowProblem } from '#capabilities/imports/row-problem.ts'
import type { ListedSession } from '#capabilities/imports/session.ts'
import { type Syllabus, syllabusOf } from '#capabilities/trainings/syllabus.ts'
import { trainingStore } from '#capabilities/trainings/training.store.ts'
import { attendanceMax, type Training } from '#capabilities/trainings/training.ts'
import { canonical, type Envelope } from '#door/envelope.ts'
import { homeOf, type Key, keyOf } from '#door/key.ts'
import { refuse } from '#door/refusal.ts'
import { normalise } from '#door/text.ts'
import { programmesOver } from '#server/actors.ts'
import type { Pool, Queryable } from '#server/database/connection.ts'
import { idAt } from '../ids.ts'
import { type Asking, type ListKind, type Outcome, type ReadRow, repeated } from '../kind.ts'
import { placesTold, villagesIn } from '../places.ts'
import { type Recognised, recognise } from './attendees.ts'
import { reachOf } from './reach.ts'
import { type SettledRow, settledAmong } from './settled.ts'

export const attendance: ListKind<ListedAttendance> = {
  async reader(list, facts, db) {
    const [villages, syllabus, trainers] = [
      await villagesIn(db),
      await syllabusIn(list.programme, db),
      await trainersIn(list.programme, db),
    ]
    return attendanceReader(list, facts, { villages, syllabus, trainers })
  },

  placeOf: ({ session }) => session.village,

  async weigh(list, rows, { pool, mayHaveBeenAsked }) {
    const programmes = await programmesOver()(pool)
    const outcomes = new Map<number, Outcome>()
    // The session may be held beyond the area whose people are on the sheet.
    const mayHold = await reachOf({ ...list, place: '' }, attendanceForm.permission, pool)
    const inReach = rows.filter(({ row, read: { session } }) => {
      const isReached = mayHold.covers(session.village)
      if (!isReached) outcomes.set(row, outOfReach)
      return isReached
    })

    const marks = inReach.map(({ read }) => markOf(read))
    const settled = await settledAmong(list, [...new Set(marks)], pool)
    const chosen = await chosenAmong(settled, pool)
    const people = await recognise(
      inReach.map(({ read }, at) => ({ ...read.attendee, refused: settled.get(marks[at]!)?.refused ?? [] })),
      {
        programme: list.programme,
        reach: await reachOf(list, 'household.read', pool),
        rules: rulesOf(programmes.definition(list.programme)),
        pool,
      },
    )
    const lines = inReach.map((row, at): Line => {
      const mark = marks[at]!
      const who = chosen.get(mark) ?? people[at]!
      return { ...row, mark, who, reason: settled.get(mark)?.reason ?? null }
    })
    const districts = people.flatMap((one) => (one.is === 'elsewhere' ? [one.district] : []))
    const weighing: Weighing = {
      list,
      outcomes,
      syllabus: await syllabusIn(list.programme, pool),
      districts: await placesTold([...new Set(districts)], pool),
    }
    const asking: Asking[] = []
    const sessions = sessionsIn(lines, list)
    await withTrainings(sessions, list.programme, pool)
    const before = mayHaveBeenAsked ? await askedBefore(sessions, list, pool) : new Map<string, Envelope[]>()
    for (const session of sessions) asking.push(...weighSession(session, before.get(session.words) ?? [], weighing))
    return { outcomes, asking }
  },

  blamed: {
    'training.topic-unknown': ['topic'],
    'training.instrument-unknown': ['instrument'],
    'training.trainer-unqualified': ['trainer'],
    'training.nobody': ['present'],
    'person.not-found': ['trainer'],
    'day.in-future': ['heldOn'],
    'place.unknown': ['villageCode', 'village'],
    'place.ended': ['villageCode', 'village'],
    'actor.out-of-reach': ['villageCode', 'village'],
  },
}

const outOfReach = refused({ code: 'refused', refusal: refuse('actor.out-of-reach') })
const bothSaid = refused({ code: 'present-and-absent' })

interface Line extends ReadRow<ListedAttendance> {
  readonly who: Recognised
  readonly mark: string
  /** Why it was none of those who were offered when the sheet was brought before. */
  readonly reason: string | null
}

interface SessionOfLines {
  readonly words: string
  readonly said: ListedSession
  readonly lines: readonly Line[]
  /** Where it would be recorded, if it does not stand yet. */
  key: Key
  training: Training | undefined
}

interface Weighing {
  readonly list: Import
  readonly outcomes: Map<number, Outcome>
  readonly syllabus: Syllabus
  readonly districts: ReadonlyMap<string, PlaceTold>
}

function sessionsIn(lines: readonly Line[], list: Import): SessionOfLines[] {
  const since = Date.parse(list.since)
  const byWords = new Map<string, Line[]>()
  for (const line of lines) {
    const { heldOn, village, topic, trainer, kind } = line.read.session
    const words = [heldOn, village, topic, trainer, kind].join('\n')
    const those = byWords.get(words)
    if (those) those.push(line)
    else byWords.set(words, [line])
  }
  return [...byWords].map(([words, those]) => {
    const said = those[0]!.read.session
    const id = idAt(since, `${list.programme}\n${list.kind}\n${list.listKey}\nsession\n${words}`)
    return { words, said, lines: those, key: keyOf(said.village.slice(0, 2), id), training: undefined }
  })
}

/** Sessions that stand: the list's own, else one that somebody reported in another way. */
async function withTrainings(sessions: readonly SessionOfLines[], programme: string, pool: Pool): Promise<void> {
  const said = sessions.map((session) => session.said)
  const { rows } = await pool.query<{ at: number; key: Key }>(
    `select given.at::int - 1 as at, t.home || '-' || t.id as key
     from unnest($2::date[], $3::text[], $4::text[], $5::text[], $6::text[])
       with ordinality as given(held_on, place, topic, trainer, kind, at)
     join training t on t.programme = $1 and t.held_on = given.held_on and t.place = given.place
       and t.topic = given.topic and t.trainer = given.trainer and t.kind = given.kind
     order by t.home, t.id`,
    [
      programme,
      said.map(({ heldOn }) => heldOn),
      said.map(({ village }) => village),
      said.map(({ topic }) => topic),
      said.map(({ trainer }) => trainer),
      said.map(({ kind }) => kind),
    ],
  )
  const standing = new Map<number, Key[]>()
  for (const { at, key } of rows) standing.set(at, [...(standing.get(at) ?? []), key])
  for (const [at, keys] of standing) {
    const session = sessions[at]!
    session.key = keys.includes(session.key) ? session.key : keys[0]!
  }
  const trainings = await trainingStore.find(
    [...standing.keys()].map((at) => sessions[at]!.key),
    false,
    pool,
  )
  const byKey = new Map(trainings.map((training) => [training.key, training]))
  for (const session of sessions) session.training = byKey.get(session.key)
}

function weighSession(session: SessionOfLines, before: readonly Envelope[], weighing: Weighing): Asking[] {
  const { list, outcomes, syllabus } = weighing
  const { said, key, training } = session
  const { instrument } = training ?? said
  const earlier = before.map((envelope) => ({ envelope, rows: [] as number[], people: new Set(namedIn(envelope)) }))
  const recorded = new Map(training?.attendance.map((line) => [`${line.household}/${line.member}`, line.present]))
  const listed = new Map<string, boolean>()
  const added: { household: Key; member: string; present: boolean }[] = []
  const rows: number[] = []

  for (const line of session.lines) {
    const { row, read, who } = line
    if (who.is !== 'sure') {
      outcomes.set(row, leftOver(line, session, weighing))
      continue
    }
    const { household, member } = who.person
    const person = `${household}/${member}`
    const [twice, known] = [listed.get(person), recorded.get(person)]
    const ours = earlier.find(({ people }) => people.has(person))
    if (read.session.instrument !== instrument) outcomes.set(row, otherInstrument(instrument, syllabus, list))
    else if (twice !== undefined) outcomes.set(row, twice === read.present ? repeated : bothSaid)
    else if (ours) ours.rows.push(row)
    else if (known !== undefined) outcomes.set(row, known === read.present ? repeated : bothSaid)
    else if (recorded.size + added.length >= attendanceMax)
      outcomes.set(row, refused({ code: 'session-full', most: attendanceMax }))
    else {
      added.push({ household, member, present: read.present })
      rows.push(row)
    }
    if (!outcomes.has(row)) listed.set(person, read.present)
  }

  const askings: Asking[] = earlier
    .filter((one) => one.rows.length > 0)
    .map((one) => ({ rows: one.rows, home: homeOf(key), key, envelopes: [one.envelope] }))
  if (added.length === 0) return askings
  const { village, ...rest } = said
  const [name, input] = training
    ? (['training.addAttendance', { attendance: added }] as const)
    : (['training.hold', { ...rest, place: village, attendance: added }] as const)
  const id = envelopeId(list, session, before.length)
  return [...askings, { rows, home: homeOf(key), key, envelopes: [envelopeOf(list, id, name, key, input)] }]
}

function leftOver({ read, who, mark, reason }: Line, session: SessionOfLines, { districts }: Weighing): Outcome {
  if (who.is === 'possible') {
    const { instrument } = session.training ?? session.said
    const { attendee, present } = read
    const line = { training: session.key, session: { ...read.session, instrument }, attendee, present }
    const problem = { code: 'to-choose' as const, candidates: who.persons, more: who.more, line }
    return { is: 'possible', mark, problems: [wholeRow(problem)] }
  }
  if (who.is === 'elsewhere') {
    const office = districts.get(who.district) ?? null
    return { is: 'possible', mark, problems: [wholeRow({ code: 'elsewhere', office })] }
  }
  const problem: ListProblem = reason === null ? { code: 'not-registered' } : { code: 'set-aside', reason }
  return { is: 'unmatched', mark, problems: [wholeRow(problem)] }
}

/** Whom somebody has chosen when the sheet was brought before, by the mark of the line. Who has left since is looked for anew. */
async function chosenAmong(settled: ReadonlyMap<string, SettledRow>, pool: Pool): Promise<Map<string, Recognised>> {
  const named = [...settled].flatMap(([mark, { chosen }]) => {
    const [household, member] = chosen?.split('/') ?? []
    return household && member ? [{ mark, household, member }] : []
  })
  const keys = [...new Set(named.map(({ household }) => household))]
  const households = new Map((await householdStore.find(keys, false, pool)).map((one) => [one.key, one]))
  return new Map(
    named.flatMap(({ mark, household: key, member }) => {
      const household = households.get(key)
      const isThere = household?.state === 'active' && livingIn(household).some(({ id }) => id === member)
      return isThere ? [[mark, { is: 'sure', person: { household: key, member, grounds: [] } }] as const] : []
    }),
  )
}

/** What an import has asked about these sessions in the stretch at which it was cut off. */
async function askedBefore(
  sessions: readonly SessionOfLines[],
  list: Import,
  pool: Pool,
): Promise<Map<string, Envelope[]>> {
  const turns = sessions.flatMap((session) =>
    Array.from({ length: turnsMost }, (_, turn) => ({ session, id: envelopeId(list, session, turn) })),
  )
  const { rows } = await pool.query<{ id: string; body: string }>(
    `select j.envelope as id, b.envelope as body
     from unnest($1::text[], $2::uuid[]) as given(home, id)
     join journal j on j.home = given.home and j.envelope = given.id
     join journal_body b on b.home = j.home and b.stream = j.stream and b.seq = j.seq`,
    [turns.map(({ session }) => homeOf(session.key)), turns.map(({ id }) => id)],
  )
  const bodies = new Map(rows.map(({ id, body }) => [id, body]))
  const asked = new Map<string, Envelope[]>()
  for (const { session, id } of turns) {
    const body = bodies.get(id)
    if (body) {
      const envelope = { ...JSON.parse(body), signature: null } as Envelope
      asked.set(session.words, [...(asked.get(session.words) ?? []), envelope])
    }
  }
  return asked
}

/** A session is asked about once in a stretch, and once more each time that it was cut off and people had been registered meanwhile. */
const turnsMost = 5

function envelopeId(list: Import, { words, lines }: SessionOfLines, turn: number): string {
  return idAt(Date.parse(list.preparedAt), `${list.key}\n${words}\n${lines[0]!.row}\n${turn}`)
}

function envelopeOf(list: Import, id: string, name: string, about: Key, input: Record<string, unknown>): Envelope {
  return {
    ...{ id, home: homeOf(about), name, about, input, person: list.by, device: null, n: 0 },
    ...{ askedAt: list.begunAt ?? list.preparedAt, lastServerTime: null, after: [], signature: null },
  }
}

function namedIn({ input }: Envelope): string[] {
  return (input.attendance as { household: Key; member: string }[]).map(
    ({ household, member }) => `${household}/${member}`,
  )
}

/** The same for two lines that say the same, however the name is typed. */
function markOf({ session, present, attendee: { nameKm, nameLatin, ...rest } }: ListedAttendance): string {
  const plain = (name: string | null) => name && normalise(name)
  const said = canonical({ session, present, ...rest, names: [plain(nameKm), plain(nameLatin)] })
  return createHash('sha256').update(said).digest('hex')
}

function refused(problem: RowProblem['problem'], column: number | null = null): Outcome {
  return { is: 'refused', problems: [{ column, text: '', problem }] }
}

function wholeRow(problem: ListProblem): RowProblem {
  return { column: null, text: '', problem }
}

function otherInstrument(code: string, { instruments }: Syllabus, { mapping }: Import): Outcome {
  const instrument = instruments.find((one) => one.code === code)?.names ?? { km: code, en: code }
  const column = mapping.find(({ field }) => field === 'instrument')?.column ?? null
  return refused({ code: 'instrument-otherwise', instrument }, column)
}

async function syllabusIn(programme: string, db: Queryable): Promise<Syllabus> {
  const definition = (await programmesOver()(db)).definition(programme)
  return syllabusOf(definition && { definition })
}

/** Everybody who works for the programme somewhere, rather than for one household or shop. */
async function trainersIn(programme: string, db: Queryable): Promise<Trainer[]> {
  const { rows } = await db.query<Omit<Trainer, 'place'> & { code: string; placeKm: string; placeLatin: string }>(
    `select p.home || '-' || p.id as key, p.name_km as km, p.name_latin as latin, p.phone,
            l.code, l.name_km as "placeKm", l.name_latin as "placeLatin"
     from person p left join place l on l.code = p.place
     where p.state = 'active' and exists (
       select from jsonb_to_recordset(p.grants) as g(programme text, places jsonb, household text, shop text)
       where g.programme in ($1, '*') and g.household is null and g.shop is null and jsonb_array_length(g.places) > 0)
     order by p.home, p.id`,
    [programme],
  )
  return rows.map(({ code, placeKm, placeLatin, ...person }) => ({
    ...person,
    place: code === null ? null : { code, km: placeKm, latin: placeLatin },
  }))
}
