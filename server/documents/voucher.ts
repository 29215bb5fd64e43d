/** A voucher for those who see it without its household: its shop, and the commune's witness. */
import { forHousehold } from '#capabilities/vouchers/voucher.documents.ts'
import type { ShopVoucher, Voucher } from '#capabilities/vouchers/voucher.ts'
import { type Actor, covers } from '#door/actor.ts'
import { stores } from '#server/capabilities.ts'
import { mentionedIn, namesIn, namesOf } from './names.ts'
import type { Build, View } from './view.ts'

/** What a shop's phone is not sent; `ShopVoucher` is written without it, so no rule of redemption can miss it. */
const keptFromShops = [
  'proposal',
  'window',
  'duties',
  'reports',
  'checks',
  'remarks',
] as const satisfies readonly Exclude<keyof Voucher, keyof ShopVoucher>[]

export const shopVoucherViews: Build = async (keys, reader, db, voucherSeal) => {
  const vouchers = (await stores.voucher!.find(keys, false, db)) as Voucher[]
  const names = await namesOf(mentionedIn(vouchers), db)
  return new Map(
    vouchers.map((voucher): [string, View] => {
      if (!isShopOf(reader, voucher)) {
        const whole = forHousehold(voucher)
        return [voucher.key, { records: { voucher: [whole] }, hides: {}, people: namesIn(whole, names) }]
      }
      const { voucher: shown, keyNumber, signature } = voucherSeal.signedVoucher(voucher)
      return [
        voucher.key,
        {
          records: { voucher: [shown] },
          hides: { voucher: keptFromShops },
          people: namesIn(shown, names),
          seal: { keyNumber, signature },
        },
      ]
    }),
  )
}

/** Everything beyond its shop's own eyes is for those who reach it by place or household. */
function isShopOf(reader: Actor, voucher: Voucher): boolean {
  return !reader.grants.some(
    (grant) => !grant.shop && grant.permissions.includes('voucher.read') && covers(grant, voucher),
  )
}
