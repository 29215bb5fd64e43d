import * as z from 'zod/mini'
import { KeyText } from '#door/key.ts'

/** The row of a list that a command settles: whoever asks has looked at it and says whom it is about. */
export const Listed = z.object({ import: KeyText, row: z.int().check(z.minimum(1)) })
