/**
 * What a phone tells of itself with each reading, in one short line: its device, how much waits there and since
 * when, how many documents lie on it, which version of the app it has, and whether its browser promised to keep
 * what is there. Whoever looks after the phones sees who has fallen silent, and why.
 */
import type { Key } from './key.ts'

export interface PhoneNote {
  readonly device: Key
  readonly unsent: number
  /** When the oldest of them was asked, in seconds since 1970; null where nothing waits. */
  readonly unsentSince: number | null
  readonly documents: number
  /** As the build calls itself; null where it does not say. */
  readonly version: string | null
  /** Null where the browser does not say. */
  readonly isPromised: boolean | null
}

/** In place of what a phone cannot say. */
export const untold = '-'

export function noteText({ device, unsent, unsentSince, documents, version, isPromised }: PhoneNote): string {
  const promised = isPromised === null ? untold : isPromised ? '1' : '0'
  return [device, unsent, unsentSince ?? untold, documents, version ?? untold, promised].join(' ')
}
