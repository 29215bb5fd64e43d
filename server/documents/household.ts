/** A household with everything it asked for, got and learnt. */
import type { Clash } from '#capabilities/clashes/clash.ts'
import {
  householdDocument,
  officeFields,
  povertyFields,
  seesPoverty,
  shareFields,
} from '#capabilities/households/household.document.ts'
import type { Household } from '#capabilities/households/household.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Training } from '#capabilities/trainings/training.ts'
import { forHousehold } from '#capabilities/vouchers/voucher.documents.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Subject } from '#door/command.ts'
import { homeOf, type Key } from '#door/key.ts'
import { stores } from '#server/capabilities.ts'
import type { Queryable } from '#server/database/connection.ts'
import { mentionedIn, namesIn, namesOf } from './names.ts'
import { queuesOf } from './queue.ts'
import { type Build, grouped, type View, without } from './view.ts'

export const householdViews: Build = async (keys, reader, db) => {
  const households = (await stores.household!.find(keys, false, db)) as Household[]
  const proposals = await hangingOn<Proposal>('proposal', keys, db)
  const vouchers = await hangingOn<Voucher>('voucher', keys, db)
  const trainings = await attendedBy(keys, db)
  const clashes = (await hangingOn<Clash & { household: Key }>('clash', keys, db)).filter(
    ({ state }) => state === 'settled',
  )
  const names = await namesOf(mentionedIn([households, proposals, vouchers, trainings, clashes]), db)
  const proposalsOf = grouped(proposals, ({ household }) => [household])
  const vouchersOf = grouped(vouchers, ({ household }) => [household])
  const clashesOf = grouped(clashes, ({ household }) => [household])
  // Where they stand in the queue is for those who wait in it.
  const own = proposals.filter(({ household }) => household === reader.household)
  const queues = await queuesOf(own, db)
  const trainingsOf = grouped(trainings, ({ attendance }) => [...new Set(attendance.map(({ household }) => household))])

  return new Map(
    households.map((household): [Key, View] => {
      const { key } = household
      const sees = seesPoverty(reader, household)
      const hides: View['hides'] = sees ? {} : { household: povertyFields, proposal: shareFields }
      const kept = (noun: string, records: readonly Subject[]) =>
        hides[noun] ? records.map((record) => without(record, hides[noun]!)) : records
      const records = {
        household: kept('household', [without(householdDocument(household, reader), officeFields)]),
        proposal: kept('proposal', proposalsOf.get(key) ?? []),
        voucher: (vouchersOf.get(key) ?? []).map(forHousehold),
        ...(reader.household === key ? { queue: queues } : {}),
        // Who else sat in the session is not this household's business.
        attended: (trainingsOf.get(key) ?? []).map((training) => attendedAs(training, key)),
        ...(clashesOf.has(key) ? { clash: clashesOf.get(key)!.map(settledAs) } : {}),
      }
      return [key, { records, hides, people: namesIn(records, names) }]
    }),
  )
}

async function hangingOn<R extends Subject>(noun: string, keys: readonly Key[], db: Queryable): Promise<R[]> {
  const found: Subject[] = []
  for (const [home, several] of grouped(keys, (key) => [homeOf(key)])) {
    const questions = several.map((household) => ({ household }))
    found.push(...(await stores[noun]!.search(home, questions, db)))
  }
  return found as R[]
}

/** The supervisor's word to whoever had wanted another answer; which answers there were is in the office. */
function settledAs({ key, version, programme, place, household, settlement }: Clash): Subject {
  return { key, version, programme, place, household, settlement } as Subject
}

/** Sessions may be held in another home than the household's. */
async function attendedBy(keys: readonly Key[], db: Queryable): Promise<Training[]> {
  const { rows } = await db.query<{ key: Key }>(
    `select distinct t.home || '-' || t.id as key from unnest($1::jsonb[]) as line join training t on t.attendance @> line`,
    [keys.map((household) => JSON.stringify([{ household }]))],
  )
  if (rows.length === 0) return []
  return (await stores.training!.find(
    rows.map(({ key }) => key),
    false,
    db,
  )) as Training[]
}

function attendedAs(training: Training, household: Key): Subject {
  const { key, version, programme, place, topic, kind, heldOn, trainer } = training
  const members = training.attendance.filter((line) => line.household === household && line.present)
  return {
    key,
    version,
    programme,
    place,
    household,
    topic,
    kind,
    heldOn,
    trainer,
    members: members.map(({ member }) => member),
  } as Subject
}
