/**
 * A worker's communes as full as they are in the field: households with their people, what they asked
 * for and what they were promised. Everything is asked of the door; only the gazetteer is put there, and
 * nobody is taken for anybody else.
 */
import { dara, type Player, samnang, sokhasShop, sreymom, vanna } from '#dev/cast.ts'
import { type Chance, chanceOf } from '#dev/chance.ts'
import { aName } from '#dev/names.ts'
import { aRegistration, aWish, type Play } from '#dev/testing/programme.ts'
import { aSheet } from '#dev/testing/vouchers.ts'
import { type Key, keyOf, uuidv7 } from '#door/key.ts'

interface Commune {
  readonly villages: readonly string[]
  readonly households: readonly Key[]
  readonly proposals: readonly Key[]
  readonly vouchers: readonly Key[]
}

interface Asked {
  readonly by: Pick<Player, 'key'>
  readonly name: string
  readonly about: Key
  readonly input: Record<string, unknown>
}

/** So many travel together: the door decides together what arrives together. */
const together = 60

/** Of the households all ask, two of three are verified, of those one of two approved, of those two of three promised. */
export async function fillCommune(play: Play, households: number): Promise<Commune> {
  const { villages, keys } = await settle(play, households)
  const chance = chanceOf(1, 'proposals')
  const proposals = keys.map((household) => ({ household, key: newKey(play, chance) }))
  await askAll(
    play,
    proposals.map(({ key, household }, at) => ({
      by: sreymom,
      name: 'proposal.submit',
      about: key,
      input: aWish({ household, quantity: 10 + (at % 40), place: villages[at % villages.length]! }),
    })),
  )
  const verified = proposals.filter((_, at) => at % 3 > 0)
  const look = { seen: 1, how: 'desk', note: null, photo: null, position: null }
  await askAll(
    play,
    verified.map(({ key }) => ({ by: dara, name: 'proposal.verify', about: key, input: look })),
  )
  const approved = verified.filter((_, at) => at % 2 === 0)
  await askAll(
    play,
    approved.map(({ key }) => ({ by: vanna, name: 'proposal.approve', about: key, input: { seen: 2, note: null } })),
  )
  const issued = approved
    .filter((_, at) => at % 3 > 0)
    .map(({ key: proposal }) => ({ proposal, key: newKey(play, chance) }))
  await askAll(
    play,
    issued.map(({ key, proposal }, at) => ({
      by: samnang,
      name: 'voucher.issue',
      about: key,
      input: { proposal, shop: sokhasShop, strips: aSheet(key, 2, 1, at + 1).strips },
    })),
  )
  return {
    villages,
    households: keys,
    proposals: proposals.map(({ key }) => key),
    vouchers: issued.map(({ key }) => key),
  }
}

/** Households with their people in the villages of the worker's commune, who have asked for nothing yet. */
export async function settle(play: Play, households: number): Promise<{ villages: string[]; keys: Key[] }> {
  const chance = chanceOf(1, 'commune')
  const villages = await drawProvince(play)
  const keys = Array.from({ length: households }, () => newKey(play, chance))
  const members = new Map<Key, Asked[]>()
  await askAll(
    play,
    keys.map((key, at) => {
      const sex = chance.unit() < 0.6 ? 'female' : 'male'
      const head = aName(chance, sex)
      const others = Array.from({ length: 1 + chance.below(4) }, (_, n) => ({
        member: newId(play, chance),
        ...aName(chance, n === 0 && sex === 'female' ? 'male' : 'female', n === 0 ? undefined : head),
        sex: n === 0 && sex === 'female' ? ('male' as const) : ('female' as const),
        birthYear: n === 0 ? 1955 + chance.below(40) : 1990 + chance.below(30),
        role: n === 0 ? ('spouse' as const) : ('child' as const),
        identityNumber: null,
      }))
      members.set(
        key,
        others.map((input) => ({ by: sreymom, name: 'household.addMember', about: key, input })),
      )
      const poor = chance.unit() < 0.4
      const card = `KSP-0508-${String(1000 + at)}`
      const poverty = poor
        ? {
            category: chance.unit() < 0.3 ? 'poor1' : 'poor2',
            source: 'card-seen',
            card,
            issuedOn: '2020-01-01',
            photo: digest(at),
          }
        : { category: 'general', source: 'ministry-list', card: null, issuedOn: null, photo: null }
      return {
        by: sreymom,
        name: 'household.register',
        about: key,
        input: aRegistration({
          member: newId(play, chance),
          ...head,
          sex,
          birthYear: 1950 + chance.below(50),
          village: villages[at % villages.length]!,
          phone: chance.unit() < 0.7 ? { number: `+85512${String(100_000 + at)}`, shared: chance.unit() < 0.2 } : null,
          poverty: { ...poverty, expiresOn: null } as never,
        }),
      }
    }),
  )
  await askAll(play, [...members.values()].flat())
  // So many names out of so few would stop what follows.
  await play.pool.query(`update household set suspicions = '[]', suspects = '{}', judge_by = null`)

  return { villages, keys }
}

