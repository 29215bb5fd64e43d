/** Commands that run once and answer: the operator's command line, reset, bench, screens. */
import { endWithSignals, startNode } from './children.mjs'
import { prepare } from './prepare.mjs'
import { product } from './sources.mjs'

const commandLine = ['words', 'server']
const programs = {
  chamka: { args: ['.build/server.mjs'], needs: commandLine },
  reset: { args: ['.build/server.mjs', 'reset'], needs: commandLine },
  bench: { args: ['.build/tools/bench.mjs'], needs: [...product, 'tools'] },
  screens: { args: ['.build/tools/screens.mjs'], needs: [...product, 'tools'] },
}

export async function run(verb, args) {
  endWithSignals()
  const program = programs[verb]
  await prepare(undefined, program.needs)
  const { code } = await startNode([...program.args, ...args], 'inherit').ended
  return code ?? 1
}
