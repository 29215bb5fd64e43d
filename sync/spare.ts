/** The spare of a phone's data key, in a box that only the programme opens. */
import { type BoxKey, sealBox } from './box.ts'

export interface Spare {
  /** Of the key it is sealed to. */
  readonly number: number
  readonly box: Uint8Array<ArrayBuffer>
}

/** Binds a spare to its person: nobody else's session gets it opened. */
export function spareAbout(person: string): string {
  return `chamka phone key ${person}`
}

export async function spareOf(dataKey: Uint8Array, person: string, boxKey: BoxKey): Promise<Spare> {
  return { number: boxKey.number, box: await sealBox(boxKey, spareAbout(person), dataKey) }
}
