/** npm start: answers at once, prepares, starts the server and gives it the address. */
import { readAddress } from './address.mjs'
import { endWithSignals } from './children.mjs'
import { prepare } from './prepare.mjs'
import { openProgressPage } from './progress-page.mjs'
import { startServer } from './server.mjs'
import { seconds } from './terminal.mjs'

export async function run() {
  const since = Date.now()
  endWithSignals()
  const page = await openProgressPage(readAddress())
  await prepare(page)
  const { ready, ended } = startServer(page)
  await Promise.race([ready.then(() => console.log(`Ready after ${seconds(since)}. Ctrl-C stops everything.`)), ended])
  return ended
}
