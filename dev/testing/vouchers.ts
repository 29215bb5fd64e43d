/** Vouchers and receipt codes for tests: a sheet as a district office prints it, and a voucher on paper. */
import { makeSheet, type Printed, serialOf } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher, VoucherLine } from '#capabilities/vouchers/voucher.ts'
import { bophasHousehold, castId, dara, samnang, sokhasShop, sreymom, vanna } from '#dev/cast.ts'
import { allotment, chickens, village } from '#dev/testing/programme.ts'
import { type Key, keyOf } from '#door/key.ts'

/** The same chance on every run. */
function steadyChance(seed = 1) {
  let state = seed
  return () => {
    const bytes = new Uint8Array(16)
    for (let at = 0; at < bytes.length; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      bytes[at] = state >>> 24
    }
    return bytes
  }
}

/** The codes of a sheet by line: `sheet.code(1)` is the first unused one of the first line. */
export function aSheet(voucher: Key, lines = 2, first = 1, seed = 1) {
  const numbered = Array.from({ length: lines }, (_, at) => ({ n: at + 1, first }))
  const { printed, strips } = makeSheet(voucher, numbered, 3, steadyChance(seed))
  const of = (line: number, n: number): Printed => printed.find((one) => one.line === line && one.n === n)!
  return {
    printed,
    strips,
    code: (line: number, n = first) => ({ n, secret: of(line, n).secret }),
    digits: (line: number, n = first) => ({ n, digits: of(line, n).digits }),
  }
}

export const voucherKey: Key = keyOf('05', castId(700))

/** Thirty chicks at 5,000 riel, of which the project pays 80 %: 120,000 riel, 29.45 dollars. */
export function aLine(changes: Partial<VoucherLine> = {}): VoucherLine {
  const { strips } = aSheet(voucherKey, changes.n ?? 1)
  return {
    n: 1,
    item: 'chick',
    names: { km: 'កូនមាន់', en: 'Chick' },
    unit: 'bird',
    quantity: 30,
    currency: 'KHR',
    unitPrice: 5_000,
    price: 150_000,
    share: 120_000,
    farmerShare: 30_000,
    projectMinor: 2_945,
    released: 0,
    substitutes: [{ item: 'duckling', names: { km: 'កូនទា', en: 'Duckling' }, unitPrice: 4_500 }],
    mortalityDays: 7,
    strip: strips.at(-1)!.map((hashes, at) => ({ ...hashes, n: at + 1, sheet: 1, state: 'open' })),
    ...changes,
  }
}

export function aVoucher(changes: Partial<Voucher> = {}): Voucher {
  return {
    key: voucherKey,
    programme: 'story',
    place: village,
    version: 1,
    household: bophasHousehold,
    proposal: keyOf('05', castId(701)),
    window: chickens,
    shop: sokhasShop,
    formerShops: [],
    serial: serialOf(voucherKey),
    chain: 'chicken',
    state: 'open',
    since: '2021-02-01T02:00:00.000Z',
    issuedOn: '2021-02-01',
    expiresOn: '2021-04-02',
    lateDays: 14,
    deadlines: { redeem: 30, confirm: 5, check: 20, answer: 5, pay: 30 },
    currency: 'USD',
    rate: 4_075,
    allotment,
    recipients: { head: { nameKm: 'សុខ បុប្ផា', nameLatin: 'Sok Bopha' }, alternative: null },
    lines: [aLine()],
    handoversMax: 3,
    sheet: 1,
    wrongDigits: 0,
    contribution: 'cash',
    contributions: [],
    handovers: [],
    losses: [],
    folded: null,
    reports: [],
    checks: [],
    remarks: [],
    duties: {
      assistedBy: sreymom.key,
      submittedBy: sreymom.key,
      verifiedBy: dara.key,
      approvedBy: vanna.key,
      issuedBy: samnang.key,
    },
    ...changes,
  }
}
