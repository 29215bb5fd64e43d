/**
 * The bytes of a request, never more than were agreed.
 *
 * They are taken from Node's own stream: the web stream around it costs more than the rest of a small
 * request. What comes beyond the limit is let past unread, so that the answer still reaches whoever
 * is busy sending; somebody who goes on and on is cut off.
 */
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { Context } from 'hono'
import type { Problem } from './problem.ts'

const unzip = promisify(gunzip)

/** How much of a body that is too large is let past before the line is cut. */
const passedMax = 64 * 1024 * 1024

const tooLarge: Problem = { problem: 'too-large' }

export async function bytesOf(c: Context, max: number): Promise<Buffer | Problem> {
  const incoming = (c.env as { incoming?: IncomingMessage } | undefined)?.incoming
  const body = incoming ? await collect(incoming, max) : await ofWebRequest(c, max)
  if (!Buffer.isBuffer(body) || c.req.header('content-encoding') !== 'gzip') return body
  try {
    return await unzip(body, { maxOutputLength: max })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge : { problem: 'unreadable' }
  }
}

/** The JSON of a request, or the problem with it. */
export async function jsonOf(c: Context, max: number): Promise<{ json: unknown; bytes: number } | Problem> {
  const body = await bytesOf(c, max)
  if (!Buffer.isBuffer(body)) return body
  try {
    return { json: JSON.parse(body.toString('utf8')), bytes: body.length }
  } catch {
    return { problem: 'unreadable' }
  }
}

function collect(incoming: IncomingMessage, max: number): Promise<Buffer | Problem> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    incoming.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= max) chunks.push(chunk)
      else if (length > passedMax) incoming.destroy()
      else {
        chunks.length = 0
        resolve(tooLarge)
      }
    })
    incoming.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    incoming.on('error', reject)
    incoming.on('close', () => resolve({ problem: 'unreadable' }))
    if (Number(incoming.headers['content-length']) > max) resolve(tooLarge)
  })
}

async function ofWebRequest(c: Context, max: number): Promise<Buffer | Problem> {
  const body = Buffer.from(await c.req.arrayBuffer())
  return body.length <= max ? body : tooLarge
}
