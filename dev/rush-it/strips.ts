/** Strips of receipt codes as an office prints them: the secrets stay with the paper, their hashes are sent. */
import { codeHash, digitsHash, digitsOf, type Strip } from '#capabilities/vouchers/voucher.codes.ts'
import type { Chance } from '#dev/chance.ts'
import type { Key } from '#door/key.ts'

export interface Sheet {
  /** By line, then by code. */
  readonly secrets: readonly (readonly string[])[]
  readonly strips: Strip[]
}

export function printedSheet(chance: Chance, voucher: Key, lines: number, handoversMax: number): Sheet {
  const secrets = Array.from({ length: lines }, () =>
    Array.from({ length: handoversMax }, () => Buffer.from(chance.bytes(16)).toString('base64url')),
  )
  const strips = secrets.map((strip, line) =>
    strip.map((secret, place) => ({
      hash: codeHash(voucher, line + 1, place + 1, secret),
      digitsHash: digitsHash(voucher, line + 1, place + 1, digitsOf(secret)),
    })),
  )
  return { secrets, strips }
}
