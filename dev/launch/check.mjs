/**
 * npm test: what anybody can run and what the remote runs, in the same order, stopping at the first failure. The last
 * line is plain: N passed, N failed, where a static check counts as one.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { endWithSignals, isEnding, start } from './children.mjs'
import { prepare } from './prepare.mjs'
import { projectFolder } from './project.mjs'
import { buildFolder } from './sources.mjs'
import { seconds } from './terminal.mjs'

const checks = [
  { name: 'types: pure', command: ['tsc', '-p', 'tsconfig.pure.json'] },
  { name: 'types: server', command: ['tsc', '-p', 'tsconfig.server.json'] },
  { name: 'types: browser', command: ['tsc', '-p', 'tsconfig.browser.json'] },
  { name: 'types: everything', command: ['tsc', '-p', 'tsconfig.json'] },
  { name: 'lint and format', command: ['biome', 'ci', '--error-on-warnings'] },
  { name: 'dead code', command: ['knip'] },
  { name: 'unit and story tests', project: 'unit' },
  { name: 'browser journeys', project: 'journeys' },
]

export async function run() {
  endWithSignals()
  await prepare()
  const count = { passed: 0, failed: 0 }
  for (const check of checks) {
    const since = Date.now()
    console.log(`\n── ${check.name}`)
    const { passed, failed } = await (check.project ? runTests(check.project) : runOne(check.command))
    if (isEnding()) return 1
    console.log(`── ${check.name}: ${failed > 0 ? 'failed' : 'passed'} (${seconds(since)})`)
    count.passed += passed
    count.failed += failed
    if (failed > 0) break
  }
  console.log(`\n${count.passed} passed, ${count.failed} failed`)
  return count.failed > 0 ? 1 : 0
}

async function runOne([name, ...args]) {
  const { code } = await start(program(name), args).ended
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

/** A run that ends badly without a failed test, such as a file that does not load, is one failure. */
async function runTests(project) {
  const file = join(buildFolder, `tests-${project}.json`)
  rmSync(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { code } = await start(program('vitest'), ['run', '--project', project, ...reporters]).ended
  const { numPassedTests: passed, numFailedTests: failed } = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { numPassedTests: 0, numFailedTests: 0 }
  return { passed, failed: code === 0 ? failed : Math.max(failed, 1) }
}

function program(name) {
  return join(projectFolder, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name)
}
