import { useState } from 'react'
import type { Proposal } from '#capabilities/proposals/proposal.ts'
import { Amount } from '#ui/Amount.tsx'
import { AmountField } from '#ui/AmountField.tsx'
import { NumberField } from '#ui/NumberField.tsx'
import { numberText } from '#ui/numbers.ts'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords } from '#ui/words/names.ts'
import type { Plan } from './wish.ts'

/** What the household expects of it: filled in from the package, corrected by who knows better. */
export function PlanFields({
  filled,
  plan,
  isNoteNeeded,
  problem,
  onPlan,
}: {
  filled: Proposal['plan'] | undefined
  plan: Plan | undefined
  isNoteNeeded: boolean
  problem: (field: string) => string | undefined
  onPlan: (plan: Plan) => void
}) {
  const [isOpen, setOpen] = useState(false)
  if (!filled && !plan && !isNoteNeeded) return null
  const shown: Plan = plan ?? {
    cycleDays: filled?.cycleDays,
    yield: filled?.yield,
    sales: filled?.sales,
    ownCost: filled?.ownCost,
    note: '',
  }
  const given = (changes: Partial<Plan>) => onPlan({ ...shown, ...changes })

  return (
    <section className="card stack">
      <h2>{m.phone_plan_title()}</h2>
      {!isOpen && (
        <>
          <dl className="sums">
            <div>
              <dt>{m.phone_plan_cycle()}</dt>
              <dd>{m.phone_days({ count: shown.cycleDays ?? 0 })}</dd>
            </div>
            <div>
              <dt>{m.phone_plan_yield()}</dt>
              <dd>
                {numberText(shown.yield ?? 0)} {filled ? unitWords[filled.yieldUnit]() : ''}
              </dd>
            </div>
            <div>
              <dt>{m.phone_plan_sales()}</dt>
              <dd>
                <Amount money={{ currency: 'KHR', minor: shown.sales ?? 0 }} />
              </dd>
            </div>
            <div>
              <dt>{m.phone_plan_own_cost()}</dt>
              <dd>
                <Amount money={{ currency: 'KHR', minor: shown.ownCost ?? 0 }} />
              </dd>
            </div>
          </dl>
          <button type="button" className="button button--second" onClick={() => setOpen(true)}>
            {m.phone_plan_correct()}
          </button>
        </>
      )}
      {isOpen && (
        <>
          <NumberField
            label={m.phone_plan_cycle()}
            problem={problem('plan.cycleDays')}
            min={1}
            max={1000}
            value={shown.cycleDays}
            onChange={(cycleDays) => given({ cycleDays })}
          />
          <NumberField
            label={m.phone_plan_yield()}
            problem={problem('plan.yield')}
            value={shown.yield}
            onChange={(expected) => given({ yield: expected })}
          />
          <AmountField
            label={m.phone_plan_sales()}
            problem={problem('plan.sales')}
            currency="KHR"
            value={shown.sales}
            onChange={(sales) => given({ sales })}
          />
          <AmountField
            label={m.phone_plan_own_cost()}
            problem={problem('plan.ownCost')}
            currency="KHR"
            value={shown.ownCost}
            onChange={(ownCost) => given({ ownCost })}
          />
        </>
      )}
      {(isOpen || isNoteNeeded || shown.note !== '') && (
        <TextField
          label={m.phone_plan_note()}
          hint={isNoteNeeded ? m.phone_plan_note_needed() : undefined}
          optional={!isNoteNeeded}
          problem={problem('plan.note')}
          lines={3}
          max={1000}
          value={shown.note}
          onChange={(note) => given({ note })}
        />
      )}
    </section>
  )
}
