/**
 * What may be asked from a phone: the nouns of the field. The office's own (budgets, windows, people)
 * would only make a phone wait; a law holds this list against every command that may be asked offline.
 */
import { householdCommands } from '#capabilities/households/household.commands.ts'
import { proposalCommands } from '#capabilities/proposals/proposal.commands.ts'
import { trainingCommands } from '#capabilities/trainings/training.commands.ts'
import { handoverCommands } from '#capabilities/vouchers/handover.commands.ts'
import { voucherCommands } from '#capabilities/vouchers/voucher.commands.ts'
import type { Command } from '#door/command.ts'

const commands: Readonly<Record<string, Readonly<Record<string, Command>>>> = {
  household: householdCommands,
  proposal: proposalCommands,
  training: trainingCommands,
  handover: handoverCommands,
  voucher: voucherCommands,
}

export function phoneCommandNamed(name: string): Command | undefined {
  const dot = name.indexOf('.')
  const noun = name.slice(0, dot)
  const verb = name.slice(dot + 1)
  const verbs = Object.hasOwn(commands, noun) ? commands[noun]! : {}
  return Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
}

/** By which time a command is judged: when it was done, or when it arrives. */
export function judgedBy(name: string): Command['clock'] {
  return phoneCommandNamed(name)?.clock ?? 'received'
}
