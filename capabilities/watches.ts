/** What every decision about a noun passes on its way to being kept. The door goes by this list, phones do not. */
import { householdWatch } from '#capabilities/households/suspicion.ts'
import type { Watch } from '#door/command.ts'

export const watches: Readonly<Record<string, Watch>> = { household: householdWatch }
