/**
 * Codes on paper: an extension worker hands one to a person, an administrator to a colleague, and it
 * proves once that this person is the one who was meant.
 */
import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import type pg from 'pg'
import type { Key } from '#door/key.ts'
import { digitsFrom } from './phone.ts'

const digits = 8
const days = 30
const attemptsMax = 5

export type PaperCodes = ReturnType<typeof paperCodesOver>

export function paperCodesOver(pool: pg.Pool, secret: Buffer) {
  // The digest needs the secret: from a copy of the table the eight digits cannot be tried out.
  const digestOf = (person: Key, code: string) => createHmac('sha256', secret).update(`${person} ${code}`).digest()

  return {
    /** A new code. One that was issued before is worth nothing from now on. */
    async issue(person: Key, issuer: Key): Promise<{ code: string; days: number }> {
      const code = Array.from({ length: digits }, () => randomInt(10)).join('')
      await pool.query(
        `insert into paper_code (person, digest, issued_by, expires_at) values ($1, $2, $3, now() + make_interval(days => $4))
         on conflict (person) do update
           set digest = excluded.digest, issued_by = excluded.issued_by, expires_at = excluded.expires_at, attempts = 0`,
        [person, digestOf(person, code), issuer, days],
      )
      return { code: `${code.slice(0, 4)} ${code.slice(4)}`, days }
    },

    /** Right once. After five wrong ones it is worth nothing. */
    async spend(person: Key, written: string): Promise<boolean> {
      const { rows } = await pool.query<{ digest: Buffer }>(
        `update paper_code set attempts = attempts + 1
         where person = $1 and attempts < $2 and expires_at > now() returning digest`,
        [person, attemptsMax],
      )
      const given = digestOf(person, digitsFrom(written))
      if (!rows[0] || !timingSafeEqual(rows[0].digest, given)) return false
      const { rowCount } = await pool.query('delete from paper_code where person = $1 and digest = $2', [person, given])
      return rowCount === 1
    },
  }
}
