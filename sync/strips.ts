/**
 * Receipt codes on the household's own phone. They are made here, lie here under its person's key, and what
 * the office is told are hashes: nobody else's phone, and no server, has anything to show.
 */
import { codeHash, makeSheet, nextNumber, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import type { Key } from '#door/key.ts'
import type { Safe } from './outbox.ts'
import type { Storage } from './storage.ts'

/** What is asked of the office for a strip. */
export interface Drawn {
  readonly from: number
  readonly strips: ReturnType<typeof makeSheet>['strips']
}

export function openStrips(storage: Storage, vault: Safe['vault'] | undefined) {
  return {
    /** A new strip, kept before anybody is told of it: no code is known to the office that nobody can show. */
    async draw(voucher: Voucher): Promise<Drawn> {
      const from = nextNumber(voucher.lines[0]?.strip ?? [])
      const lines = voucher.lines.map(({ n }) => ({ n, first: from }))
      const { printed, strips } = makeSheet(voucher.key, lines, voucher.handoversMax, chance)
      const earlier = openOf(voucher, await codesOf(voucher.key))
      await keep(voucher.key, [...earlier, ...printed])
      return { from, strips }
    },

    /** Those of this phone that can still be shown for this voucher, as it stands. */
    open: async (voucher: Voucher): Promise<readonly Printed[]> => openOf(voucher, await codesOf(voucher.key)),
  }

  async function codesOf(voucher: Key): Promise<readonly Printed[]> {
    const lying = await storage.find('device', nameOf(voucher))
    if (lying === undefined) return []
    if (!vault) return lying as readonly Printed[]
    // What was kept under a key that is gone cannot be shown; another strip can be made.
    return vault.open(lying as never).catch(() => []) as Promise<readonly Printed[]>
  }

  async function keep(voucher: Key, codes: readonly Printed[]): Promise<void> {
    const value = vault ? await vault.seal(codes) : codes
    await storage.write([{ drawer: 'device', key: nameOf(voucher), value }])
  }
}

function openOf({ key, lines }: Voucher, codes: readonly Printed[]): Printed[] {
  return codes.filter(({ line, n, secret }) =>
    lines
      .find((one) => one.n === line)
      ?.strip.some((code) => code.n === n && code.state === 'open' && code.hash === codeHash(key, line, n, secret)),
  )
}

function nameOf(voucher: Key): string {
  return `codes ${voucher}`
}

function chance(): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(16))
}
