/** Commands that run once and answer: the operator's command line, reset, bench, screens. */
import { endWithSignals, startNode } from './children.mjs'
import { prepare } from './prepare.mjs'
import { product } from './sources.mjs'

const programs = {
  chamka: ['.build/server.mjs'],
  reset: ['.build/server.mjs', 'reset'],
  bench: ['.build/tools/bench.mjs'],
  screens: ['.build/tools/screens.mjs'],
}

export async function run(verb, args) {
  endWithSignals()
  const wanted = programs[verb][0].includes('/tools/') ? [...product, 'tools'] : product
  await prepare(undefined, wanted)
  const { code } = await startNode([...programs[verb], ...args], 'inherit').ended
  return code ?? 1
}
