/**
 * A row of a list of households, as it will be asked of the door, or everything that is wrong with it.
 *
 * Nothing is guessed: unknown poverty stays unknown, consent stands in the row or was declared for the
 * list, and a village that could be two is asked about.
 */
import { cardNumber, personName, phone, sex, text, villageCode, yesOrNo } from '#capabilities/imports/cells.ts'
import { birthYear, type DayOrder, day } from '#capabilities/imports/days.ts'
import type { HouseholdField } from '#capabilities/imports/fields.ts'
import type { Import } from '#capabilities/imports/import.ts'
import type { CellProblem, Reading } from '#capabilities/imports/reading.ts'
import type { ListProblem, RowProblem } from '#capabilities/imports/row-problem.ts'
import type { Cell, TableRow } from '#capabilities/imports/table.ts'
import type { Villages } from '#capabilities/imports/villages.ts'
import { normalise } from '#door/text.ts'
import type { Day, Sex } from '#door/values.ts'

/** What columns say of themselves as a whole. */
export interface ColumnFacts {
  /** In which a day stands that proves the order of the others. */
  readonly dayOrders: ReadonlyMap<number, DayOrder>
  /** Written in a font from before Unicode. */
  readonly legacy: ReadonlySet<number>
  readonly serialsFrom: 1900 | 1904
}

export interface Names {
  readonly nameKm: string | null
  readonly nameLatin: string | null
}

export interface ListedHousehold extends Names {
  readonly sex: Sex
  readonly birthYear: number | null
  readonly village: string
  readonly phones: readonly { readonly number: string; readonly shared: boolean }[]
  readonly poverty: {
    readonly category: 'poor1' | 'poor2' | 'general'
    readonly source: 'ministry-list' | 'self-declared'
    readonly card: string | null
    readonly issuedOn: Day | null
    readonly expiresOn: Day | null
    readonly photo: null
  } | null
  readonly identityNumber: string | null
  readonly spouse: (Names & { readonly sex: Sex; readonly birthYear: number | null }) | null
}

export type HouseholdRead =
  | { readonly externalId: string | null; readonly household: ListedHousehold; readonly problems?: undefined }
  | { readonly problems: readonly RowProblem[] }

type Category = NonNullable<ListedHousehold['poverty']>['category']

const categories = new Map<string, Category>([
  ...meaning('poor1', 'poor idpoor p level ក្រ ក្រីក្រ ក្រីក្រកម្រិត កម្រិត', '1'),
  ...meaning('poor2', 'poor idpoor p level ក្រ ក្រីក្រ ក្រីក្រកម្រិត កម្រិត', '2'),
  ...meaning('general', 'general notpoor nonpoor no none មិនក្រ មិនក្រីក្រ ទូទៅ មធ្យម ទេ'),
])
const unknownPoverty = new Set(['unknown', 'not known', 'មិនដឹង', 'មិនស្គាល់'].map(asKey))

/** The words for a category; with a number, each of them before it, and the number alone. */
function meaning(category: Category, words: string, number?: string): [string, Category][] {
  const written = words.split(' ').map((word) => `${word}${number ?? ''}`)
  return [...written, ...(number ? [number] : [])].map((word) => [asKey(word), category])
}

function asKey(words: string): string {
  return normalise(words).replaceAll(' ', '')
}

