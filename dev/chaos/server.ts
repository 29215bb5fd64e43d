/**
 * The server that is killed: the product's own parts on the embedded PostgreSQL, with fsync on, as
 * `npm start` puts them together. It tells its parent when it answers, and at which address.
 */

import { startProgramme } from '#dev/testing/programme.ts'
import { addDays, dayOf } from '#door/values.ts'
import { type Limits, limits } from '#server/http/limits.ts'
import { assemble } from '#server/main.ts'
import { migrateDatabase } from '#server/operator/migrate.ts'
import { startPostgres } from '#server/postgres/postgres.ts'
import { password, writers } from './writers.ts'

const [folder = '', port = '0', first] = process.argv.slice(2)
const unlimited = { burst: 1e9, aMinute: 1e9 }
const noLimits = Object.fromEntries(Object.keys(limits).map((name) => [name, unlimited])) as unknown as Limits

const postgres = await startPostgres(folder, { serves: true })
// As the product does: without its database it ends with a sentence, and is started again.
void postgres.lost.then((why) => {
  process.stderr.write(`${why}\n`)
  process.exit(1)
})
await migrateDatabase(postgres.url)
if (first) await tellTheStory()

const chamka = await assemble(
  {
    databaseUrl: postgres.url,
    dataFolder: folder,
    host: '127.0.0.1',
    port: Number(port),
    publicUrl: 'http://127.0.0.1:8080',
    demonstration: 'none',
    demonstrationAsked: false,
    sms: 'pretend',
    log: 'silent',
  },
  { limits: noLimits },
)
if (first) for (const { key, email } of writers) await chamka.accounts.linkAccount(key, email ? password : undefined)
await chamka.begin()
const url = await chamka.listen()
process.send?.({ url, databaseUrl: postgres.url })
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', async () => {
  await chamka.close()
  await postgres.stop()
  process.exit(0)
})

/** A window that is open today, with money for some of those who will ask. */
async function tellTheStory() {
  const today = dayOf(new Date().toISOString())
  const programme = await startProgramme({
    url: postgres.url,
    startsAt: new Date(Date.now() - 3_600_000).toISOString(),
    terms: { opensOn: addDays(today, -30), closesOn: addDays(today, 300) },
    money: 2_000_000,
  })
  await programme.end()
}
