/**
 * A forgotten PIN. Every phone leaves a spare of its data key in a box that only the programme opens; whoever
 * has just proven who they are gets it back, and nobody else.
 */
import { Hono } from 'hono'
import * as z from 'zod/mini'
import type { Boxes } from '#server/boxes.ts'
import { spareAbout } from '#sync/spare.ts'
import { jsonOf } from './body.ts'
import { isProblem } from './problem.ts'
import { answerProblem, type Visit } from './visit.ts'

export const PhoneKeyQuestion = z.object({
  box: z.string().check(z.regex(/^[A-Za-z0-9_-]+$/), z.maxLength(400)),
})

const bytesMax = 1_024
/** A session that lies in a found phone has been signed in for longer. */
const freshMilliseconds = 10 * 60_000

export function phoneKeyRoutes({ boxes }: { readonly boxes: Pick<Boxes, 'open'> }) {
  return new Hono<Visit>().post('/phone-key', async (c) => {
    const read = await jsonOf(c, bytesMax)
    if (isProblem(read)) return answerProblem(c, read)
    const question = PhoneKeyQuestion.safeParse(read.json)
    if (!question.success) return answerProblem(c, { problem: 'unreadable' })
    if (Date.now() - c.get('session').signedInAt > freshMilliseconds)
      return answerProblem(c, { problem: 'not-signed-in' })
    const dataKey = await boxes.open(Buffer.from(question.data.box, 'base64url'), spareAbout(c.get('person')))
    return dataKey ? c.json({ dataKey: dataKey.toString('base64url') }) : answerProblem(c, { problem: 'not-found' })
  })
}
