/**
 * Where requests come in: plainly, for a proxy in front that speaks TLS; or with a certificate of our
 * own, and then in HTTP/2, in which a phone's hundredth question costs a tenth of its first.
 */
import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2'
import { createAdaptorServer } from '@hono/node-server'
import { CannotStart } from '#server/cannot-start.ts'
import type { App } from './app.ts'

export type Listener = Server | Http2SecureServer

/** How long requests under way may take to end once nobody new is let in. */
const closingMilliseconds = 10_000
/** A cursor travels in the address, and a national reader's has a number for every district. */
const headerBytesMax = 64 * 1024
/** A line on which nobody has said anything for so long is cut. Phones ask for news more often. */
const idleMilliseconds = 120_000

/** The files in which a certificate and its key lie. */
export interface Tls {
  readonly certificate: string
  readonly key: string
}

export function listenerFor(app: Pick<App, 'fetch'>, tls: Tls | null): Listener {
  if (!tls) {
    return createAdaptorServer({ fetch: app.fetch, serverOptions: { maxHeaderSize: headerBytesMax } }) as Server
  }
  const serverOptions = {
    cert: fileOf(tls.certificate),
    key: fileOf(tls.key),
    allowHTTP1: true,
    maxHeaderSize: headerBytesMax,
    settings: { maxHeaderListSize: headerBytesMax },
  }
  const server = createAdaptorServer({
    fetch: app.fetch,
    createServer: createSecureServer,
    serverOptions,
  }) as Http2SecureServer
  server.on('session', (session: ServerHttp2Session) => {
    session.setTimeout(idleMilliseconds, () => session.close())
    // A line that breaks is no fault of ours.
    session.on('error', () => {})
    lines.get(server)?.add(session)
    session.once('close', () => lines.get(server)?.delete(session))
  })
  // The date costs every answer thirty bytes; ours carry a sealed one where it is read.
  server.prependListener('request', (_, response) => {
    response.sendDate = false
  })
  lines.set(server, new Set())
  return server
}

const lines = new WeakMap<Listener, Set<ServerHttp2Session>>()

/** Idle lines are cut at once, busy ones when their answer is out, and the patient ones after a while. */
export async function closeListener(server: Listener): Promise<void> {
  if (!server.listening) return
  const sessions = lines.get(server)
  const idle = setInterval(closeIdle, 50)
  const impatient = setTimeout(closeAll, closingMilliseconds)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    closeIdle()
  })
  clearInterval(idle)
  clearTimeout(impatient)

  function closeIdle() {
    if ('closeIdleConnections' in server) server.closeIdleConnections()
    for (const session of sessions ?? []) if (!session.closed) session.close()
  }

  function closeAll() {
    if ('closeAllConnections' in server) server.closeAllConnections()
    for (const session of sessions ?? []) session.destroy()
  }
}

function fileOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    throw new CannotStart(`The file ${path} of the certificate cannot be read.`)
  }
}
