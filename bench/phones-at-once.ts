/**
 * `npm run bench -- phones-at-once`: a training day. A hundred phones that hold nothing are switched on in the
 * same moment, each on a slow line of its own, and read all that is theirs; then 150 people sign in with their
 * passwords in the same moment. `--phones=100 --households=300 --sign-ins=150 --kilobits=400 --latency=400`.
 *
 * The server is a process of its own with its ordinary limits; phones are the real device side, without a
 * screen, on HTTP/2 with TLS. One phone alone on the same line tells what the line costs by itself.
 */
import { fork } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openLine } from '#dev/testing/line.ts'
import { homeOf, type Key } from '#door/key.ts'
import { openEngine } from '#sync/engine.ts'
import { openNetwork } from '#sync/network.ts'
import { inMemory } from '#sync/storage.ts'
import { overHttp } from '#sync/transport.ts'
import { cpuSecondsOf, startCluster } from './cluster.ts'
import { type Crowd, gather, type Size } from './crowd.ts'
import { openSlowLine, type Speed } from './slow-line.ts'

const goals = { seconds: 60, megabytes: 100 }

export async function measureCrowd(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      phones: { type: 'string', default: '100' },
      households: { type: 'string', default: '300' },
      'sign-ins': { type: 'string', default: '150' },
      kilobits: { type: 'string', default: '400' },
      latency: { type: 'string', default: '400' },
    },
  })
  const size: Size = {
    phones: Number(values.phones),
    households: Number(values.households),
    staff: Number(values['sign-ins']),
  }
  const speed: Speed = { bitsASecond: Number(values.kilobits) * 1_000, latency: Number(values.latency) }
  const cluster = await startCluster()
  // One more, who comes alone.
  const people = await gather(cluster.url, { ...size, phones: size.phones + 1 })
  const child = fork(fileURLToPath(import.meta.url), ['crowd', cluster.url, cluster.folder], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    const crowd = await new Promise<Crowd>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Crowd))
      child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
      child.send(people)
    })
    const costs = () => ({ server: cpuSecondsOf(child.pid!), postgres: cpuSecondsOf(cluster.postmaster) })
    const [first, ...others] = crowd.workers
    const alone = await firstReading(crowd.address, first!, speed, size.households)
    process.stderr.write(`one phone alone: ${seconds(alone.took)} s\n`)

    const reading = await watched(child.pid!, costs, () =>
      Promise.all(others.map((worker) => firstReading(crowd.address, worker, speed, size.households))),
    )
    process.stderr.write(`${others.length} phones: ${seconds(reading.took)} s\n`)
    // What was left over from that is let go of before memory is measured again.
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    const signing = await watched(child.pid!, costs, () =>
      Promise.all(crowd.staff.map((email) => signIn(crowd.address, email, crowd.password))),
    )
    report(size, speed, alone, reading, signing)
  } finally {
    if (child.connected) {
      child.disconnect()
      await new Promise((resolve) => child.once('exit', resolve))
    }
    await cluster.stop()
  }
}

interface Read {
  readonly took: number
  readonly bytes: number
}

/** As a new phone does: it makes its key, is enrolled, and reads until it holds everything, proved. */
async function firstReading(
  address: string,
  { key, cookie }: Crowd['workers'][number],
  speed: Speed,
  households: number,
): Promise<Read> {
  const road = await openSlowLine(address, speed)
  const began = performance.now()
  const line = await openLine(road.url, cookie)
  const network = openNetwork((path, init) => line.reach(path, init))
  const phone = await openEngine({ storage: inMemory(), network, transport: overHttp(network), person: key })
  await enrol(phone.device, key, phone.now(), network)
  await phone.device.keep()
  while (!phone.standing().isComplete) {
    await phone.sync()
    const { failed, isComplete } = phone.standing()
    if (failed !== null && failed !== 'busy') throw new Error(`a phone could not read: ${failed}`)
    if (!isComplete) await new Promise((resolve) => setTimeout(resolve, 1_000))
  }
  const took = performance.now() - began
  const held = phone.all('household').length
  if (held !== households) throw new Error(`a phone holds ${held} households`)
  const bytes = road.bytes()
  await phone.close()
  line.close()
  road.close()
  return { took, bytes }
}

type Device = Awaited<ReturnType<typeof openEngine>>['device']

async function enrol(device: Device, person: Key, at: string, network: ReturnType<typeof openNetwork>) {
  const envelope = {
    id: device.newId(),
    home: homeOf(device.key),
    name: 'device.enrol',
    about: device.key,
    input: { publicKey: device.publicKey, label: 'bench' },
    person,
    device: null,
    n: 0,
    askedAt: at,
    lastServerTime: null,
    after: [],
    signature: null,
  }
  const headers = { 'content-type': 'application/json' }
  const answer = await network.reach('/api/ask', { method: 'POST', headers, body: JSON.stringify(envelope) })
  const text = await answer.text()
  if (!text.includes('"outcome":"accepted"')) throw new Error(`a phone was not enrolled: ${answer.status} ${text}`)
}

