import { type AddressInfo, connect, createServer } from 'node:net'
import { expect, test } from 'vitest'
import { openSlowLine } from './slow-line.ts'

test('what goes over a slow line takes the time of its bytes and its way, and arrives in order', async () => {
  const sent = Buffer.from(Array.from({ length: 10_000 }, (_, at) => at % 251))
  const office = createServer((socket) => socket.once('data', () => socket.end(sent)))
  await new Promise<void>((resolve) => office.listen(0, '127.0.0.1', resolve))
  const line = await openSlowLine(`https://127.0.0.1:${(office.address() as AddressInfo).port}`, {
    bitsASecond: 400_000,
    latency: 50,
  })
  try {
    const began = performance.now()
    const phone = connect(Number(new URL(line.url).port), '127.0.0.1')
    phone.write('?')
    const parts: Buffer[] = []
    for await (const part of phone) parts.push(part as Buffer)
    const took = performance.now() - began

    expect(Buffer.concat(parts).equals(sent)).toBe(true)
    // Twice the way until there is a connection, once for the question, once for the answer.
    expect(took).toBeGreaterThanOrEqual(4 * 50 + (sent.length * 8_000) / 400_000 - 1)
    expect(line.bytes()).toBeGreaterThan(sent.length + 8 * 40)
  } finally {
    line.close()
    office.close()
  }
})
