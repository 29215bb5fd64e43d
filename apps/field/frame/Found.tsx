import type { ReactNode } from 'react'
import type { Key } from '#door/key.ts'
import { useStanding } from '#sync/hooks.ts'
import { useRecord } from '#ui/engine.ts'
import { Empty, NotYetSynced } from '#ui/Nothing.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { Opening } from './Opening.tsx'

/** A record of this phone: shown when it is here, and told apart when it has not arrived or does not exist. */
export function Found<R>({
  noun,
  record: key,
  children,
}: {
  noun: string
  record: Key
  children: (record: R) => ReactNode
}) {
  const record = useRecord<R>(noun, key)
  const { isBusy, readAt } = useStanding()
  if (record === 'not-yet') return isBusy && readAt === null ? <Opening /> : <NotYetSynced />
  if (record === undefined) {
    return (
      <Empty title={m.phone_not_here()} picture="search">
        <p className="quiet">{m.phone_not_here_next()}</p>
      </Empty>
    )
  }
  return <>{children(record)}</>
}
