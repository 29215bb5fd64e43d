/**
 * What must not be in the database: made once, kept beside it in files only this user may read.
 *
 * Several servers of one installation share this folder's files. A copy of the database alone then
 * signs nobody in, tells no time and seals no chain.
 */
import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from './cannot-start.ts'

export interface Secrets {
  /** Thirty-two random bytes that keep their name for ever. */
  random(name: string): Buffer
  /** An Ed25519 key pair in PEM: the private half, from which the public one follows. */
  signingKey(name: string): string
  /** A P-256 key pair in PEM, to which others seal. */
  boxKey(name: string): string
}

export function openSecrets(dataFolder: string): Secrets {
  const folder = join(dataFolder, 'secrets')
  mkdirSync(folder, { recursive: true, mode: 0o700 })

  return {
    random: (name) => {
      const secret = Buffer.from(
        kept(name, () => randomBytes(32).toString('base64url')),
        'base64url',
      )
      if (secret.length !== 32) throw damaged(name)
      return secret
    },
    signingKey: (name) => kept(name, () => pem(generateKeyPairSync('ed25519').privateKey)),
    boxKey: (name) => kept(name, () => pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)),
  }

  function kept(name: string, make: () => string): string {
    const file = join(folder, name)
    const text = readIfThere(file) ?? written(file, make())
    if (text.trim() === '') throw damaged(name)
    return text
  }

  /** Written whole beside its place, then linked into it: of two servers that start together, one wins. */
  function written(file: string, text: string): string {
    const beside = `${file}.${process.pid}`
    const handle = openSync(beside, 'w', 0o600)
    try {
      writeSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    try {
      linkSync(beside, file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(beside, { force: true })
    }
    return readFileSync(file, 'utf8')
  }

  function damaged(name: string) {
    return new CannotStart(`The secret ${join(folder, name)} is damaged; put back the copy from your backup.`)
  }
}

function pem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
