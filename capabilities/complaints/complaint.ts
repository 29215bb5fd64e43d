/** Complaints: whom people call when something is wrong, and by when they are answered. */
import * as z from 'zod/mini'
import { Phone } from '#door/values.ts'

export const ComplaintsLine = z.strictObject({
  phone: Phone,
  /** Days within which whoever calls is answered. */
  days: z.int().check(z.minimum(1), z.maximum(90)),
})
