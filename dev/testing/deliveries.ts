/** How a story comes as far as a voucher: shops, a household, a proposal approved, a sheet printed. */
import type { InputOf } from '#capabilities/commands.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { bopha, castId, dara, pisey, samnang, sokha, sokhasShop, sreymom, vanna } from '#dev/cast.ts'
import { nameNumbered } from '#dev/names.ts'
import { aRegistration, aWish, type Play, programmeCode } from '#dev/testing/programme.ts'
import { aSheet } from '#dev/testing/vouchers.ts'
import { homeOf, idOf, type Key, keyOf } from '#door/key.ts'

/** A second shop in the same district, which nobody of the cast works for. */
export const otherShop: Key = keyOf('05', castId(202))

export function aShop(changes: Partial<InputOf<'shop.register'>> = {}): InputOf<'shop.register'> {
  return {
    programme: programmeCode,
    nameKm: 'ហាងសុខា',
    nameLatin: 'Sokha Shop',
    place: '05080101',
    phone: '+85512000208',
    serves: ['0508'],
    chains: ['chicken'],
    contract: { number: 'C-2021-05', from: '2021-01-01', until: '2021-12-31' },
    payment: { method: 'cash', account: null },
    ...changes,
  }
}

export async function openShops(programme: Play) {
  await programme.as(pisey).does('shop.register', sokhasShop, aShop())
  await programme.as(pisey).does('shop.register', otherShop, aShop({ nameKm: 'ហាងទីពីរ', nameLatin: null }))
}

let households = 0

/** A household whose farmer is Bopha: she lives in each story's household while it is told. */
export async function aHousehold(programme: Play, changes: Partial<InputOf<'household.register'>> = {}): Promise<Key> {
  households += 1
  const key = programme.key()
  await programme.as(sreymom).does(
    'household.register',
    key,
    aRegistration({
      member: programme.id(),
      ...nameNumbered(households),
      birthYear: 1920 + (households % 80),
      phone: null,
      poverty: { category: 'poor2', source: 'ministry-list', card: null, issuedOn: null, expiresOn: null, photo: null },
      ...changes,
    }),
  )
  await programme.pool.query(
    `update person set household = $1, grants = jsonb_set(grants, '{0,household}', to_jsonb($1::text)) where home = $2 and id = $3`,
    [key, homeOf(bopha.key), idOf(bopha.key)],
  )
  return key
}

/** Asked with Sreymom's help, verified by Dara, approved by Vanna. */
export async function anApproval(programme: Play, wish: Partial<InputOf<'proposal.submit'>> = {}, household?: Key) {
  const owner = household ?? (await aHousehold(programme))
  const proposal = programme.key()
  await programme.as(sreymom).does('proposal.submit', proposal, aWish({ household: owner, ...wish }))
  const look = { seen: 1, how: 'desk', note: null, photo: null, position: null } as const
  await programme.as(dara).does('proposal.verify', proposal, look)
  await programme.as(vanna).does('proposal.approve', proposal, { seen: 2, note: null })
  return { household: owner, proposal }
}

/** Issued by Samnang: thirty chicks at 5,000 riel and thirty kilos of feed at 2,000, the project pays 80 %. */
export async function aDelivery(programme: Play, wish: Partial<InputOf<'proposal.submit'>> = {}) {
  const { household, proposal } = await anApproval(programme, wish)
  const key = programme.key()
  const sheet = aSheet(key)
  await programme.as(samnang).does('voucher.issue', key, { proposal, shop: sokhasShop, strips: sheet.strips })
  return {
    key,
    household,
    proposal,
    sheet,
    voucher: (): Promise<Voucher> => programme.record('voucher', key),
    /** What the shop reports; the last hand-over of the voucher as it is kept. */
    async handsOver(lines: Given | Given[], more: Partial<InputOf<'voucher.redeem'>> = {}) {
      const answer = await programme.as(sokha).ask('voucher.redeem', key, { lines: [lines].flat().map(given), ...more })
      const { handovers } = (await programme.record('voucher', key)) as Voucher
      return { answer, handover: handovers.at(-1)! }
    },
  }
}

export type Delivery = Awaited<ReturnType<typeof aDelivery>>
type Given = Partial<InputOf<'voucher.redeem'>['lines'][number]>

export function given(changes: Given = {}): InputOf<'voucher.redeem'>['lines'][number] {
  return { line: 1, quantity: 30, code: null, condition: 'good', farmerPaid: 0, ...changes }
}
