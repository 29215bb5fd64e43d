/** The processes started from here, so that none is left when this one ends. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { projectFolder } from './project.mjs'

const running = new Set()
let ending = false

/** Starts a program in the project's folder and answers how it ended. */
export function start(command, args, options = {}) {
  const child = spawn(command, args, { cwd: projectFolder, stdio: 'inherit', ...options })
  running.add(child)
  child.ended = new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      running.delete(child)
      resolve({ code, signal })
    })
  })
  child.ended.catch(() => running.delete(child))
  return child
}

/**
 * Megabytes for what lives as long as one batch. With node's own 16 much of it is taken for long-lived and
 * collected dearly: a sixth of the time of an import.
 */
const roomForTheYoung = ['--max-semi-space-size=32']

/** A node program of the project, with a channel for messages unless told otherwise. */
export function startNode(args, stdio = ['ignore', 'inherit', 'inherit', 'ipc']) {
  return start(process.execPath, ['--enable-source-maps', ...roomForTheYoung, ...args], { stdio })
}

/** One with a channel is asked over it: a signal from the terminal has reached it already. */
export function stop(child) {
  child.asked = true
  if (child.connected) child.send({ kind: 'stop' }, () => {})
  else child.kill('SIGTERM')
  return child.ended
}

export function isEnding() {
  return ending
}

/** Ends in order when asked by a signal, or when npm, which started us, is gone. */
export function endWithSignals() {
  const end = async () => {
    if (ending) return
    ending = true
    await Promise.allSettled([...running].map(stop))
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, end)

  const starters = () => [process.ppid, parentOf(process.ppid)].join()
  const before = starters()
  if (process.env.npm_lifecycle_event && process.ppid !== 1)
    setInterval(() => starters() !== before && end(), 500).unref()
}

/** npm starts scripts through a shell, which outlives it; where /proc does not tell, only the shell counts. */
function parentOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]
  } catch {
    return ''
  }
}
