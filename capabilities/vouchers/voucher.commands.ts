import { afterwardsCommands } from '#capabilities/vouchers/voucher.afterwards.ts'
import { deliveringCommands } from '#capabilities/vouchers/voucher.delivering.ts'
import { issuingCommands } from '#capabilities/vouchers/voucher.issuing.ts'

/** The life of a voucher: in the office, at the shop's counter, and afterwards. */
export const voucherCommands = { ...issuingCommands, ...deliveringCommands, ...afterwardsCommands }
