/**
 * People with every permission there is, and the wrong reach: whatever they find has leaked.
 */
import { castId, type Player, pisey, sreymom } from '#dev/cast.ts'
import { aShop } from '#dev/testing/deliveries.ts'
import { aRegistration, type Play, programmeCode } from '#dev/testing/programme.ts'
import { type Actor, everything, type Reach } from '#door/actor.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'

const elsewhere = 'elsewhere'

export interface Stranger {
  readonly who: string
  readonly player: Player
  readonly reach: Reach
  readonly actor: Actor
}

/** A programme beside the story's, a household next door, and somebody with all permissions in each wrong place. */
export async function bringStrangers(play: Play): Promise<Stranger[]> {
  await play.as('system').does('programme.open', keyOf('00', castId(800)), {
    code: elsewhere,
    demonstration: true,
    definition: { names: { km: 'កម្មវិធីផ្សេង', en: 'Elsewhere' }, roles: {} },
  })
  const role = { names: {}, purpose: {}, tier: 3, level: 'national', apartFrom: [], permissions: [everything] }
  await play.pool.query(
    `update programme set version = version + 1, definition = jsonb_set(definition, '{roles,anything}', $1)`,
    [JSON.stringify(role)],
  )
  const next = play.key()
  const neighbour = {
    member: play.id(),
    nameKm: 'អ្នកជិតខាង',
    nameLatin: null,
    birthYear: 1911,
    phone: null,
    poverty: null,
  }
  await play.as(sreymom).does('household.register', next, aRegistration(neighbour))
  const shop = keyOf('05', castId(802))
  await play.as(pisey).does('shop.register', shop, aShop({ nameKm: 'ហាងទីបី', nameLatin: null }))

  const reaches: [string, Omit<Reach, 'programme'> & { programme?: string }][] = [
    ['of another programme', { programme: elsewhere, places: [''] }],
    ['of another district', { places: ['0506'] }],
    ['of another household', { places: [], household: next }],
    ['of another shop', { places: [], shop }],
    // A grant that was written carelessly: the narrower half of it holds.
    ['of another household, with the whole country', { places: [''], household: next }],
    ['of another shop, with the whole country', { places: [''], shop }],
  ]
  const strangers = reaches.map(([who, { programme = programmeCode, ...rest }], at): Stranger => {
    const key = keyOf('05', castId(810 + at))
    const reach: Reach = { programme, household: null, shop: null, ...rest }
    return {
      who,
      reach,
      player: {
        key,
        nameKm: 'អ្នកដទៃ',
        nameLatin: `Stranger ${at}`,
        sex: 'female',
        role: 'anything',
        places: reach.places,
        place: '0506',
        phone: null,
        email: `stranger${at}@example.org`,
        drawing: 'farmer',
      },
      actor: {
        id: key,
        grants: [{ ...reach, role: 'anything', permissions: [everything], tier: 3 }],
        household: reach.household ?? null,
        relatives: [],
        shop: reach.shop ?? null,
      },
    }
  })
  for (const { player, reach } of strangers) await settle(play, player, reach)
  return strangers
}

async function settle(play: Play, { key, nameKm, nameLatin, sex, place, email }: Player, reach: Reach): Promise<Key> {
  const grant = { id: idOf(key), role: 'anything', ...reach, from: '2020-01-01', until: null, by: key, takenBack: null }
  await play.pool.query(
    `insert into person (home, id, version, programme, place, name_km, name_latin, sex, email, household, shop, sample, grants)
     values ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, true, $11)`,
    [
      homeOf(key),
      idOf(key),
      reach.programme,
      place,
      nameKm,
      nameLatin,
      sex,
      email,
      reach.household,
      reach.shop,
      JSON.stringify([grant]),
    ],
  )
  return key
}
