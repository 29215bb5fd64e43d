import { useState } from 'react'
import { InstantText } from '#ui/DayText.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { explain } from '#ui/explain.ts'
import { khmerDigits } from '#ui/khmer.ts'
import { Logo } from '#ui/Logo.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { numberText } from '#ui/numbers.ts'
import { Progress } from '#ui/Progress.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Waiting } from '../frame/Waiting.tsx'
import { useMe } from '../me.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { type Ready, sheetAnew, type usePrinting } from './printing.ts'
import { Paper, Sheet } from './VoucherSheet.tsx'

/** Makes the codes known, prints, and asks which sheets came out whole. */
export function PrintJob({ job }: { job: ReturnType<typeof usePrinting> }) {
  const language = useLanguage()
  const { asking, folding, ready, turned, folded } = job
  const [spoilt, setSpoilt] = useState<ReadonlySet<string>>(new Set())
  const [hasPrinted, setPrinted] = useState(false)
  const nameOf = ({ voucher }: Ready) => nameIn(language, voucher.recipients.head)

  if (asking.phase === 'running' || asking.phase === 'stopped' || folding.phase === 'stopped') {
    const many = folding.phase === 'stopped' ? folding : asking
    return (
      <section className="panel">
        <h2>{m.print_title()}</h2>
        <Progress label={m.print_codes()} done={many.done} total={many.total} />
        {many.phase === 'stopped' && (
          <>
            <Say tone="bad">{m.print_stopped({ done: many.done, total: many.total })}</Say>
            <button type="button" className="button" onClick={() => void many.goOn()}>
              {m.bulk_go_on()}
            </button>
          </>
        )}
      </section>
    )
  }
  if (!ready) return <Waiting />

  const whole = ready.filter(({ voucher }) => !spoilt.has(voucher.key))
  const bad = ready.filter(({ voucher }) => spoilt.has(voucher.key))

  async function confirm() {
    if (whole.length > 0 && !(await job.fold(whole))) return
    setSpoilt(new Set())
    setPrinted(false)
    if (bad.length > 0) job.start(bad.map((one) => sheetAnew(one.voucher, nameOf(one))))
  }

  return (
    <section className="panel stack">
      <h2>{m.print_title()}</h2>
      {turned.length > 0 && (
        <>
          <Say tone="waiting">{m.print_turned({ count: turned.length })}</Say>
          <ul>
            {turned.map(({ name, refusal }) => (
              <li key={name}>
                {name}: {explain(refusal, language)}
              </li>
            ))}
          </ul>
        </>
      )}
      {folded > 0 && <Say tone="good">{m.print_folded({ count: folded })}</Say>}
      {folding.refusals.map((refusal) => (
        <Say key={refusal.refused} tone="bad">
          {explain(refusal, language)}
        </Say>
      ))}
      {ready.length === 0 ? (
        <button type="button" className="button" onClick={job.end}>
          {m.close()}
        </button>
      ) : (
        <>
          {!hasPrinted && (
            <>
              <p>{m.print_now({ count: ready.length })}</p>
              <p className="quiet">{m.sheet_now()}</p>
              <div className="row">
                <button
                  type="button"
                  className="button"
                  onClick={() => {
                    globalThis.print()
                    setPrinted(true)
                  }}
                >
                  <Pictogram name="print" size={20} />
                  {m.print_do({ count: ready.length })}
                </button>
              </div>
            </>
          )}
          {hasPrinted && (
            <fieldset className="stack">
              <legend>{m.print_which()}</legend>
              <p className="quiet">{m.print_which_about()}</p>
              <ul className="plain">
                {ready.map((one) => (
                  <li key={one.voucher.key}>
                    <label className="bulk__all">
                      <input
                        type="checkbox"
                        checked={!spoilt.has(one.voucher.key)}
                        onChange={({ currentTarget: { checked } }) => {
                          const next = new Set(spoilt)
                          if (checked) next.delete(one.voucher.key)
                          else next.add(one.voucher.key)
                          setSpoilt(next)
                        }}
                      />
                      {one.voucher.serial} · {nameOf(one)}
                    </label>
                  </li>
                ))}
              </ul>
              {bad.length > 0 && <Say tone="waiting">{m.print_spoilt({ count: bad.length })}</Say>}
              <button
                type="button"
                className="button"
                disabled={folding.phase === 'running'}
                onClick={() => void confirm()}
              >
                {bad.length === 0
                  ? m.print_all_folded({ count: whole.length })
                  : m.print_some_folded({ count: whole.length, spoilt: bad.length })}
              </button>
            </fieldset>
          )}
          <Paper>
            <Cover sheets={ready} />
            {ready.map(({ voucher, codes }) => (
              <Sheet key={`${voucher.key} ${voucher.sheet}`} voucher={voucher} codes={codes} />
            ))}
          </Paper>
        </>
      )}
    </section>
  )
}

const km = { locale: 'km' } as const

function Heading({ words }: { words: Message }) {
  return (
    <th scope="col">
      {words({}, km)}
      <br />
      <small lang="en">{words({}, { locale: 'en' })}</small>
    </th>
  )
}

/** What lies in the pile, for whoever closes it and whoever carries it to sign. */
function Cover({ sheets }: { sheets: readonly Ready[] }) {
  const me = useMe()
  const [at] = useState(() => new Date().toISOString())
  return (
    <PlaceNames codes={sheets.map(({ voucher }) => voucher.place)}>
      <article className="sheet cover">
        <header className="sheet__head">
          <Logo size={28} />
          <span className="sheet__both sheet__title">
            <span>{m.cover_title({}, km)}</span>
            <small lang="en">{m.cover_title({}, { locale: 'en' })}</small>
          </span>
        </header>
        <p>
          {m.cover_about({ count: khmerDigits(numberText(sheets.length)), who: nameIn('km', me.person) }, km)} ·{' '}
          <InstantText at={at} />
        </p>
        <table className="cover__list">
          <thead>
            <tr>
              <Heading words={m.cover_number} />
              <Heading words={m.cover_serial} />
              <Heading words={m.sheet_for} />
              <Heading words={m.cover_whole} />
            </tr>
          </thead>
          <tbody>
            {sheets.map(({ voucher }, index) => (
              <tr key={voucher.key}>
                <td>{khmerDigits(String(index + 1))}</td>
                <td>
                  {voucher.serial}
                  {voucher.sheet > 1 && ` (${khmerDigits(String(voucher.sheet))})`}
                </td>
                <td>
                  {nameIn('km', voucher.recipients.head)}{' '}
                  <small>
                    <PlaceName code={voucher.place} />
                  </small>
                </td>
                <td />
              </tr>
            ))}
          </tbody>
        </table>
        <div className="cover__sign">
          <div>
            {m.cover_folded_by({}, km)} <small lang="en">{m.cover_folded_by({}, { locale: 'en' })}</small>
          </div>
          <div>
            {m.cover_taken_by({}, km)} <small lang="en">{m.cover_taken_by({}, { locale: 'en' })}</small>
          </div>
        </div>
      </article>
    </PlaceNames>
  )
}
