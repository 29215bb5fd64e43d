/** Every declared read is a route, and there is no other: what it needs to know comes from its declaration. */
import { Hono } from 'hono'
import { scopeOf } from '#door/actor.ts'
import type { Pool } from '#server/database/connection.ts'
import type { Read } from '#server/database/read.ts'
import type { ReaderOf } from './reader.ts'
import { answerJson, answerProblem, say, type Visit } from './visit.ts'

interface Parts {
  readonly reads: Readonly<Record<string, Read>>
  readonly pool: Pool
  readonly readerOf: ReaderOf
}

export function readRoutes({ reads, pool, readerOf }: Parts) {
  return new Hono<Visit>().get('/read/:name', async (c) => {
    const name = c.req.param('name')
    if (!Object.hasOwn(reads, name)) return answerProblem(c, { problem: 'not-found' })
    const read = reads[name]!
    say(c, { read: name })

    const reader = await readerOf(c.get('person'))
    const scope = reader ? scopeOf(reader, read.permission) : []
    if (scope.length === 0) return answerProblem(c, { problem: 'not-allowed' })

    const given = jsonIn(c.req.query('input'))
    if (given === unreadable) return answerProblem(c, { problem: 'unreadable' })
    const input = read.input.safeParse(given)
    if (!input.success) {
      const fields = input.error.issues.map(({ path, code }) => ({ path: path.map(String).join('.'), problem: code }))
      return answerProblem(c, { problem: 'unreadable', fields })
    }

    const answer = await read.run(scope, input.data, pool)
    return answer === undefined ? answerProblem(c, { problem: 'not-found' }) : answerJson(c, answer)
  })
}

const unreadable = Symbol('unreadable')

/** The input of a read is JSON in the address; nothing there is an empty question. */
function jsonIn(text: string | undefined): unknown {
  if (text === undefined || text === '') return {}
  try {
    return JSON.parse(text)
  } catch {
    return unreadable
  }
}
