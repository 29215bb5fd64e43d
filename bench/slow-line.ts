/**
 * A slow line of somebody's own in front of a server: so many bits a second and so long on the way, in each
 * direction. Nothing on it is left to chance. A connection takes the two ways it takes everywhere.
 */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Speed {
  readonly bitsASecond: number
  /** Milliseconds, one way. */
  readonly latency: number
}

/** What a packet holds, and what TCP and IP write around it. */
const packetBytes = 1_400
const aroundPacket = 40
/** A mast keeps so much back; then whoever sends has to wait. */
const keptBack = 128 * 1024

export async function openSlowLine(url: string, { bitsASecond, latency }: Speed) {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let bytes = 0
  const [up, down] = [way(), way()]
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: Number(port), host: hostname, noDelay: true })
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      socket.on('error', () => {
        near.destroy()
        far.destroy()
      })
    }
    carry(near, far, up, performance.now() + 2 * latency)
    carry(far, near, down, 0)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const near = (server.address() as AddressInfo).port

  return {
    url: `https://127.0.0.1:${near}`,
    /** Both ways, with what is written around packets. */
    bytes: () => bytes,
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }

  /** All connections of a phone share it: what is sent waits until what was sent before is through. */
  function way() {
    let freeAt = 0
    return (size: number, notBefore: number): number => {
      bytes += size
      freeAt = Math.max(freeAt, notBefore, performance.now()) + (size * 8_000) / bitsASecond
      return freeAt + latency
    }
  }

  function carry(from: Socket, to: Socket, arrivesAt: ReturnType<typeof way>, notBefore: number) {
    const packets: (Buffer | 'end')[] = []
    let kept = 0
    from.on('data', (chunk: Buffer) => {
      for (let at = 0; at < chunk.length; at += packetBytes) put(chunk.subarray(at, at + packetBytes))
      if (kept > keptBack) from.pause()
    })
    from.once('end', () => put('end'))

    function put(packet: Buffer | 'end') {
      packets.push(packet)
      const size = packet === 'end' ? 0 : packet.length
      kept += size
      setTimeout(next, arrivesAt(size + aroundPacket, notBefore) - performance.now())
    }

    /** In the order in which they were sent, whichever clock rings first. */
    function next() {
      const packet = packets.shift()!
      if (packet === 'end') return to.end()
      kept -= packet.length
      if (kept <= keptBack) from.resume()
      if (!to.destroyed) to.write(packet)
    }
  }
}