async function signIn(address: string, email: string, password: string): Promise<number> {
  const began = performance.now()
  const line = await openLine(address, '')
  const body = JSON.stringify({ email, password })
  const headers = { 'content-type': 'application/json' }
  const answer = await line.reach('/api/sign-in/password', { method: 'POST', headers, body })
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.status} ${await answer.text()}`)
  line.close()
  return performance.now() - began
}

interface Watched<T> {
  readonly result: T
  readonly took: number
  readonly cpu: { readonly server: number; readonly postgres: number; readonly phones: number }
  /** Megabytes of the server's process. */
  readonly memory: { readonly before: number; readonly peak: number; readonly after: number }
}

async function watched<T>(
  pid: number,
  costs: () => { server: number; postgres: number },
  work: () => Promise<T>,
): Promise<Watched<T>> {
  const [before, own, began] = [costs(), process.cpuUsage(), performance.now()]
  const memory = { before: megabytesOf(pid), peak: 0, after: 0 }
  const look = () => {
    memory.peak = Math.max(memory.peak, megabytesOf(pid))
  }
  const looking = setInterval(look, 50)
  const result = await work()
  look()
  clearInterval(looking)
  const took = performance.now() - began
  const [after, ours] = [costs(), process.cpuUsage(own)]
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  memory.after = megabytesOf(pid)
  const cpu = {
    server: after.server - before.server,
    postgres: after.postgres - before.postgres,
    phones: (ours.user + ours.system) / 1e6,
  }
  return { result, took, cpu, memory }
}

/** What the process holds in memory, as the kernel counts it. */
function megabytesOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

function report(
  { phones, households, staff }: Size,
  { bitsASecond, latency }: Speed,
  alone: Read,
  reading: Watched<readonly Read[]>,
  signing: Watched<readonly number[]>,
) {
  const times = reading.result.map(({ took }) => took)
  const bytes = reading.result.map((one) => one.bytes)
  const byLine = (median(bytes) * 8_000) / bitsASecond
  const rise = signing.memory.peak - signing.memory.before
  const judged = (isHeld: boolean) => (isHeld ? 'held' : 'missed')
  const text = [
    `# ${phones} phones at once, ${new Date().toISOString().slice(0, 10)}`,
    '',
    `Each has a line of ${bitsASecond / 1_000} kbit/s and ${latency} ms each way and reads ${households} households with what they asked for, ${Math.round(median(bytes) / 1_000)} KB both ways; HTTP/2 with TLS, the server's ordinary limits; Node ${process.version}, ${cpus().length} cores for server, PostgreSQL and phones, load ${loadavg()[0]!.toFixed(1)}.`,
    '',
    '| first reading | s | goal |',
    '| --- | ---: | --- |',
    `| floor: the bytes on the line alone | ${seconds(byLine)} | |`,
    `| floor: one phone alone | ${seconds(alone.took)} | |`,
    `| ${phones} phones, median | ${seconds(median(times))} | |`,
    `| ${phones} phones, the last | ${seconds(Math.max(...times))} | ${goals.seconds}: ${judged(Math.max(...times) <= goals.seconds * 1_000)} |`,
    '',
    `CPU: server ${reading.cpu.server.toFixed(1)} s, PostgreSQL ${reading.cpu.postgres.toFixed(1)} s, phones and lines ${reading.cpu.phones.toFixed(1)} s. Memory of the server: ${memoryText(reading.memory)}.`,
    '',
    `| ${staff} sign-ins with a password, all at once | | goal |`,
    '| --- | ---: | --- |',
    `| the first, the median, the last, s | ${[Math.min(...signing.result), median(signing.result), Math.max(...signing.result)].map(seconds).join(', ')} | 60: ${judged(Math.max(...signing.result) <= 60_000)} |`,
    `| memory rises by, MB | ${Math.round(rise)} | ${goals.megabytes}: ${judged(rise <= goals.megabytes)} |`,
    '',
    `CPU: server ${signing.cpu.server.toFixed(1)} s. Memory of the server: ${memoryText(signing.memory)}.`,
    '',
  ].join('\n')
  process.stdout.write(`${text}\n`)
  mkdirSync('bench/results', { recursive: true })
  writeFileSync('bench/results/phones-at-once.md', text)
}

function memoryText({ before, peak, after }: Watched<unknown>['memory']): string {
  return `${Math.round(before)} MB before, ${Math.round(peak)} at most, ${Math.round(after)} five seconds later`
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(1)
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
