/**
 * `npm run bench -- phone --households=3000 --rounds=3 --slower=6`: what a cheap phone needs for what it
 * holds. The documents are the server's own, of a commune that was filled through the door; the browser is
 * real and its script is slowed down. What a browser does beside the script (its database, its
 * cryptography) is not slowed down with it.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'
import type { Household } from '#capabilities/households/household.ts'
import { headOf } from '#capabilities/households/household.ts'
import { browserFlags, findBrowser } from '#dev/browser.ts'
import { dara, sreymom } from '#dev/cast.ts'
import { fillCommune } from '#dev/testing/commune.ts'
import { openShops } from '#dev/testing/deliveries.ts'
import { officeOf } from '#dev/testing/phone.ts'
import { type Play, startProgramme } from '#dev/testing/programme.ts'
import { beginning, type Page } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import { loadActors, programmesOver } from '#server/actors.ts'
import { projectFolder } from '#server/project.ts'
import { packNamed, pull } from '#server/pull.ts'
import { startCluster } from './cluster.ts'
import type { Recorded, Steps } from './phone-inside.ts'

/** Milliseconds, of the issue. */
const goals: Readonly<Record<string, number>> = {
  load: 4_000,
  open: 4_000,
  'first list': 1_000,
  "first list, an officer's day": 1_000,
  'search in Khmer': 200,
  'search in Latin': 200,
}

export async function measurePhone(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      households: { type: 'string', default: '3000' },
      rounds: { type: 'string', default: '3' },
      slower: { type: 'string', default: '6' },
      // Where the browser writes down what took its time, for DevTools.
      profile: { type: 'string' },
    },
  })
  const [households, rounds, slower] = [Number(values.households), Number(values.rounds), Number(values.slower)]
  const told = await tell(households)
  const found = await measure(told, rounds, slower, values.profile)
  report(found, told, { households, slower, rounds })
}

interface Told {
  /** Of a worker, and of the officer of the same district. */
  readonly recorded: Readonly<Record<string, Recorded>>
  readonly village: string
  readonly typed: readonly string[]
  readonly documents: number
}

/** Everything that their phones are told when they hold nothing. */
async function tell(households: number): Promise<Told> {
  const cluster = await startCluster()
  try {
    const play = await startProgramme({ url: cluster.url, money: 100_000_000_00 })
    await openShops(play)
    const { villages } = await fillCommune(play, households)
    const worker = await recordedOf(play, sreymom.key)
    const officer = await recordedOf(play, dara.key)
    const documents = worker.pages.flatMap((text) => (JSON.parse(text) as Page).documents)
    const heads = documents.flatMap(({ records }) => (records.household ?? []) as readonly Household[])
    await play.end()
    const typed = [0.2, 0.5, 0.8].flatMap((share) => {
      const { nameKm, nameLatin } = headOf(heads[Math.floor(heads.length * share)]!)
      return [(nameKm ?? '').slice(0, 4), (nameLatin ?? '').slice(0, 4)]
    })
    return { recorded: { worker, officer }, village: villages[0]!, typed, documents: documents.length }
  } finally {
    await cluster.stop()
  }
}

async function recordedOf(play: Play, person: Key): Promise<Recorded> {
  const office = officeOf(play)
  const programmes = await programmesOver()(play.pool)
  const reader = (await loadActors([person], play.now().toISOString(), programmes, play.pool)).get(person)!
  const pages: string[] = []
  const packs: Record<string, string> = {}
  for (let [cursor, more] = [beginning, true]; more; ) {
    const pulled = await pull(reader, { cursor, seen: '', index: false, again: [] }, office)
    if (!('page' in pulled)) throw new Error(`nothing was told: ${JSON.stringify(pulled)}`)
    const { page } = pulled
    pages.push(JSON.stringify(page))
    for (const { digest } of page.packs ?? []) {
      const pack = await packNamed(digest, reader, office)
      packs[digest] ??= Buffer.from((await pack!.body.as('')).bytes).toString('utf8')
    }
    cursor = page.cursor
    more = page.more
  }
  return { person, pages, packs }
}

