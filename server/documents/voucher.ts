/** A voucher for those who see it without its household: its shop, and the commune's witness. */
import { forHousehold, forShop } from '#capabilities/vouchers/voucher.documents.ts'
import type { ShopVoucher, Voucher } from '#capabilities/vouchers/voucher.ts'
import { type Actor, covers, scopeOf } from '#door/actor.ts'
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
  const seen = vouchers.map((voucher): { voucher: ShopVoucher; hides: View['hides'] } =>
    isShopOf(reader, voucher)
      ? { voucher: forShop(voucher), hides: { voucher: keptFromShops } }
      : { voucher: forHousehold(voucher), hides: {} },
  )
  const names = await namesOf(mentionedIn(seen), db)
  return new Map(
    seen.map(({ voucher, hides }): [string, View] => [
      voucher.key,
      {
        records: { voucher: [voucher] },
        hides,
        people: namesIn(voucher, names),
        ...(mayRedeem(reader, voucher) ? { seal: voucherSeal.over(voucher) } : {}),
      },
    ]),
  )
}

/** Whoever else reads it is given no word to hand anything over by. */
function mayRedeem(reader: Actor, { shop }: ShopVoucher): boolean {
  return scopeOf(reader, 'voucher.redeem').some((reach) => reach.shop === shop)
}

/** Everything beyond its shop's own eyes is for those who reach it by place or household. */
function isShopOf(reader: Actor, voucher: Voucher): boolean {
  return !reader.grants.some(
    (grant) => !grant.shop && grant.permissions.includes('voucher.read') && covers(grant, voucher),
  )
}
