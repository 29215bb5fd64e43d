/**
 * The whole demonstration as one list of commands, made from a seed and the programme's file.
 *
 * First everybody and everything up to the decisions is written down and rehearsed; then what follows
 * from the approvals; then all of it once more in order, while shops bill and finance pays; last the
 * money that was needed for it. Nothing here touches a database.
 */
import { allotmentKey } from '#capabilities/budgets/budget.ts'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { rateOn as rateIn, type WindowTerms } from '#capabilities/windows/window.ts'
import { chanceOf } from '#dev/chance.ts'
import { actingWith } from '#dev/rush-it/acting.ts'
import { areasOf } from '#dev/rush-it/applications.ts'
import { communesOf } from '#dev/rush-it/areas.ts'
import { type Moved, setLine, tellAllotments } from '#dev/rush-it/books.ts'
import { tellingClaims } from '#dev/rush-it/claims.ts'
import { tellProposals } from '#dev/rush-it/deciding.ts'
import { fatesOf } from '#dev/rush-it/fates.ts'
import { householdsOf } from '#dev/rush-it/households.ts'
import { closeProgramme, fillCatalogue, openProgramme, publishPlaces, publishWindows } from '#dev/rush-it/opening.ts'
import { type Rehearsal, rehearsalWith } from '#dev/rush-it/rehearsal.ts'
import { code, firstDay, lastDay } from '#dev/rush-it/scenario.ts'
import { inOrder, type Line, type Script, scriptOf } from '#dev/rush-it/script.ts'
import { staffOf } from '#dev/rush-it/staff.ts'
import { suppliesOf } from '#dev/rush-it/supplies.ts'
import { tellTrainings } from '#dev/rush-it/trainings.ts'
import { tellVouchers } from '#dev/rush-it/vouchers.ts'
import { publishedTerms, type WindowCode, windowCodes, windowsOver } from '#dev/rush-it/windows.ts'
import { wishesOf } from '#dev/rush-it/wishes.ts'
import { type Key, national } from '#door/key.ts'
import { isRefusal } from '#door/refusal.ts'
import type { BuiltInPlaces } from '#programmes/places.ts'
import type { Definition, RolesFile } from '#programmes/programme.ts'

export interface Parts {
  readonly definition: Definition
  readonly places: BuiltInPlaces
}

export type { Line } from '#dev/rush-it/script.ts'

export interface Story {
  readonly seed: number
  /** The programme it is about. */
  readonly code: string
  /** Everything, in the order in which it is asked; closing the programme comes last. */
  readonly lines: readonly Line[]
  readonly programme: Key
  /** What the rules made of it, without a database. */
  readonly rehearsal: Rehearsal
}

