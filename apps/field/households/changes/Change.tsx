import type { ReactNode } from 'react'
import { type Household, headOf } from '#capabilities/households/household.ts'
import { m } from '#ui/words/compiled/messages.js'
import { Resumed } from '../../frame/Resumed.tsx'
import { Screen } from '../../frame/Screen.tsx'
import { nameText } from '../../words.ts'

/** What every change of a household is given: whose it is, and where to go once it was asked. */
export interface Changing {
  readonly household: Household
  readonly onDone: () => void
}

/** The frame of one change. */
export function Change({
  household,
  title,
  draft,
  children,
}: {
  household: Household
  title: string
  draft: { readonly isResumed: boolean; restart(): Promise<void> }
  children: ReactNode
}) {
  return (
    <Screen title={title} back={`/households/${household.key}/change`}>
      <p className="quiet">{m.phone_training_family_of({ name: nameText(headOf(household)) })}</p>
      <Resumed draft={draft} />
      {children}
    </Screen>
  )
}

/** Whether an answer lets go of the form. */
export function isKept({ outcome }: { outcome: string }): boolean {
  return outcome !== 'refused' && outcome !== 'no-room'
}
