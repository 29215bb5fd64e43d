/** The server as a child: shows how far its start is, hands it the address, tells what it says when it is ready. */
import { isEnding, startNode } from './children.mjs'
import { endSteps, showStep } from './terminal.mjs'

/** @returns {{ child, ready: Promise<void>, ended: Promise<number> }} */
export function startServer(page) {
  const child = startNode(['.build/server.mjs', 'serve'])
  const ready = new Promise((resolve) => {
    child.on('message', (message) => {
      if (message.kind === 'progress') {
        page.show(message.step, message.done, message.total)
        showStep(message.step.en, message.done, message.total)
      }
      if (message.kind === 'socket?') page.handOver(child).catch(() => child.kill())
      if (message.kind === 'ready') {
        endSteps()
        welcome(message)
        resolve()
      }
    })
  })
  const ended = child.ended.then(async ({ code, signal }) => {
    endSteps()
    await page.close().catch(() => {})
    if (isEnding() || child.asked) return 0
    // With code 1 it has said why itself.
    if (code !== 1)
      console.error(`The server has stopped unexpectedly (${signal ?? `code ${code}`}); start again with npm start.`)
    return 1
  })
  return { child, ready, ended }
}

function welcome({ addresses, people }) {
  console.log(`\nChamka is ready:\n${addresses.map((address) => `  ${address}`).join('\n')}\n`)
  if (people.length === 0) return
  const rows = people.map(({ name, role, place, signIn }) => [name, role, place, signIn])
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)))
  const lines = rows.map((row) =>
    `  ${row.map((text, column) => text.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd(),
  )
  console.log(`Sign in as\n${lines.join('\n')}\n`)
}
