/**
 * What an empty database is filled with before anybody is let in: the places that come with the product,
 * and the demonstration where it is due. A load that was cut off goes on; a second start finds nothing to do.
 */

import type { Programmes } from '#programmes/load.ts'
import { publishBuiltInPlaces } from './gazetteers.ts'
import type { Chamka } from './main.ts'
import type { Report } from './process.ts'
import { type Facts, loadsDemonstration } from './start-guards.ts'

interface Wanted {
  readonly databaseUrl: string
  readonly facts: Facts
  readonly programmes: Programmes
}

export async function firstFill(
  chamka: Pick<Chamka, 'pool' | 'door' | 'timeSeal' | 'accounts'>,
  { databaseUrl, facts, programmes }: Wanted,
  { stopping, progress }: Pick<Report, 'stopping' | 'progress'>,
): Promise<void> {
  const now = () => new Date()
  if (loadsDemonstration(facts)) {
    // First what lies in the past: its places are known from then on.
    const { seedRushIt } = await import('#dev/rush-it/seed.ts')
    const parts = { definition: programmes.definitions['rush-it']!, places: programmes.places }
    await seedRushIt({ databaseUrl, timeSeal: chamka.timeSeal, parts, stopping, onProgress: progress })
    const { seedPractice } = await import('#dev/practice/seed.ts')
    await seedPractice({ ...chamka, programmes }, { now, stopping, onProgress: progress })
  }
  await publishBuiltInPlaces(programmes.places, { ...chamka, now })
}
