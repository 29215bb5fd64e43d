/** Photos that are on their way: what has arrived of each, until the rest comes or nobody sends it any more. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { FileConfigstore, FileStore } from '@tus/file-store'

/** A phone may be away for a season. What was cut off longer ago begins anew, and is not lost: the phone has it. */
const unfinishedDays = 30

export type Uploads = ReturnType<typeof openUploads>

export function openUploads(dataFolder: string) {
  const directory = join(dataFolder, 'uploads')
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const store = new FileStore({
    directory,
    configstore: new FileConfigstore(directory),
    expirationPeriodInMilliseconds: unfinishedDays * 24 * 60 * 60 * 1000,
  })
  return { directory, store, forgetUnfinished: () => store.deleteExpired() }
}
