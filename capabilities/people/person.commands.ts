import { registeringCommands } from '#capabilities/people/person.registering.ts'
import { rightsCommands } from '#capabilities/people/person.rights.ts'

export const personCommands = { ...registeringCommands, ...rightsCommands }
