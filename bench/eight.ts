/** Eight people at their desks, each asking as soon as the last answer has come, of the product as it is served. */
import { Agent, request } from 'node:http'
import { vanna } from '#dev/cast.ts'
import { assemble } from '#server/main.ts'
import { endless, quiet } from './stage.ts'

const users = 8

/** How long each of the answers took, in milliseconds. */
export async function askOverHttp(
  databaseUrl: string,
  dataFolder: string,
  question: (n: number) => { read: string; input: Record<string, unknown> },
  requests: number,
): Promise<number[]> {
  const chamka = await assemble(
    {
      databaseUrl,
      dataFolder,
      host: '127.0.0.1',
      port: 0,
      publicUrl: 'http://127.0.0.1',
      demonstration: 'none',
      demonstrationAsked: false,
      sms: 'pretend',
      log: 'silent',
    } as never,
    { limits: endless, log: quiet },
  )
  const agent = new Agent({ keepAlive: true, maxSockets: users })
  try {
    await chamka.accounts.linkAccount(vanna.key)
    const entered = await chamka.demonstration.enterAs(vanna.key)
    if (!('cookies' in entered)) throw new Error('nobody could sign in')
    const cookie = entered.cookies.map((one) => one.split(';', 1)[0]).join('; ')
    const address = await chamka.listen()
    const times: number[] = []
    let asked = -users * 4
    const user = async () => {
      while (asked < requests) {
        const n = asked++
        const { read, input } = question(n + users * 4)
        const began = performance.now()
        await get(`${address}/api/read/${read}?input=${encodeURIComponent(JSON.stringify(input))}`, cookie, agent)
        if (n >= 0) times.push(performance.now() - began)
      }
    }
    await Promise.all(Array.from({ length: users }, user))
    return times
  } finally {
    agent.destroy()
    await chamka.close()
  }
}

function get(url: string, cookie: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { agent, headers: { cookie, accept: 'application/json' } })
    asking.once('error', reject)
    asking.once('response', (response) => {
      response.resume()
      response.once('end', () =>
        response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}`)),
      )
    })
    asking.end()
  })
}
