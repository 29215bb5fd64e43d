/**
 * A row of a list of households, as it will be asked of the door, or everything that is wrong with it.
 *
 * Nothing is guessed: unknown poverty stays unknown, consent stands in the row or was declared for the
 * list, and a village that could be two is asked about.
 */
import { cardNumber, phone, sex, text, villageCode, yesOrNo } from '#capabilities/imports/cells.ts'
import { birthYear, day } from '#capabilities/imports/days.ts'
import type { HouseholdField } from '#capabilities/imports/household-list.form.ts'
import type { Import } from '#capabilities/imports/import.ts'
import { type ColumnFacts, type ListRead, type RowOf, rowsOf, type Wrong } from '#capabilities/imports/row.ts'
import type { TableRow } from '#capabilities/imports/table.ts'
import type { Villages } from '#capabilities/imports/villages.ts'
import { normalise } from '#door/text.ts'
import type { Day, Sex } from '#door/values.ts'

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

export type ListedRow = { readonly externalId: string | null; readonly household: ListedHousehold }
export type HouseholdRead = (ListedRow & { readonly problems?: undefined }) | Wrong

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
export function householdReader(list: ListRead, facts: ColumnFacts, villages: Villages) {
  const { settings } = list
  const { daysIn, rowOf } = rowsOf<HouseholdField>(list, facts)
  const days = { issued: daysIn('cardIssuedOn'), expires: daysIn('cardExpiresOn') }
  const born = { ...daysIn('birthYear'), listYear: settings.listYear, holds: 'either' } as const
  const aged = { listYear: settings.listYear, holds: 'age' } as const
  const spouseBorn = { ...daysIn('spouseBirthYear'), listYear: settings.listYear, holds: 'either' } as const

  return function read(raw: TableRow): HouseholdRead {
    const row = rowOf(raw)
    const named = namesIn(row)
    const theirSex = row.value('sex', sex)
    if (theirSex === null) row.missing('sex')
    const year =
      row.value('birthYear', (cell) => birthYear(cell, born)) ?? row.value('age', (cell) => birthYear(cell, aged))
    const village = villageIn(row, villages)
    const phones = phonesIn(row)
    const identityNumber = identityIn(row)
    const poverty = povertyIn(row, days, settings.povertySource)
    consented(row, settings.consentDeclared)
    const spouse = spouseOf(row, theirSex)

    if (row.problems.length > 0) return { problems: row.problems }
    return {
      externalId: row.value('externalId', (cell) => text(cell, 80)),
      household: {
        ...named,
        sex: theirSex!,
        birthYear: year,
        village: village!,
        phones,
        poverty,
        identityNumber,
        spouse,
      },
    }
  }

  function spouseOf(row: RowOf<HouseholdField>, headSex: Sex | null): ListedHousehold['spouse'] {
    const names = inScripts([row.name('spouseNameKm'), row.name('spouseNameLatin'), row.name('spouseName')])
    const said = row.value('spouseSex', sex)
    const born = row.value('spouseBirthYear', (cell) => birthYear(cell, spouseBorn))
    if (names.nameKm === null && names.nameLatin === null) return null
    // Lists seldom have a column for it: a couple that is registered is a woman and a man.
    const other = said ?? (headSex === 'female' ? 'male' : 'female')
    return { ...names, sex: other, birthYear: born }
  }
}

function consented(row: RowOf<HouseholdField>, isDeclared: boolean) {
  if (!row.has('consent')) return
  const said = row.value('consent', yesOrNo)
  if (said === false) row.blame('consent', { code: 'consent-refused' })
  else if (said === null && !isDeclared) row.missing('consent')
}

function phonesIn(row: RowOf<HouseholdField>) {
  const shared = row.value('phoneShared', yesOrNo) ?? false
  const [first, second] = [row.value('phone', phone), row.value('secondPhone', phone)]
  return [...new Set([first, second])].filter((number) => number !== null).map((number) => ({ number, shared }))
}

type NameField = 'name' | 'nameKm' | 'nameLatin' | 'familyName' | 'givenName'

