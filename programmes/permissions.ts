/** Everything that somebody has to be allowed: the permissions that commands and reads ask for. */
import { commandNamed, commandNames } from '#capabilities/commands.ts'
import { reads } from '#server/capabilities.ts'
import { systemReads } from '#server/dead-letters.ts'

export function permissionsAsked(): Set<string> {
  return new Set([
    ...commandNames.map((name) => commandNamed(name)!.permission),
    ...Object.values({ ...reads, ...systemReads }).map(({ permission }) => permission),
  ])
}
