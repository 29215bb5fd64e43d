/** The programmes of the project, held against what this server asks permissions for. */
import { join } from 'node:path'
import { commandNamed, commandNames } from '#capabilities/commands.ts'
import { loadProgrammes, type Programmes } from '#programmes/load.ts'
import { ProgrammeMistake } from '#programmes/mistake.ts'
import { CannotStart } from '#server/cannot-start.ts'
import { reads } from '#server/capabilities.ts'
import { systemReads } from '#server/dead-letters.ts'
import { projectFolder } from '#server/project.ts'

/** Everything that somebody has to be allowed: the permissions that commands and reads ask for. */
export function permissionsAsked(): Set<string> {
  return new Set([
    ...commandNames.map((name) => commandNamed(name)!.permission),
    ...Object.values({ ...reads, ...systemReads }).map(({ permission }) => permission),
  ])
}

/** A programme that cannot be right keeps the server from starting. */
export function readProgrammes(folder = join(projectFolder, 'programmes')): Programmes {
  try {
    return loadProgrammes(folder, permissionsAsked())
  } catch (error) {
    throw error instanceof ProgrammeMistake ? new CannotStart(error.message) : error
  }
}