/** Who a row is about; a name in any script and in any column will do. Where a number tells it too, none is needed. */
export function namesIn<Field extends string>(row: RowOf<Field | NameField>, { isNeeded = true } = {}): Names {
  const parts = [row.name('familyName'), row.name('givenName')].filter((part) => part !== null).join(' ')
  const named = inScripts([row.name('nameKm'), row.name('nameLatin'), row.name('name'), parts || null])
  if (isNeeded && named.nameKm === null && named.nameLatin === null)
    row.missing('name', ['name', 'nameKm', 'nameLatin', 'givenName', 'familyName'])
  return named
}

type VillageField = 'villageCode' | 'village' | 'commune' | 'district' | 'province'

/** The village, by its code or by its name within what lies around it. */
export function villageIn<Field extends string>(
  row: RowOf<Field | VillageField>,
  villages: Villages,
  { isNeeded = true } = {},
): string | null {
  const code = row.value('villageCode', villageCode)
  if (code !== null) {
    if (!villages.has(code)) row.blame('villageCode', { code: 'village-unknown' })
    return code
  }
  const named = (field: VillageField) => row.value(field, (cell) => text(cell, 120))
  const village = named('village')
  if (village === null) {
    if (isNeeded) row.missing('village', ['villageCode', 'village'])
    return null
  }
  const [commune, district, province] = [named('commune'), named('district'), named('province')]
  const found = villages.named({ village, commune, district, province })
  if ('code' in found) return found.code
  row.blame('village', found.problem)
  return null
}

export function identityIn<Field extends string>(row: RowOf<Field | 'identityNumber'>): string | null {
  const number = row.value('identityNumber', (cell) => cardNumber(cell, 9))?.replace(/[ .-]/g, '') ?? null
  if (number !== null && !/^\d{9,12}$/.test(number)) row.blame('identityNumber', { code: 'not-an-identity-number' })
  return number
}

export function cardIn<Field extends string>(row: RowOf<Field | 'card'>): string | null {
  const said = row.value('card', (cell) => cardNumber(cell))
  const card = said?.toUpperCase().replaceAll(' ', '') ?? null
  if (card !== null && !/^[0-9A-Z][0-9A-Z/-]{3,29}$/.test(card)) row.blame('card', { code: 'not-a-card-number' })
  return card
}

type PovertyField = 'card' | 'povertyCategory' | 'cardIssuedOn' | 'cardExpiresOn'

interface CardDays {
  readonly issued: DaysRead
  readonly expires: DaysRead
}
type DaysRead = ReturnType<ReturnType<typeof rowsOf>['daysIn']>

export function povertyIn<Field extends string>(
  row: RowOf<Field | PovertyField>,
  { issued, expires }: CardDays,
  source: Import['settings']['povertySource'],
): ListedHousehold['poverty'] {
  const card = cardIn(row)
  const said = row.value('povertyCategory', (cell) => text(cell, 60))
  const [issuedOn, expiresOn] = [
    row.value('cardIssuedOn', (cell) => day(cell, issued)),
    row.value('cardExpiresOn', (cell) => day(cell, expires)),
  ]
  const key = said === null ? null : asKey(said)
  const category = key === null || unknownPoverty.has(key) ? null : categories.get(key)
  if (category === undefined) row.blame('povertyCategory', { code: 'not-a-poverty-category' })
  // A card says that somebody is poor and not how poor: then the category is missing, not unknown.
  if (category === null && card !== null) row.blame('povertyCategory', { code: 'missing', field: 'povertyCategory' })
  if (!category) return null
  return { category, source, card, issuedOn, expiresOn, photo: null }
}

/** A name goes where its letters belong, whatever its column is called. */
function inScripts(names: readonly (string | null)[]): Names {
  const written = names.filter((name) => name !== null)
  return {
    nameKm: written.find((name) => /[\u1780-\u17b3]/.test(name)) ?? null,
    nameLatin: written.find((name) => !/[\u1780-\u17b3]/.test(name)) ?? null,
  }
}
