/**
 * The one folder that holds everything the product keeps on this machine. Its mark says which layout it has,
 * so that neither a start nor a reset ever takes a folder for its own that somebody filled with other things.
 */
import { accessSync, constants, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotStart } from './cannot-start.ts'

const layout = 1
const mark = 'chamka-data.json'

export function openDataFolder(folder: string): void {
  makeFolder(folder)
  accessSync(folder, constants.W_OK)
  const file = join(folder, mark)

  if (!existsSync(file)) {
    const strange = readdirSync(folder).filter((name) => name !== 'lost+found')
    if (strange.length > 0)
      throw new CannotStart(
        `The folder ${folder} holds other things (${strange[0]}) and was not made by Chamka; name another with CHAMKA_DATA.`,
      )
    leaveMark(file)
    return
  }

  const found = layoutOf(readFileSync(file, 'utf8'))
  if (found !== layout)
    throw new CannotStart(
      `The data in ${folder} have layout ${found ?? 'unknown'}, and this version of Chamka reads layout ${layout}; start the version that made them, or name another folder with CHAMKA_DATA.`,
    )
}

/** Step by step: of several at once, Node says "no such file" on a disk that is read-only. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  // Root's is passable: PostgreSQL runs as another user there, in a closed folder of its own.
  mkdirSync(folder, { mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
}

/** Whether it is ours to remove, of whatever layout. */
export function isDataFolder(folder: string): boolean {
  return existsSync(join(folder, mark))
}

function leaveMark(file: string): void {
  try {
    writeFileSync(file, `${JSON.stringify({ layout })}\n`)
  } catch (error) {
    rmSync(file, { force: true })
    throw error
  }
}

function layoutOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { layout?: unknown }).layout
  } catch {
    return undefined
  }
}