async function measure(
  told: Told,
  rounds: number,
  slower: number,
  profile?: string,
): Promise<Record<string, number[]>> {
  const { script, style } = await inside(profile === undefined)
  const server = createServer((request, response) => {
    const recorded = told.recorded[/^\/recorded\/(\w+)$/.exec(request.url ?? '')?.[1] ?? '']
    response.setHeader('content-type', recorded ? 'application/json' : 'text/html')
    response.end(
      recorded
        ? JSON.stringify(recorded)
        : `<!doctype html><html lang="km"><meta charset="utf-8"><style>${style}</style><script>${script}</script>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({ executablePath: await findBrowser(), args: browserFlags })
  const found: Record<string, number[]> = {}
  try {
    for (let round = 1; round <= rounds; round++) {
      // Each round is a phone of its own; each step a window that was just opened.
      const context = await browser.newContext({ viewport: { width: 360, height: 740 } })
      const step = async (whose: string, name: string, isSealed: boolean, more: readonly unknown[] = []) => {
        const page = await context.newPage()
        await page.goto(`${address}/${whose}`)
        const session = await context.newCDPSession(page)
        await session.send('Emulation.setCPUThrottlingRate', { rate: slower })
        if (profile) {
          await session.send('Profiler.enable')
          await session.send('Profiler.start')
        }
        const steps = (await page.evaluate(
          ([name, given]) => (globalThis as any)[name as string](...(given as unknown[])),
          [name, [isSealed, ...more]] as [string, unknown[]],
        )) as Steps
        if (profile) {
          const { profile: taken } = await session.send('Profiler.stop')
          writeFileSync(`${profile}-${name}${isSealed ? '-sealed' : ''}.cpuprofile`, JSON.stringify(taken))
        }
        await page.close()
        // The officer's phone is loaded like the worker's.
        if (whose === 'officer' && name === 'load') return
        for (const [what, took] of Object.entries(steps)) {
          const row = isSealed ? `${what}, with a PIN` : what
          found[row] = [...(found[row] ?? []), took]
        }
      }
      await step('worker', 'floor', false)
      for (const isSealed of [false, true]) {
        await step('worker', 'load', isSealed)
        await step('worker', 'open', isSealed, [told.village, told.typed])
        await step('officer', 'load', isSealed)
        await step('officer', 'today', isSealed)
      }
      await context.close()
      process.stderr.write(`round ${round} of ${rounds}\n`)
    }
  } finally {
    await browser.close()
    server.close()
  }
  return found
}

async function inside(minify: boolean): Promise<{ script: string; style: string }> {
  const { outputFiles } = await build({
    entryPoints: [join(projectFolder, 'bench/phone-inside.ts')],
    absWorkingDir: projectFolder,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    jsx: 'automatic',
    minify,
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env': '{}' },
    // As the field app is built.
    alias: {
      'react-dom/client': 'preact/compat/client',
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react-dom': 'preact/compat',
      react: 'preact/compat',
    },
    outdir: 'bench',
    // With the look, and its letters.
    loader: { '.woff2': 'dataurl', '.svg': 'text', '.wasm': 'empty' },
    write: false,
    logLevel: 'error',
  })
  const named = (ending: string) => outputFiles.find(({ path }) => path.endsWith(ending))!.text
  return { script: named('.js').replaceAll('</script', '<\\/script'), style: named('.css') }
}

function report(
  found: Record<string, number[]>,
  { recorded: { worker }, documents }: Told,
  { households, slower, rounds }: { households: number; slower: number; rounds: number },
) {
  const { pages, packs } = worker!
  const bytes = [...pages, ...Object.values(packs)].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  const floors = { write: median(found['floor: write the same bytes']!), read: median(found['floor: read them']!) }
  const rows = Object.entries(found).flatMap(([what, times]) => {
    if (what.startsWith('households')) {
      if (times.some((count) => count !== households)) throw new Error(`the phone holds ${times.join()} households`)
      return []
    }
    const floor = what.startsWith('load') ? floors.write : what.startsWith('open') ? floors.read : undefined
    const goal = goals[what.replace(', with a PIN', '')]
    const middle = median(times)
    const range = `${Math.round(Math.min(...times))} – ${Math.round(Math.max(...times))}`
    const judged = goal === undefined ? '' : `${goal}${middle <= goal ? '' : ', missed'}`
    return `| ${what} | ${Math.round(middle)} | ${range} | ${floor ? `${(middle / floor).toFixed(1)} ×` : ''} | ${judged} |`
  })
  const text = [
    `# A phone with ${households} households, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `${documents} documents in ${pages.length} pages, ${(bytes / 1e6).toFixed(1)} MB of JSON with their packs; script ${slower} times slower; median of ${rounds} phones; Node ${process.version}, ${cpus().length} cores, load ${loadavg()[0]!.toFixed(1)}. A search is typed letter by letter, from the press of each key to its list on the screen: the slowest of three words.`,
    '',
    '| step | ms | min – max | of the floor | goal |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows,
    '',
  ].join('\n')
  process.stdout.write(`${text}\n`)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/phone.md', text)
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
