/** Everything that may be asked, by noun and verb. The one list: the door, phones, API and reference read it. */
import type * as z from 'zod/mini'
import { allotmentCommands, budgetCommands } from '#capabilities/budgets/budget.commands.ts'
import { itemCommands } from '#capabilities/catalogue/item.commands.ts'
import { claimCommands } from '#capabilities/claims/claim.commands.ts'
import { clashCommands } from '#capabilities/clashes/clash.commands.ts'
import { complaintCommands } from '#capabilities/complaints/complaint.commands.ts'
import { householdCommands } from '#capabilities/households/household.commands.ts'
import { importCommands } from '#capabilities/imports/import.commands.ts'
import { priceCommands } from '#capabilities/markets/price.commands.ts'
import { shopCommands } from '#capabilities/organisations/shop.commands.ts'
import { deviceCommands } from '#capabilities/people/device.commands.ts'
import { personCommands } from '#capabilities/people/person.commands.ts'
import { gazetteerCommands } from '#capabilities/places/gazetteer.commands.ts'
import { programmeCommands } from '#capabilities/programmes/programme.commands.ts'
import { proposalCommands } from '#capabilities/proposals/proposal.commands.ts'
import { soundCommands } from '#capabilities/sounds/sound.commands.ts'
import { trainingCommands } from '#capabilities/trainings/training.commands.ts'
import { handoverCommands } from '#capabilities/vouchers/handover.commands.ts'
import { voucherCommands } from '#capabilities/vouchers/voucher.commands.ts'
import { windowCommands } from '#capabilities/windows/window.commands.ts'
import { wordCommands } from '#capabilities/words/word.commands.ts'
import { workerCommands } from '#capabilities/workers/worker.commands.ts'
import type { Command } from '#door/command.ts'

export const commands = {
  programme: programmeCommands,
  gazetteer: gazetteerCommands,
  person: personCommands,
  device: deviceCommands,
  worker: workerCommands,
  household: householdCommands,
  import: importCommands,
  item: itemCommands,
  window: windowCommands,
  proposal: proposalCommands,
  budget: budgetCommands,
  allotment: allotmentCommands,
  shop: shopCommands,
  voucher: voucherCommands,
  handover: handoverCommands,
  claim: claimCommands,
  clash: clashCommands,
  complaint: complaintCommands,
  training: trainingCommands,
  price: priceCommands,
  word: wordCommands,
  sound: soundCommands,
}

export type Commands = typeof commands
export type Noun = keyof Commands
export type CommandName = { [N in Noun]: `${N}.${keyof Commands[N] & string}` }[Noun]

type Declared<Name> = Name extends `${infer N extends Noun}.${infer V}`
  ? V extends keyof Commands[N]
    ? Commands[N][V]
    : never
  : never

/** What a command is given, before validation. */
export type InputOf<Name extends CommandName> =
  Declared<Name> extends { input: infer S extends z.ZodMiniType } ? z.output<S> : never

export const commandNames = Object.entries(commands).flatMap(([noun, verbs]) =>
  Object.keys(verbs).map((verb) => `${noun}.${verb}` as CommandName),
)

export function commandNamed(name: string): Command | undefined {
  const dot = name.indexOf('.')
  const noun = name.slice(0, dot)
  const verb = name.slice(dot + 1)
  const verbs = Object.hasOwn(commands, noun) ? (commands as Record<string, Record<string, unknown>>)[noun]! : {}
  return Object.hasOwn(verbs, verb) ? (verbs[verb] as Command) : undefined
}
