import { voucherStore } from '#capabilities/vouchers/voucher.store.ts'
import { idOf } from '#door/key.ts'
import type { Reaction } from '#server/reactions.ts'

/**
 * The household hears of it on its own number: that a voucher waits at a shop, that somebody carries its
 * codes on a phone, and that a shop says it has handed something over. Whoever got nothing learns in time
 * that somebody claims they did. The
 * message names no status, no share and no window.
 */
const tellTheFarmer: Reaction = async (line, { effect, db }) => {
  const [voucher] = await voucherStore.find([line.about], false, db)
  if (!voucher) return
  await effect(`voucher-told/${idOf(voucher.key)}/${line.name}/${line.seq}`, 'message', {
    programme: voucher.programme,
    household: voucher.household,
    words: line.name,
    voucher: voucher.key,
  })
}

export const voucherReactions = {
  'voucher.issue': { 'voucher-tell-farmer': tellTheFarmer },
  'voucher.carry': { 'voucher-tell-farmer': tellTheFarmer },
  'voucher.redeem': { 'voucher-tell-farmer': tellTheFarmer },
}
