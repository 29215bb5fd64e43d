/**
 * The built apps: read once, packed once, kept in memory.
 *
 * What carries a digest in its name is kept by browsers for ever; everything else is asked for again
 * by its digest. An address without a file belongs to the app's own pages.
 */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { Hono } from 'hono'
import { policyOfPage } from './headers.ts'
import { answerProblem, type Visit, type Visited } from './visit.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
}

interface Served {
  readonly type: string
  readonly etag: string
  readonly changedAt: number
  readonly bytes: Buffer
  readonly policy?: string
  readonly packed: { readonly br?: Buffer; readonly gzip?: Buffer }
}

const named = /-[A-Za-z0-9_-]{8}\.\w+$/
const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Serves a folder at a path, `/console`, with its index for every address of the app. */
export function builtApp(path: string, folder: string) {
  const kept = new Map<string, Promise<Served>>()

  return new Hono<Visit>()
    .get(path, (c) => c.redirect(`${path}/`))
    .get(`${path}/*`, async (c) => {
      const wanted = normalize(decode(c.req.path.slice(path.length + 1)))
      if (wanted.startsWith('..') || wanted.includes('\0')) return answerProblem(c, { problem: 'not-found' })
      const file = wanted === '.' || wanted === '' ? 'index.html' : wanted
      const served = (await fileAt(file)) ?? (extname(file) === '' ? await fileAt('index.html') : undefined)
      if (served) return answerFile(c, served, named.test(file))
      return answerProblem(c, { problem: (await fileAt('index.html')) ? 'not-found' : 'not-built' })
    })

  /** The file as it is now: a new build is seen without a new start. */
  async function fileAt(name: string): Promise<Served | undefined> {
    const place = join(folder, name)
    const found = await stat(place).catch(() => undefined)
    if (!found?.isFile()) return undefined
    const before = await kept.get(place)
    if (before?.changedAt === found.mtimeMs) return before
    const read = readServed(place, found.mtimeMs)
    kept.set(place, read)
    read.catch(() => kept.delete(place))
    return read
  }
}

async function readServed(place: string, changedAt: number): Promise<Served> {
  const bytes = await readFile(place)
  const type = types[extname(place)] ?? 'application/octet-stream'
  const packs = /^(text|application)\/|svg/.test(type) && bytes.length > 1_000
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  return {
    type,
    bytes,
    changedAt,
    etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    ...(type.startsWith('text/html') ? { policy: policyOfPage(bytes.toString('utf8')) } : {}),
    packed: packs ? { br: await brotli(bytes, quality), gzip: await zip(bytes, { level: 9 }) } : {},
  }
}

function answerFile(c: Visited, { type, etag, bytes, policy, packed }: Served, forEver: boolean): Response {
  const headers: Record<string, string> = {
    etag,
    'cache-control': forEver ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: 'accept-encoding',
    ...(policy ? { 'content-security-policy': policy } : {}),
  }
  if (c.req.header('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers })

  const accepted = c.req.header('accept-encoding') ?? ''
  const encoding =
    packed.br && /\bbr\b/.test(accepted) ? 'br' : packed.gzip && /\bgzip\b/.test(accepted) ? 'gzip' : undefined
  if (encoding) headers['content-encoding'] = encoding
  const body = encoding ? packed[encoding]! : bytes
  return new Response(c.req.method === 'HEAD' ? null : new Uint8Array(body), {
    headers: { ...headers, 'content-type': type },
  })
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return '..'
  }
}
