/**
 * What the demonstration tells: RUSH-IT as its published table has it, with invented people.
 *
 * This is the one place where the published numbers stand. They steer who is invented; nothing in
 * the product reads them, and whatever the product shows it has counted from the records that came
 * through the door. Whatever the source leaves open (shares, prices, reasons, delays) is invented
 * here and says so.
 */

/** The table as published. The source gives no day for it; the programme's last day is our reading. */
export const published = {
  extension_workers_trained: 263,
  extension_workers_trained_women: 127,
  households_registered: 4461,
  proposals_received: 5415,
  proposals_approved: 1510,
  proposals_approved_value_usd: '161701.34',
  proposals_rejected: 1938,
  proposals_verified: 93,
  households_received_inputs: 855,
  deliveries_to_id_poor: 68,
  deliveries_to_non_id_poor: 803,
  households_trained: 4141,
  period: ['2020-10-01', '2021-12-31'],
} as const

/** What follows from the table when it is read as a snapshot of the last day. */
export const readings = {
  proposals_undecided: 1967,
  proposals_not_yet_verified: 1874,
  household_deliveries: 871,
  households_supplied_twice: 16,
} as const

export const code = 'rush-it'
export const [firstDay, lastDay] = published.period

/** Extension workers who were recruited and had not passed the training by the last day. */
export const untrainedWorkers = 9

/** Registered twice and found to be the same household: merged, so they count once. */
export const mergedHouseholds = 34
/** Looked alike and were not, or nobody has looked yet. */
export const differentLookalikes = 21
export const unjudgedLookalikes = 9

/**
 * Rejected first, approved by another on appeal: in the table they stand among the rejected *and*
 * among the approved, because both count what was ever reached.
 */
export const overturned = 14
/** Appealed, and the rejection stood. */
export const appealsLost = 31
/** Withdrawn by the farmer, or the same proposal sent twice. */
export const withdrawn = 9
export const duplicates = 5

/** Rejections that the records themselves prove. */
export const secondApplications = 236
export const outsideArea = 118
export const windowClosed = 142

/** Sent back to the farmer and still there on the last day. */
export const stillReturned = 268
/** Sent back, changed and sent again, whatever came of it. */
export const resubmitted = 412

/** Vouchers that were cancelled: moved away, changed their mind, or supplied by another project. */
export const cancelledVouchers = 34
/** Everything was turned back at the counter: a hand-over of nothing. */
export const turnedBack = 7

/** Two hand-overs on one voucher; the other households that were supplied twice had two proposals. */
export const suppliedInTwoParts = 9

/** Approved for households on the poverty list. */
export const approvedIdPoor = 131

/** How busy each month was, October 2020 first: field work stops for the new year and the lockdown of April 2021. */
export const months = [3, 7, 11, 13, 12, 10, 3, 4, 8, 8, 7, 6, 4, 3, 1] as const

/** How people stand on the list of poor households, among those who register. */
export const povertyMix = [
  ['poor1', 3.4],
  ['poor2', 6.8],
  ['general', 80.3],
  ['self-declared', 3.5],
  ['unknown', 6],
] as const
export const exceptions = 11
