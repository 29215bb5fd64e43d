/** What is true of every command, permission and refusal, so that nothing is half there. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { commandNamed, commandNames } from '#capabilities/commands.ts'
import { installationRoles, type Roles } from '#capabilities/people/role.ts'
import { reads } from '#server/capabilities.ts'
import { isTest, read, sourceFiles } from './source.ts'

const roles: Roles = JSON.parse(readFileSync('programmes/roles.json', 'utf8'))
const tests = sourceFiles().filter(isTest)
const sources = sourceFiles().filter((path) => !isTest(path))

/** Asked by the programme itself: by its clock, after a sign-in, or because a line says so. */
const ofTheSystem = [
  'allotment.receive',
  'clash.raise',
  'household.recheck',
  'import.finish',
  'person.link',
  'voucher.expire',
]

/** Not for a command or a read, but for what an address gives out: the records behind a photo or a document. */
const ofAddresses = ['household.read', 'proposal.read', 'voucher.read', 'training.read']

const given = new Set(
  [...Object.values(roles), ...Object.values(installationRoles)].flatMap((role) => role.permissions),
)
const needed = new Set([
  ...commandNames.map((name) => commandNamed(name)!.permission),
  ...Object.values(reads).map(({ permission }) => permission),
])

describe('every command', () => {
  const asked = new Set(
    tests.flatMap((path) =>
      [...read(path).matchAll(/\b(?:ask|does)\(\s*'([a-z-]+\.[a-zA-Z]+)'/g)].map(([, name]) => name),
    ),
  )

  test('has a story', () => {
    expect(commandNames.filter((name) => !asked.has(name))).toEqual([])
  })

  test('in a story exists', () => {
    const ofTests = ['jar.', 'elsewhere.', 'nothing.', 'nobody.']
    const unknown = [...asked].filter((name) => !commandNamed(name!) && !ofTests.some((noun) => name!.startsWith(noun)))
    expect(unknown).toEqual([])
  })

  test('that reports a fact and disputes says how', () => {
    const half = commandNames.filter((name) => {
      const { disputes, dispute } = commandNamed(name)!
      return (disputes === undefined) !== (dispute === undefined)
    })
    expect(half).toEqual([])
  })
})

describe('every permission', () => {
  test('that something needs is held by a role, or by the system alone', () => {
    expect([...needed].filter((permission) => !given.has(permission) && !ofTheSystem.includes(permission))).toEqual([])
    expect(ofTheSystem.filter((permission) => given.has(permission) || !needed.has(permission))).toEqual([])
  })

  test('that a role holds opens something', () => {
    const named = sources
      .filter((path) => path.startsWith('server/'))
      .map(read)
      .join('\n')
    const idle = [...given].filter(
      (permission) =>
        !needed.has(permission) && !ofAddresses.includes(permission) && !named.includes(`'${permission}'`),
    )
    // A mark that a rule looks for is needed too.
    const rules = sources
      .filter((path) => path.startsWith('capabilities/'))
      .map(read)
      .join('\n')
    expect(idle.filter((permission) => !rules.includes(`'${permission}'`))).toEqual([])
  })

  test('is written as noun and verb', () => {
    expect([...needed, ...given].filter((permission) => !/^[a-z]+\.[a-z]+([A-Z][a-z]+)*$/.test(permission))).toEqual([])
  })
})

test('every refusal is given by something', () => {
  const reasons = [...read('door/refusal.ts').matchAll(/^ {2}'([a-z]+\.[a-z-]+)':/gm)].map(([, reason]) => reason!)
  const rules = sources
    .filter((path) => /^(door|capabilities|server|sync)\//.test(path) && path !== 'door/refusal.ts')
    .map(read)
    .join('\n')
  expect(reasons.length).toBeGreaterThan(100)
  expect(reasons.filter((reason) => !rules.includes(`'${reason}'`))).toEqual([])
})

test('every read looks with the eyes it was given', () => {
  const blind = Object.entries(reads).filter(([, { run }]) => {
    const source = run.toString()
    const scope = /^(?:async\s+)?(?:run)?\s*\(?\s*([a-zA-Z_$][\w$]*)/.exec(source)?.[1]
    return run.length < 2 || !scope || source.split(new RegExp(`\\b${scope}\\b`)).length < 3
  })
  expect(blind.map(([name]) => name)).toEqual([])
})

describe('the published figures of RUSH-IT', () => {
  const scenario = 'dev/rush-it/scenario.ts'
  /** Numbers with more than three digits that the scenario is to reach. */
  const targets = [...read(scenario).matchAll(/\b\d[\d_]{3,}\b/g)]
    .map(([number]) => Number(number.replaceAll('_', '')))
    .filter((number) => number > 1_000 && number % 100 !== 0 && (number < 1_990 || number > 2_100))

  test('stand in the scenario', () => {
    expect(targets).toContain(4461)
    expect(targets).toContain(5415)
  })

  test('and nowhere else in the product', () => {
    const elsewhere = sources
      .filter((path) => path !== scenario && !path.startsWith('bench/'))
      .flatMap((path) => {
        const numbers = [...read(path).matchAll(/(?<![\w.#-])\d[\d_]{3,}(?![\w-])/g)].map(([text]) =>
          Number(text.replaceAll('_', '')),
        )
        return targets.filter((target) => numbers.includes(target)).map((target) => `${path}: ${target}`)
      })
    expect(elsewhere).toEqual([])
  })
})

describe('what a browser loads', () => {
  test.each(['apps/field/main.tsx', 'apps/console/main.tsx'])('%s leads to nothing of the server', (entry) => {
    const loaded = reachedFrom(entry)
    expect(loaded.size).toBeGreaterThan(20)
    expect([...loaded].filter((path) => /\.(store|reactions)\.ts$/.test(path) || path.startsWith('server/'))).toEqual(
      [],
    )
  })
})

/** Files that a file imports, and those that they import. Types alone are not loaded. */
function reachedFrom(entry: string): Set<string> {
  const known = new Set(sources)
  const reached = new Set<string>()
  const next = [entry]
  for (let path = next.pop(); path !== undefined; path = next.pop()) {
    if (reached.has(path) || !known.has(path)) continue
    reached.add(path)
    next.push(...loadedBy(path))
  }
  return reached
}

function loadedBy(path: string): string[] {
  const statements = read(path).matchAll(
    /(?:^|\n)\s*(?:import|export)\s+(?!type\b)(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g,
  )
  return [...statements].flatMap(([, still, later]) => {
    const target = still ?? later!
    if (target.startsWith('#')) return [target.slice(1)]
    return target.startsWith('.') ? [new URL(target, `file:///${path}`).pathname.slice(1)] : []
  })
}
