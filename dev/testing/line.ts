/**
 * A phone's line to the server on which every byte is counted: what TCP carries in both directions, TLS
 * and the headers of a browser among it. Without are the headers of TCP and IP, some forty a packet.
 */
import { connect as connectHttp2 } from 'node:http2'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { promisify } from 'node:util'
import { brotliDecompress, gunzip } from 'node:zlib'

const unpack = { br: promisify(brotliDecompress), gzip: promisify(gunzip) }

/** What Chromium on an Android phone says with every request of an app's own. */
const ofABrowser = {
  'sec-ch-ua': '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"',
  'sec-ch-ua-mobile': '?1',
  'sec-ch-ua-platform': '"Android"',
  'user-agent':
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36',
  accept: '*/*',
  'sec-fetch-site': 'same-origin',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'km-KH,km;q=0.9,en-US;q=0.8,en;q=0.7',
  priority: 'u=1, i',
}

export type Line = Awaited<ReturnType<typeof openLine>>

export async function openLine(url: string, cookie: string) {
  const { hostname, port, origin } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.setNoDelay(true)
  const secured = connectTls({ socket, ALPNProtocols: ['h2'], rejectUnauthorized: false, servername: 'localhost' })
  const session = connectHttp2(url, { createConnection: () => secured })
  await new Promise<void>((resolve, reject) => {
    session.once('remoteSettings', () => resolve())
    session.once('error', reject)
  })

  return {
    /** Both ways, from the first byte on. */
    bytes: () => socket.bytesRead + socket.bytesWritten,

    /** As `fetch` is, for what the phone's transport needs of it. */
    async reach(path: string, init: RequestInit = {}): Promise<Response> {
      const body =
        init.body === undefined || init.body === null
          ? undefined
          : Buffer.from(await new Response(init.body).arrayBuffer())
      const asking = session.request({
        ':method': init.method ?? 'GET',
        ':path': path,
        ...ofABrowser,
        ...(body ? { 'content-length': String(body.length), origin } : {}),
        referer: `${origin}/field/`,
        cookie,
        ...(init.headers as Record<string, string> | undefined),
      })
      asking.end(body)
      const headers = await new Promise<Record<string, string>>((resolve, reject) => {
        asking.once('response', (given) => resolve(given as never))
        asking.once('error', reject)
      })
      const parts: Buffer[] = []
      for await (const part of asking) parts.push(part)
      const packing = headers['content-encoding'] as keyof typeof unpack | undefined
      const bytes = packing ? await unpack[packing](Buffer.concat(parts)) : Buffer.concat(parts)
      const status = Number(headers[':status'])
      const named = Object.entries(headers).filter(([name]) => !name.startsWith(':'))
      return new Response(status === 204 ? null : new Uint8Array(bytes), { status, headers: named })
    },

    close: () => session.destroy(),
  }
}
