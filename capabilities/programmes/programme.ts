/** A programme that is being run here: its definition is data, its state says whether anything may still change. */
import { everything } from '#door/actor.ts'
import type { Subject } from '#door/command.ts'
import { all, type NeedAll, none } from '#door/facts.ts'
import { national } from '#door/key.ts'
import type { Day } from '#door/values.ts'

export interface Programme extends Subject {
  readonly state: 'open' | 'closed'
  /** The day a closed programme stands at. Its clocks stand too. */
  readonly asOf: Day | null
  /** Made of synthetic records: every page and export says so. */
  readonly demonstration: boolean
  readonly openedOn: Day
  /** What `programmes/` held when it was opened: names, components, roles, reasons, milestones. */
  readonly definition: Readonly<Record<string, unknown>>
}

/** Asks for a programme by its code. The installation, `*`, has no record of its own. */
export function programmeNamed(code: string | undefined): NeedAll<Programme> {
  return code === undefined || code === everything
    ? none<Programme>('programme')
    : all<Programme>('programme', national, { programme: code })
}
