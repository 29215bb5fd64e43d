/** Commands that run once and answer: the operator's command line, reset, bench, screens. */
import { endWithSignals, startNode } from './children.mjs'
import { prepare } from './prepare.mjs'

const programs = {
  chamka: ['.build/server.mjs'],
  reset: ['.build/server.mjs', 'reset'],
  bench: ['.build/bench.mjs'],
  screens: ['.build/screens.mjs'],
}

export async function run(verb, args) {
  endWithSignals()
  await prepare()
  const { code } = await startNode([...programs[verb], ...args], 'inherit').ended
  return code ?? 1
}
