/**
 * Where a long step is: a bar that moves in a terminal, a line at every quarter elsewhere. Not on standard output,
 * which belongs to what a command prints.
 */
let shown = { step: '', quarter: -1 }

export function showStep(step, done, total) {
  const share = total > 0 ? Math.min(done / total, 1) : 0
  if (process.stderr.isTTY) {
    if (shown.step && shown.step !== step) process.stderr.write('\n')
    const filled = Math.round(share * 30)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(30 - filled)}`
    process.stderr.write(`\r\x1b[K  ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${step}`)
  }
  const quarter = Math.floor(share * 4)
  if (!process.stderr.isTTY && (shown.step !== step || shown.quarter < quarter))
    process.stderr.write(`${step} ${Math.floor(share * 100)} %\n`)
  shown = { step, quarter }
}

/** Before anything else is printed, so that it stands on a line of its own. */
export function endSteps() {
  if (shown.step && process.stderr.isTTY) process.stderr.write('\n')
  shown = { step: '', quarter: -1 }
}

export function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`
}
