/**
 * What the server knows of each noun: its store, its reads, and what follows from its commands.
 * A capability is a folder, one line in each of these lists, and its screens.
 */
import { budgetReactions } from '#capabilities/budgets/budget.reactions.ts'
import { allotmentStore, budgetReads, budgetStore } from '#capabilities/budgets/budget.store.ts'
import { itemReads, itemStore } from '#capabilities/catalogue/item.store.ts'
import { claimReads, claimStore } from '#capabilities/claims/claim.store.ts'
import { clashReads, clashStore } from '#capabilities/clashes/clash.store.ts'
import { commands } from '#capabilities/commands.ts'
import { complaintReads, complaintStore } from '#capabilities/complaints/complaint.store.ts'
import { householdReactions } from '#capabilities/households/household.reactions.ts'
import { householdReads, householdStore } from '#capabilities/households/household.store.ts'
import { importReactions } from '#capabilities/imports/import.reactions.ts'
import { importReads, importStore } from '#capabilities/imports/import.store.ts'
import { indicatorReads } from '#capabilities/indicators/indicator.store.ts'
import { priceReads, priceStore } from '#capabilities/markets/price.store.ts'
import { shopReads, shopStore } from '#capabilities/organisations/shop.store.ts'
import { deviceReads, deviceStore, personReads, personStore } from '#capabilities/people/person.store.ts'
import { gazetteerReads, gazetteerStore } from '#capabilities/places/gazetteer.store.ts'
import { placeReads, placeStore } from '#capabilities/places/place.store.ts'
import { programmeReads, programmeStore } from '#capabilities/programmes/programme.store.ts'
import { proposalReactions } from '#capabilities/proposals/proposal.reactions.ts'
import { proposalReads, proposalStore } from '#capabilities/proposals/proposal.store.ts'
import { soundReads, soundStore } from '#capabilities/sounds/sound.store.ts'
import { trainingReads, trainingStore } from '#capabilities/trainings/training.store.ts'
import { handoverReads, handoverStore } from '#capabilities/vouchers/handover.store.ts'
import { voucherReactions } from '#capabilities/vouchers/voucher.reactions.ts'
import { voucherReads, voucherStore } from '#capabilities/vouchers/voucher.store.ts'
import { windowReads, windowStore } from '#capabilities/windows/window.store.ts'
import { wordReads, wordStore } from '#capabilities/words/word.store.ts'
import { workerReads, workerStore } from '#capabilities/workers/worker.store.ts'
import { clashesOf, clashReactions } from '#server/clashes.ts'
import type { Read } from '#server/database/read.ts'
import type { Store } from '#server/database/records.ts'
import { systemReads } from '#server/dead-letters.ts'
import type { Capability } from '#server/door.ts'
import { journalReads } from '#server/journal-reads.ts'
import { quarantineReads } from '#server/quarantine/reads.ts'
import type { Reaction } from '#server/reactions.ts'

export const stores: Record<string, Store<any>> = {
  programme: programmeStore,
  place: placeStore,
  gazetteer: gazetteerStore,
  person: personStore,
  device: deviceStore,
  worker: workerStore,
  training: trainingStore,
  household: householdStore,
  import: importStore,
  item: itemStore,
  window: windowStore,
  proposal: proposalStore,
  budget: budgetStore,
  allotment: allotmentStore,
  shop: shopStore,
  voucher: voucherStore,
  handover: handoverStore,
  claim: claimStore,
  clash: clashStore,
  complaint: complaintStore,
  price: priceStore,
  word: wordStore,
  sound: soundStore,
}

const readsByNoun: Record<string, Record<string, Read<any, any>>> = {
  programme: programmeReads,
  place: placeReads,
  gazetteer: gazetteerReads,
  person: personReads,
  device: deviceReads,
  worker: workerReads,
  training: trainingReads,
  household: householdReads,
  import: importReads,
  item: itemReads,
  window: windowReads,
  proposal: proposalReads,
  budget: budgetReads,
  shop: shopReads,
  voucher: voucherReads,
  handover: handoverReads,
  claim: claimReads,
  clash: clashReads,
  complaint: complaintReads,
  price: priceReads,
  word: wordReads,
  sound: soundReads,
  quarantine: quarantineReads,
  journal: journalReads,
  indicator: indicatorReads,
  system: systemReads,
}

/** Every read by its full name, `proposal.queue`. */
export const reads: Record<string, Read<any, any>> = Object.fromEntries(
  Object.entries(readsByNoun).flatMap(([noun, named]) =>
    Object.entries(named).map(([name, one]) => [`${noun}.${name}`, one]),
  ),
)

/** What follows: by command, the reactions and their names. */
const follows: Record<string, Record<string, Reaction>> = {
  ...budgetReactions,
  ...householdReactions,
  ...importReactions,
  ...proposalReactions,
  ...voucherReactions,
}

export const reactions: Record<string, Reaction> = Object.assign({}, ...Object.values(follows), clashReactions)

export const capabilities: Record<string, Capability> = Object.fromEntries(
  Object.entries(commands).map(([noun, verbs]) => [
    noun,
    {
      commands: verbs,
      clashes: clashesOf[noun] ?? [],
      reactions: Object.fromEntries(
        Object.entries(follows)
          .filter(([name]) => name.startsWith(`${noun}.`))
          .map(([name, following]) => [name, Object.keys(following)]),
      ),
    },
  ]),
)
