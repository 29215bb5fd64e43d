import { reasonOf, type Window } from '#capabilities/windows/window.ts'
import { usePhone } from '#sync/hooks.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { explain } from '#ui/explain.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Suspicion } from '../households/Suspicion.tsx'
import { type Asked, warningsFor } from './warnings.ts'

/** All rules that it breaks, what will most likely be said to it, and what only the office can tell. */
export function Warnings({ nameOf, ...asked }: Asked & { nameOf: (code: string) => string }) {
  const language = useLanguage()
  const phone = usePhone()
  const window = phone.find<Window>('window', asked.input.window)
  const { refusals, doubts, later, isShareUnproven, isVisited } = warningsFor(phone, asked)
  const isDoubtful = doubts.length > 0 || later.length > 0 || isShareUnproven
  return (
    <>
      {refusals.length > 0 && (
        <section className="card stack" role="alert">
          <h2>{m.phone_propose_breaks()}</h2>
          {refusals.map((refusal) => (
            <Say key={refusal.refused} tone="bad" quietly>
              {explain(refusal, language, nameOf)}
            </Say>
          ))}
        </section>
      )}
      {(isDoubtful || asked.household.suspicions.length > 0) && (
        <section className="card stack">
          <h2>{m.phone_propose_doubts()}</h2>
          {doubts.map((doubt) => {
            const reason = window && (window.reasons.find(({ proof }) => proof === doubt) ?? reasonOf(window, doubt))
            return (
              <div key={doubt}>
                <Say tone="waiting" quietly>
                  {reason?.names[language] ?? doubtWords[doubt]()}
                </Say>
                {reason && <p className="note">{reason.next[language]}</p>}
              </div>
            )
          })}
          {later.map((refusal) => (
            <Say key={refusal.refused} tone="waiting" quietly>
              {explain(refusal, language, nameOf)}
            </Say>
          ))}
          {isShareUnproven && (
            <Say tone="waiting" quietly>
              {m.phone_propose_share_unproven()}
            </Say>
          )}
          <Suspicion household={asked.household} />
        </section>
      )}
      <section className="stack">
        <h2>{m.phone_propose_office_checks()}</h2>
        <ul className="plain stack quiet">
          {isVisited && <Check>{m.phone_propose_check_visit()}</Check>}
          <Check>{m.phone_propose_check_budget()}</Check>
          {asked.foresight.unknown.includes('proposal') && <Check>{m.phone_propose_check_others()}</Check>}
          <Check>{m.phone_propose_check_elsewhere()}</Check>
        </ul>
      </section>
    </>
  )
}

function Check({ children }: { children: string }) {
  return (
    <li>
      <Pictogram name="question" size={18} /> {children}
    </li>
  )
}

const doubtWords = {
  'window-closed': m.phone_doubt_window_closed,
  'outside-area': m.phone_doubt_outside_area,
  'second-application': m.phone_doubt_second,
} as const
