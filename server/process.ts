/**
 * This process and its parent. The start script shows a progress page at the product's address until the server
 * is ready, then hands over the listening socket itself, so that there is no moment without an answer.
 * Without a parent the same code reports to the terminal and opens the address itself.
 */
import type { Server } from 'node:net'
import { sentenceFor } from './cannot-start.ts'

export interface Words {
  readonly km: string
  readonly en: string
}

export interface SamplePerson {
  readonly name: string
  readonly role: string
  readonly place: string
  /** What to type: a phone number or an address, and the password or code. */
  readonly signIn: string
}

export interface Ready {
  readonly addresses: readonly string[]
  readonly people: readonly SamplePerson[]
}

/** How a long start tells where it is. */
export interface Report {
  progress(step: Words, done: number, total: number): void
  ready(ready: Ready): void
  /** Takes the address: call it when the server can answer. */
  listen(server: Server, address: { host: string; port: number }): Promise<void>
  /** Aborted when the process was asked to stop; a long start looks at it between its steps. */
  readonly stopping: AbortSignal
}

const stopping = new AbortController()
const endings: (() => Promise<void> | void)[] = []

/** How long an orderly end may take before the process ends anyway. */
const patience = 75_000

/** Work for an orderly end, done in the reverse order of its beginning. */
export function atEnd(work: () => Promise<void> | void): void {
  endings.push(work)
}

let ending: Promise<void> | undefined

export function endInOrder(): Promise<void> {
  ending ??= workThroughEndings()
  return ending
}

async function workThroughEndings(): Promise<void> {
  stopping.abort()
  for (const work of endings.splice(0).reverse()) {
    try {
      await work()
    } catch (error) {
      say(error)
    }
  }
}

/** Ends when asked by a signal, by the parent, or by the parent's death. */
export function listenForTheEnd(): void {
  const end = () => {
    setTimeout(() => process.exit(1), patience).unref()
    endInOrder().then(() => process.exit(process.exitCode ?? 0))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
  if (!process.send) return
  process.on('disconnect', end)
  process.on('message', (message: { kind?: string }) => {
    if (message.kind === 'stop') end()
  })
}

/** Says why in one sentence, or as a bug, and ends with exit code 1. */
export async function fail(error: unknown): Promise<never> {
  // Work that an orderly end cuts off fails as it should: that is no news.
  const asked = ending !== undefined
  if (!asked) {
    say(error)
    process.exitCode = 1
  }
  await endInOrder()
  process.exit()
}

export const report: Report = {
  stopping: stopping.signal,
  progress(step, done, total) {
    if (process.send) return tell({ kind: 'progress', step, done, total })
    if (done === 0 || done === total) process.stderr.write(`${step.en} ${done}/${total}\n`)
  },
  ready(ready) {
    if (process.send) return tell({ kind: 'ready', ...ready })
    for (const address of ready.addresses) process.stdout.write(`${address}\n`)
    for (const { name, role, place, signIn } of ready.people)
      process.stdout.write(`${name}, ${role}, ${place}: ${signIn}\n`)
  },
  async listen(server, { host, port }) {
    const handle = process.send ? await receiveSocket() : undefined
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.once('listening', resolve)
      if (handle) server.listen(handle)
      else server.listen(port, host)
    })
    if (handle) tell({ kind: 'listening' })
  },
}

/** Asks the parent for the socket it listens on; a parent that has none says so. */
function receiveSocket(): Promise<object | undefined> {
  return new Promise((resolve) => {
    process.on('message', function take(message: { kind?: string }, handle: unknown) {
      if (message.kind !== 'socket') return
      process.off('message', take)
      resolve(handle as object | undefined)
    })
    tell({ kind: 'socket?' })
  })
}

function tell(message: object): void {
  if (process.connected) process.send?.(message, () => {})
}

function say(error: unknown): void {
  process.stderr.write(`${sentenceFor(error) ?? (error instanceof Error ? error.stack : String(error))}\n`)
}
