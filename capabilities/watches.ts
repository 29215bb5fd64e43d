/**
 * What every decision about a noun passes on its way to being kept. The door itself goes by this list, so that no
 * way of opening it can leave one out; phones do not.
 */
import { householdWatch } from '#capabilities/households/suspicion.ts'
import type { Watch } from '#door/command.ts'

export const watches: Readonly<Record<string, Watch>> = { household: householdWatch }
