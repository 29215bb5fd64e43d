/**
 * One photo on its way, in the tus protocol. It goes in small pieces: what has arrived stays there, and a
 * signal that breaks costs a piece at most. In a file of its own, because most days no photo is sent.
 */
import { type HttpRequest, type HttpResponse, type HttpStack, Upload } from 'tus-js-client'
import type { Network } from './network.ts'
import type { Sent } from './photos.ts'

/** Eight seconds of a village on 2G. */
export const pieceBytes = 32 * 1024

interface Parts {
  readonly network: Network
  /** Where it begins and where it goes on: the address holds its name. */
  readonly address: string
  readonly bytes: Blob
  readonly isBegun: boolean
}

export function sendPhoto({ network, address, bytes, isBegun }: Parts): Promise<Sent> {
  return new Promise((resolve) => {
    const upload = new Upload(bytes, {
      endpoint: address,
      uploadUrl: isBegun ? address : null,
      chunkSize: pieceBytes,
      uploadDataDuringCreation: true,
      storeFingerprintForResuming: false,
      // When to try again is decided by whoever sends everything else too.
      retryDelays: null,
      httpStack: stackOver(network),
      fileReader: { openFile: async () => piecesOf(bytes) },
      fingerprint: async () => address,
      onSuccess: () => resolve('kept'),
      onError: (error) => resolve(became('originalResponse' in error ? error.originalResponse : null)),
    })
    upload.start()
  })
}

function became(response: HttpResponse | null): Sent {
  const status = response?.getStatus() ?? 0
  // Nobody, somebody else, or somebody busy: the next round will do.
  if ([0, 401, 403, 409, 423, 429, 502, 503, 504].includes(status)) return 'unreached'
  if (status < 500) {
    const problem = problemIn(response!.getBody())
    // It was damaged on its way: it is sent anew.
    return problem === undefined || problem === 'unreadable' ? { fault: status } : { refused: problem }
  }
  return { fault: status }
}

function problemIn(text: string): string | undefined {
  try {
    return (JSON.parse(text) as { type?: string }).type?.split('/').at(-1)
  } catch {
    return undefined
  }
}

function piecesOf(bytes: Blob) {
  return {
    size: bytes.size,
    slice: async (start: number, end: number) => ({ value: bytes.slice(start, end), done: end >= bytes.size }),
    close: () => {},
  }
}

/** Everything a phone says goes over its one network, which a valley or a switch can end. */
function stackOver(network: Network): HttpStack {
  return {
    getName: () => 'network',
    createRequest(method, url): HttpRequest {
      const headers = new Map<string, string>()
      return {
        getMethod: () => method,
        getURL: () => url,
        setHeader: (name, value) => void headers.set(name, value),
        getHeader: (name) => headers.get(name),
        setProgressHandler: () => {},
        async send(body: Blob | null) {
          const response = await network.reach(url, {
            method,
            headers: Object.fromEntries(headers),
            body: body ?? null,
          })
          const text = await response.text()
          return {
            getStatus: () => response.status,
            getHeader: (name) => response.headers.get(name) ?? undefined,
            getBody: () => text,
            getUnderlyingObject: () => response,
          }
        },
        abort: async () => {},
        getUnderlyingObject: () => undefined,
      }
    },
  }
}
