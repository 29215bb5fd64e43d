/**
 * npm start and its sisters. This script needs nothing but Node: it installs, builds and starts what does.
 * Only the check of the version stands here, in words that every Node understands.
 */
const verbs = {
  start: './dev/launch/start.mjs',
  test: './dev/launch/check.mjs',
  check: './dev/launch/check.mjs',
  dev: './dev/launch/develop.mjs',
  reset: './dev/launch/tool.mjs',
  bench: './dev/launch/tool.mjs',
  screens: './dev/launch/tool.mjs',
  chamka: './dev/launch/tool.mjs',
}

const verb = process.argv[2] || 'start'

if (!runsOn(process.versions.node)) {
  console.error(
    `Chamka needs Node 20.19.3, 22.12 or 24.11 or newer of the same line; this is ${process.versions.node}.`,
  )
  process.exit(1)
} else if (!Object.keys(verbs).includes(verb)) {
  console.error(`There is no ${verb}; there are ${Object.keys(verbs).join(', ')}.`)
  process.exit(1)
} else {
  import('./dev/launch/sentence.mjs')
    .then(({ orSentence }) => orSentence(() => import(verbs[verb]).then(({ run }) => run(verb, process.argv.slice(3)))))
    .then((code) => process.exit(code))
}

/** As `engines` in package.json has it. */
function runsOn(version) {
  const [major, minor, patch] = version.split('.').map(Number)
  if (major === 20) return minor > 19 || (minor === 19 && patch >= 3)
  return (major === 22 && minor >= 12) || (major === 24 && minor >= 11)
}
