import type { Window } from '#capabilities/windows/window.ts'
import { usePhone, useRecords } from '#sync/hooks.ts'
import { explainReason } from '#ui/explain.ts'
import { HistoryStory } from '#ui/HistoryStory.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { nameText } from '../words.ts'
import type { Happening } from './story.ts'

/** What happened, in sentences, with the reasons that were given and what they mean. */
export function Story({ happenings }: { happenings: readonly Happening[] }) {
  const language = useLanguage()
  const phone = usePhone()
  const reasons = useRecords<Window>('window').flatMap(({ reasons }) => reasons)
  return (
    <section className="stack">
      <h2>{m.phone_story_title()}</h2>
      <HistoryStory
        events={happenings.map(({ id, name, at, by, disputed, code, note }) => {
          const reason = reasons.find((one) => one.code === code)
          const who = phone.nameOf(by)
          return {
            id,
            name,
            at,
            who: who ? nameText(who) : m.phone_story_somebody(),
            outcome: disputed ? 'disputed' : 'accepted',
            ...(disputed ? { why: explainReason(disputed, language) } : {}),
            more: (reason || note) && (
              <>
                {reason && <p>{reason.names[language]}</p>}
                {note && <p className="quiet">«{note}»</p>}
              </>
            ),
          }
        })}
      />
    </section>
  )
}
