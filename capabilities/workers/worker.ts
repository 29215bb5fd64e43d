/**
 * Community extension workers: where each one works and what each has learnt.
 *
 * A worker's key is the person's own. What they may do stands in the person's grants; this record
 * says who is counted, and what they may teach.
 */
import type { Subject } from '#door/command.ts'
import type { Day, Sex } from '#door/values.ts'

export interface Passed {
  readonly topic: string
  readonly on: Day
  /** Who taught and examined. */
  readonly by: string
}

export interface Worker extends Subject {
  /** The person's, as it was at recruitment. */
  readonly sex: Sex | null
  readonly state: 'serving' | 'left'
  readonly communes: readonly string[]
  readonly recruitedOn: Day
  readonly leftOn: Day | null
  readonly contract: string | null
  readonly passed: readonly Passed[]
}

/** Has the worker passed all of these courses? */
export function hasPassed(worker: Worker, courses: readonly string[]): boolean {
  return courses.every((course) => worker.passed.some(({ topic }) => topic === course))
}