/** Reads rows one after another; what is the same for all of them is looked up once. */
export function householdReader(list: Pick<Import, 'mapping' | 'settings'>, facts: ColumnFacts, villages: Villages) {
  const { settings } = list
  const columns = new Map(list.mapping.map(({ column, field }) => [field as HouseholdField, column]))
  const dayColumn = (field: HouseholdField) => ({
    order: facts.dayOrders.get(columns.get(field)!) ?? settings.dayOrder ?? undefined,
    serialsFrom: facts.serialsFrom,
  })
  const [issued, expires] = [dayColumn('cardIssuedOn'), dayColumn('cardExpiresOn')]
  const born = { ...dayColumn('birthYear'), listYear: settings.listYear, holds: 'either' } as const
  const aged = { listYear: settings.listYear, holds: 'age' } as const
  const spouseBorn = { ...dayColumn('spouseBirthYear'), listYear: settings.listYear, holds: 'either' } as const

  return function read(row: TableRow): HouseholdRead {
    const problems: RowProblem[] = []
    const cellOf = (field: HouseholdField): Cell | undefined => row.cells[columns.get(field) ?? -1]
    const blame = (field: HouseholdField, problem: CellProblem | ListProblem) => {
      const column = columns.get(field) ?? null
      problems.push({ column, text: column === null ? '' : writtenIn(row.cells[column]), problem })
    }
    const value = <Value>(field: HouseholdField, reading: (cell: Cell | undefined) => Reading<Value>): Value | null => {
      if (!columns.has(field)) return null
      const found = reading(cellOf(field))
      if (!('problem' in found)) return found.value
      blame(field, found.problem)
      return null
    }
    const name = (field: HouseholdField) =>
      value(field, (cell) => personName(cell, { isLegacyColumn: facts.legacy.has(columns.get(field)!) }))
    const missing = (field: HouseholdField, among: readonly HouseholdField[] = [field]) => {
      // A cell that cannot be read is told of as what it is.
      const blamed = new Set(problems.map(({ column }) => column))
      if (!among.some((one) => columns.has(one) && blamed.has(columns.get(one)!)))
        blame(among.find((one) => columns.has(one)) ?? field, { code: 'missing', field })
    }

    const parts = [name('familyName'), name('givenName')].filter((part) => part !== null).join(' ')
    const named = inScripts([name('nameKm'), name('nameLatin'), name('name'), parts || null])
    if (named.nameKm === null && named.nameLatin === null)
      missing('name', ['name', 'nameKm', 'nameLatin', 'givenName', 'familyName'])
    const theirSex = value('sex', sex)
    if (theirSex === null) missing('sex')
    const year = value('birthYear', (cell) => birthYear(cell, born)) ?? value('age', (cell) => birthYear(cell, aged))

    const village = villageOf()
    const phones = phonesOf()
    const identityNumber = value('identityNumber', (cell) => cardNumber(cell, 9))
    const identity = identityNumber?.replace(/[ .-]/g, '') ?? null
    if (identity !== null && !/^\d{9,12}$/.test(identity)) blame('identityNumber', { code: 'not-an-identity-number' })
    const poverty = povertyOf()
    consented()
    const spouse = spouseOf()

    if (problems.length > 0) return { problems }
    return {
      externalId: value('externalId', (cell) => text(cell, 80)),
      household: {
        ...named,
        sex: theirSex!,
        birthYear: year,
        village: village!,
        phones,
        poverty,
        identityNumber: identity,
        spouse,
      },
    }

    function villageOf(): string | null {
      const code = value('villageCode', villageCode)
      if (code !== null) {
        if (!villages.has(code)) blame('villageCode', { code: 'village-unknown' })
        return code
      }
      const words = value('village', (cell) => text(cell, 120))
      if (words === null) {
        missing('village', ['villageCode', 'village'])
        return null
      }
      const found = villages.named({
        village: words,
        commune: value('commune', (cell) => text(cell, 120)),
        district: value('district', (cell) => text(cell, 120)),
        province: value('province', (cell) => text(cell, 120)),
      })
      if ('code' in found) return found.code
      blame('village', found.problem)
      return null
    }

    function phonesOf() {
      const shared = value('phoneShared', yesOrNo) ?? false
      const [first, second] = [value('phone', phone), value('secondPhone', phone)]
      return [...new Set([first, second])].filter((number) => number !== null).map((number) => ({ number, shared }))
    }

    function povertyOf(): ListedHousehold['poverty'] {
      const card =
        value('card', (cell) => cardNumber(cell))
          ?.toUpperCase()
          .replaceAll(' ', '') ?? null
      if (card !== null && !/^[0-9A-Z][0-9A-Z/-]{3,29}$/.test(card)) blame('card', { code: 'not-a-card-number' })
      const said = value('povertyCategory', (cell) => text(cell, 60))
      const [issuedOn, expiresOn] = [
        value('cardIssuedOn', (cell) => day(cell, issued)),
        value('cardExpiresOn', (cell) => day(cell, expires)),
      ]
      const key = said === null ? null : asKey(said)
      const category = key === null || unknownPoverty.has(key) ? null : categories.get(key)
      if (category === undefined) blame('povertyCategory', { code: 'not-a-poverty-category' })
      // A card says that somebody is poor and not how poor: then the category is missing, not unknown.
      if (category === null && card !== null) blame('povertyCategory', { code: 'missing', field: 'povertyCategory' })
      if (!category) return null
      return { category, source: settings.povertySource, card, issuedOn, expiresOn, photo: null }
    }

    function consented() {
      if (!columns.has('consent')) return
      const said = value('consent', yesOrNo)
      if (said === false) blame('consent', { code: 'consent-refused' })
      else if (said === null && !settings.consentDeclared) missing('consent')
    }

    function spouseOf(): ListedHousehold['spouse'] {
      const names = inScripts([name('spouseNameKm'), name('spouseNameLatin'), name('spouseName')])
      const said = value('spouseSex', sex)
      const born = value('spouseBirthYear', (cell) => birthYear(cell, spouseBorn))
      if (names.nameKm === null && names.nameLatin === null) return null
      // Lists seldom have a column for it: a couple that is registered is a woman and a man.
      const other = said ?? (theirSex === 'female' ? 'male' : 'female')
      return { ...names, sex: other, birthYear: born }
    }
  }
}

/** A name goes where its letters belong, whatever its column is called. */
function inScripts(names: readonly (string | null)[]): Names {
  const written = names.filter((name) => name !== null)
  return {
    nameKm: written.find((name) => /[\u1780-\u17b3]/.test(name)) ?? null,
    nameLatin: written.find((name) => !/[\u1780-\u17b3]/.test(name)) ?? null,
  }
}

/** A cell as it is written into a file to correct. */
export function writtenIn(cell: Cell | undefined): string {
  if (!cell || cell.is === 'empty') return ''
  return cell.is === 'date' ? cell.day : cell.text
}
