/**
 * Short messages: one outside party, and its pretend twin.
 *
 * The twin keeps what it would have sent among the effects, so that a demonstration and a test can
 * show it. Which one speaks is configuration, and there is no other way to send.
 */
import { national } from '#door/key.ts'
import type { Queryable } from '#server/database/connection.ts'

export interface Message {
  /** Sent once, however often it is asked for. */
  readonly key: string
  readonly to: string
  readonly text: string
}

export interface Sms {
  send(message: Message): Promise<void>
}

export function smsWith(kind: 'pretend', db: Queryable): Sms {
  switch (kind) {
    case 'pretend':
      return pretendSms(db)
  }
}

function pretendSms(db: Queryable): Sms {
  return {
    async send({ key, to, text }) {
      await db.query(
        `insert into effect (home, key, kind, body, state) values ($1, $2, 'sms', $3, 'done') on conflict (home, key) do nothing`,
        [national, key, JSON.stringify({ to, text })],
      )
    },
  }
}
