import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/** On disk, whole and under its name, or not at all: what is acknowledged survives a power cut. */
export async function keepFile(place: string, bytes: Buffer): Promise<void> {
  const there = await stat(place).catch(() => undefined)
  if (there?.size === bytes.length) return
  await mkdir(dirname(place), { recursive: true })
  const beside = `${place}.${process.pid}.${process.hrtime.bigint()}`
  try {
    const handle = await open(beside, 'wx', 0o600)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, place)
    const folder = await open(dirname(place))
    await folder.sync().finally(() => folder.close())
  } finally {
    await rm(beside, { force: true })
  }
}