async function askAll(play: Play, asked: readonly Asked[]): Promise<void> {
  for (let from = 0; from < asked.length; from += together) {
    const answers = await Promise.all(
      asked
        .slice(from, from + together)
        .map(({ by, name, about, input }) => play.door.ask(play.envelope(by.key, name, about, input), by.key)),
    )
    const not = answers.findIndex(({ outcome }) => outcome !== 'accepted')
    if (not >= 0) throw new Error(`${asked[from + not]!.name} was not accepted: ${JSON.stringify(answers[not])}`)
    play.later(together / 86_400)
  }
}

/** As a device makes it: nothing in it can be guessed, and nothing packed. */
function newId(play: Play, chance: Chance): string {
  return uuidv7(play.now().getTime(), chance.bytes(10))
}

function newKey(play: Play, chance: Chance): Key {
  return keyOf('05', newId(play, chance))
}

/** A province of the size of Kampong Speu; the villages of the worker's own commune are given back. */
async function drawProvince(play: Play): Promise<string[]> {
  const chance = chanceOf(1, 'villages')
  const units: [code: string, kind: string, nameKm: string, nameLatin: string][] = []
  for (let district = 1; district <= 8; district++) {
    const ofDistrict = `05${two(district)}`
    units.push([ofDistrict, 'district', ...aPlace()])
    for (let commune = 1; commune <= 11; commune++) {
      const ofCommune = `${ofDistrict}${two(commune)}`
      units.push([ofCommune, 'commune', ...aPlace()])
      for (let village = 1; village <= 15; village++)
        units.push([`${ofCommune}${two(village)}`, 'village', ...aPlace()])
    }
  }
  await play.pool.query(
    `insert into place (code, kind, parent, name_km, name_latin, valid_from)
     select code, kind, left(code, length(code) - 2), km, latin, date '2020-01-01'
     from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as u(code, kind, km, latin) on conflict do nothing`,
    [0, 1, 2, 3].map((part) => units.map((unit) => unit[part])),
  )
  return units.map(([code]) => code).filter((code) => code.length === 8 && code.startsWith('050801'))

  function aPlace(): [string, string] {
    const [first, second] = [chance.pick(beginnings), chance.pick(endings)]
    return [`${first[0]}${second[0]}`, `${first[1]} ${second[1]}`]
  }
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}

function digest(at: number): string {
  return chanceOf(at, 'photo').hex(64)
}

type Part = readonly [km: string, latin: string]

const beginnings: readonly Part[] = [
  ['ត្រពាំង', 'Trapeang'],
  ['ភូមិ', 'Phum'],
  ['អណ្ដូង', 'Andoung'],
  ['វាល', 'Veal'],
  ['ព្រៃ', 'Prey'],
  ['ស្រែ', 'Srae'],
  ['ភ្នំ', 'Phnum'],
  ['កំពង់', 'Kampong'],
  ['ទួល', 'Tuol'],
  ['បឹង', 'Boeng'],
  ['អូរ', 'Ou'],
  ['ស្ពាន', 'Spean'],
  ['តា', 'Ta'],
  ['ជើង', 'Cheung'],
]
const endings: readonly Part[] = [
  ['ក្រសាំង', 'Krasang'],
  ['ធំ', 'Thum'],
  ['ថ្មី', 'Thmei'],
  ['ចាស់', 'Chas'],
  ['ខ្នុរ', 'Khnor'],
  ['ស្វាយ', 'Svay'],
  ['ត្នោត', 'Tnaot'],
  ['ល្វា', 'Lvea'],
  ['ចេក', 'Chek'],
  ['អំពិល', 'Ampil'],
  ['ឈើទាល', 'Chheu Teal'],
  ['រុន', 'Run'],
  ['ពោធិ៍', 'Pou'],
  ['ដំរី', 'Damrei'],
  ['ក្របៅ', 'Krabau'],
  ['សំរោង', 'Samraong'],
  ['ពង្រ', 'Pongro'],
  ['ជ្រៅ', 'Chrov'],
  ['លើ', 'Leu'],
  ['ក្រោម', 'Kraom'],
]
