/**
 * What was laid aside: `POST /api/quarantine/:key/look` `{ word }` says that somebody looked, and
 * `POST /api/quarantine/:key/export` gives the whole of it as a file, and remembers to whom. It is read as
 * everything else is, by `quarantine.list` and `quarantine.one`. Its author asks `GET /api/quarantine/:key/word`
 * what was written about it.
 */
import { Hono } from 'hono'
import * as z from 'zod/mini'
import { isKey } from '#door/key.ts'
import { Note } from '#door/values.ts'
import type { Pool } from '#server/database/connection.ts'
import { exportOf, lookAt } from '#server/quarantine/notes.ts'
import { wordTo } from '#server/quarantine/reads.ts'
import { jsonOf } from './body.ts'
import { isProblem } from './problem.ts'
import type { ReaderOf } from './reader.ts'
import { answerJson, answerProblem, type Visit } from './visit.ts'

interface Parts {
  readonly pool: Pool
  readonly readerOf: ReaderOf
  readonly now: () => Date
}

export const LookedAt = z.object({ word: Note(500) })

const bytesMax = 8 * 1024

export function quarantineRoutes({ pool, readerOf, now }: Parts) {
  return new Hono<Visit>()
    .get('/quarantine/:key/word', async (c) => {
      const key = c.req.param('key')
      const word = isKey(key) ? await wordTo(c.get('person'), key, pool) : undefined
      return word ? answerJson(c, word) : answerProblem(c, { problem: 'not-found' })
    })

    .post('/quarantine/:key/look', async (c) => {
      const key = c.req.param('key')
      const reader = await readerOf(c.get('person'))
      const given = await jsonOf(c, bytesMax)
      if (isProblem(given)) return answerProblem(c, given)
      const looked = LookedAt.safeParse(given.json)
      if (!looked.success) return answerProblem(c, { problem: 'unreadable' })
      if (!reader || !isKey(key)) return answerProblem(c, { problem: 'not-found' })
      const answer = await lookAt(key, looked.data.word, reader, now(), pool)
      return typeof answer === 'string' ? answerProblem(c, { problem: answer }) : answerJson(c, answer)
    })

    .post('/quarantine/:key/export', async (c) => {
      const key = c.req.param('key')
      const reader = await readerOf(c.get('person'))
      if (!reader || !isKey(key)) return answerProblem(c, { problem: 'not-found' })
      const file = await exportOf(key, reader, now(), pool)
      if (typeof file === 'string') return answerProblem(c, { problem: file })
      c.header('content-disposition', `attachment; filename="laid-aside-${key}.json"`)
      return c.json(file)
    })
}
