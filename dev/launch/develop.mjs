/** npm run dev: builds on every change of a source; a new build of the server takes the place of the old one. */
import { readAddress } from './address.mjs'
import { endWithSignals, isEnding, startNode, stop } from './children.mjs'
import { prepare } from './prepare.mjs'
import { openProgressPage } from './progress-page.mjs'
import { startServer } from './server.mjs'

export async function run() {
  endWithSignals()
  const address = readAddress()
  const page = await openProgressPage(address)
  await prepare(page)

  let running = startServer(page)
  const builder = startNode(['build.mjs', '--watch'])
  let restarting = Promise.resolve()
  let built = 0
  builder.on('message', ({ kind, part }) => {
    // The first build of the watcher is what runs already.
    if (kind !== 'built' || part !== 'server' || built++ === 0) return
    restarting = restarting.then(restart)
  })

  async function restart() {
    if (isEnding()) return
    console.error('The server changed: starting it again.')
    await stop(running.child)
    running = startServer(await openProgressPage(address))
  }

  await builder.ended
  return 1
}
