/** An invoice, for the people of the shop that sent it. */
import { claimDocument } from '#capabilities/claims/claim.document.ts'
import type { Claim } from '#capabilities/claims/claim.ts'
import { stores } from '#server/capabilities.ts'
import type { Build, View } from './view.ts'

export const claimViews: Build = async (keys, _, db) => {
  const claims = (await stores.claim!.find(keys, false, db)) as Claim[]
  return new Map(
    claims.map((claim): [string, View] => [
      claim.key,
      { records: { claim: [claimDocument(claim)] }, hides: { claim: ['submittedBy'] }, people: {} },
    ]),
  )
}