export function storyOf(seed: number, { definition, places }: Parts): Story {
  const script = scriptOf(seed)
  publishPlaces(script, places, firstDay)
  const programme = openProgramme(script, definition)
  const communes = communesOf(seed, places.units)
  const provinces = [...new Set(communes.map(({ province }) => province))]
  const required = definition.requiredOfWorkers
  const others = definition.courses.map((course) => course.code).filter((course) => !required.includes(course))
  const staff = staffOf(seed, communes, { required, others }, script)
  const [director] = staff.directors
  const [finance] = staff.finance

  const budgetLine = script.key(national, firstDay)
  setLine(script, finance!.key, budgetLine, definition)
  const areas = areasOf(seed, communes)
  const keys = forEachWindow(() => script.key(national, firstDay))
  const terms = forEachWindow((window): WindowTerms & { programme: string } =>
    publishedTerms(window, { definition, budgetLine, area: [...areas[window]], provinces }),
  )
  publishWindows(script, director!.key, keys, terms, provinces)
  const windowOn = windowsOver(keys, terms, provinces)

  const homes = householdsOf(seed, communes, staff, script)
  const fates = fatesOf(seed, homes, areas, script.key)
  const wishes = wishesOf(seed, fates, windowOn)
  const hands = tellProposals(seed, fates, wishes, { script, staff, windowOn, windows: keys })
  tellTrainings(seed, homes, communes, definition, { script, staff })

  const first = rehearse(script, definition.roles, budgetLine, provinces)
  const leantOn = new Set(
    fates.filter(({ application }) => application.kind === 'second').map(({ application }) => application.after),
  )
  const approvals = fates
    .filter(({ ending }) => ending === 'approved')
    .map((fate) => ({
      fate,
      proposal: first.record<Proposal>('proposal', fate.application.key)!,
      hands: hands.get(fate)!,
      isLeantOn: leantOn.has(fate.application),
    }))
  tellVouchers(seed, suppliesOf(seed, approvals), actingWith<Voucher>(script, first), staff)

  const { rehearsal, moved } = rehearseWithClaims(
    seed,
    script,
    { definition, budgetLine, provinces, staff },
    (day) => rateIn(windowOn('vegetables-1', day), day)!,
  )
  const available = tellAllotments(seed, { script, finance: finance!.key, line: budgetLine }, moved)
  fillCatalogue(script, director!.key, definition)
  closeProgramme(script, director!.key, programme)
  const late = script.said.find(({ on }) => on > lastDay)
  if (late) throw new Error(`${late.name} is told after the last day, on ${late.on}`)
  return {
    seed,
    code,
    programme,
    rehearsal,
    lines: inOrder(script.said).map((line) => forWantOfMoney(seed, line, available, rehearsal)),
  }
}

function forEachWindow<T>(make: (window: WindowCode) => T): Record<WindowCode, T> {
  return Object.fromEntries(windowCodes.map((window) => [window, make(window)])) as Record<WindowCode, T>
}

/** Everything said so far, in order. Allotments are there from the beginning; how much they hold comes last. */
function rehearse(script: Script, roles: RolesFile, budgetLine: Key, provinces: readonly string[]): Rehearsal {
  const rehearsal = prepared(roles, budgetLine, provinces)
  for (const line of inOrder(script.said)) rehearsal.ask(line)
  return rehearsal
}

function prepared(roles: RolesFile, budgetLine: Key, provinces: readonly string[]): Rehearsal {
  const rehearsal = rehearsalWith(roles)
  for (const province of provinces) {
    rehearsal.keep('allotment', {
      key: allotmentKey(budgetLine, province),
      programme: code,
      place: province,
      version: 1,
    })
  }
  return rehearsal
}

interface Company {
  readonly definition: Definition
  readonly budgetLine: Key
  readonly provinces: readonly string[]
  readonly staff: ReturnType<typeof staffOf>
}

function rehearseWithClaims(
  seed: number,
  script: Script,
  { definition, budgetLine, provinces, staff }: Company,
  rateOn: (day: string) => number,
): { rehearsal: Rehearsal; moved: Moved[] } {
  const rehearsal = prepared(definition.roles, budgetLine, provinces)
  const moved: Moved[] = []
  const tellUpTo = tellingClaims(seed, {
    staff,
    script,
    rehearsal,
    rateOn,
    onMoved: (line, post) => moved.push({ line, post }),
  })
  for (const line of inOrder(script.said)) {
    tellUpTo(line)
    const verdict = rehearsal.ask(line)
    if (isRefusal(verdict)) continue
    if (verdict.post.length > 0 || line.name === 'proposal.reject') moved.push({ line, post: verdict.post })
  }
  return { rehearsal, moved }
}

/** What was turned down on a day when there was no money for it was turned down for that, more often than not. */
function forWantOfMoney(seed: number, line: Line, available: ReadonlyMap<string, number>, rehearsal: Rehearsal): Line {
  const left = available.get(line.id)
  if (line.name !== 'proposal.reject' || left === undefined || line.input.bulk === true) return line
  const proposal = rehearsal.record<Proposal>('proposal', line.about)!
  if (left >= proposal.projectMinor || proposal.appeal) return line
  const chance = chanceOf(seed, `money ${line.id}`)
  return chance.happens(0.7) ? { ...line, input: { ...line.input, code: 'budget-exhausted' } } : line
}
