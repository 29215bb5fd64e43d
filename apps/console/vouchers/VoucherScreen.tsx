import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { makeSheet, nextNumber, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import type { Handover, Voucher } from '#capabilities/vouchers/voucher.ts'
import { Amount } from '#ui/Amount.tsx'
import { AskButton } from '#ui/AskButton.tsx'
import { DayText, InstantText } from '#ui/DayText.tsx'
import { useRecord } from '#ui/engine.ts'
import { Empty } from '#ui/Nothing.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { numberText } from '#ui/numbers.ts'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Scroll } from '../frame/Scroll.tsx'
import { Waiting } from '../frame/Waiting.tsx'
import { History } from '../journal/History.tsx'
import { may, useMe } from '../me.ts'
import { RecordPhotos } from '../photos/RecordPhotos.tsx'
import { PlaceName, PlaceNames } from '../places.tsx'
import { VoucherSheet } from './VoucherSheet.tsx'
import { sideWords } from './words.ts'

/** One voucher: what it is good for, what was handed over, and who says so. */
export function VoucherScreen() {
  const language = useLanguage()
  const me = useMe()
  const { key } = useParams({ strict: false }) as { key: string }
  const voucher = useRecord<Voucher>('voucher', key)
  useTitle(m.voucher_title())
  if (voucher === 'not-yet') return <Waiting />
  if (!voucher) {
    return (
      <Empty title={m.vouchers_none()} picture="question">
        <p className="quiet">{m.refusal_voucher_not_found()}</p>
      </Empty>
    )
  }
  const isLive = voucher.state === 'open' || voucher.state === 'frozen'
  return (
    <PlaceNames codes={[voucher.place]}>
      <div className="page">
        <div className="page__head">
          <div>
            <p className="quiet">
              {voucher.serial} · <PlaceName code={voucher.place} levels={4} />
            </p>
            <h1>{nameIn(language, voucher.recipients.head)}</h1>
            <p className="row">
              <StateBadge noun="voucher" state={voucher.state} />
              <span>
                {m.sheet_until()} <DayText day={voucher.expiresOn} />
              </span>
              {voucher.proposal && (
                <Link to="/proposals/$key" params={{ key: voucher.proposal }}>
                  {m.proposal_title()}
                </Link>
              )}
            </p>
          </div>
        </div>
        <div className="columns">
          <div className="columns__main">
            <section className="panel">
              <h2>{m.proposal_wish()}</h2>
              <Scroll label={m.proposal_wish()}>
                <table className="table">
                  <thead>
                    <tr>
                      <th scope="col">{m.field_item()}</th>
                      <th scope="col" className="end">
                        {m.field_quantity()}
                      </th>
                      <th scope="col" className="end">
                        {m.price_project()}
                      </th>
                      <th scope="col" className="end">
                        {m.price_farmer()}
                      </th>
                    </tr>
                  </thead>
                  <tbody>
                    {voucher.lines.map((line) => (
                      <tr key={line.n}>
                        <th scope="row">{line.names[language]}</th>
                        <td className="end">
                          {numberText(line.quantity)} {wordFor(unitWords, line.unit, language)}
                        </td>
                        <td className="end">
                          <Amount money={{ currency: line.currency, minor: line.share }} />
                        </td>
                        <td className="end">
                          <Amount money={{ currency: line.currency, minor: line.farmerShare }} />
                        </td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </Scroll>
            </section>
            <section className="panel">
              <h2>{m.voucher_handovers()}</h2>
              {voucher.handovers.length === 0 && <p className="quiet">{m.voucher_no_handovers()}</p>}
              {voucher.handovers.map((handover) => (
                <HandedOver key={handover.id} voucher={voucher} handover={handover} />
              ))}
            </section>
            <RecordPhotos noun="voucher" of={voucher.key} digests={photosOf(voucher)} />
            {may(me, 'journal.read') && (
              <section className="panel">
                <h2>{m.proposal_history()}</h2>
                <History keys={[voucher.key]} />
              </section>
            )}
          </div>
          <div className="columns__side">
            <section className="panel panel--do">
              <h2>{m.proposal_do()}</h2>
              {isLive && may(me, 'voucher.issue') && voucher.state === 'open' && <Reprint voucher={voucher} />}
              {isLive && may(me, 'voucher.freeze') && <Freeze voucher={voucher} />}
              {isLive && may(me, 'voucher.cancel') && <End voucher={voucher} />}
              {!(isLive && ['issue', 'freeze', 'cancel'].some((step) => may(me, `voucher.${step}`))) && (
                <p className="quiet">{m.voucher_nothing_to_do()}</p>
              )}
            </section>
          </div>
        </div>
      </div>
    </PlaceNames>
  )
}

/** Of what was handed over, what others saw of it, what was found later, and what died. */
function photosOf({ handovers, checks, losses }: Voucher): (string | null)[] {
  return [
    ...handovers.flatMap(({ photo, confirmations }) => [photo, ...confirmations.map((said) => said.photo)]),
    ...checks.map(({ photo }) => photo),
    ...losses.map(({ photo }) => photo),
  ]
}

/** What the shop reported, and everybody who has said whether it is so. */
function HandedOver({ voucher, handover }: { voucher: Voucher; handover: Handover }) {
  const language = useLanguage()
  const me = useMe()
  const [note, setNote] = useState('')
  return (
    <article className="answer">
      <p className="row">
        <InstantText at={handover.at} />
        {handover.state === 'disputed' && <Badge tone="bad">{m.outcome_disputed()}</Badge>}
      </p>
      {handover.lines.map((line) => (
        <p key={line.line}>
          {voucher.lines.find(({ n }) => n === line.line)?.names[language]} · {numberText(line.quantity)}
          {line.accepted !== null && ` → ${m.voucher_accepted({ quantity: numberText(line.accepted) })}`}
        </p>
      ))}
      <p className="row">
        {handover.confirmations.map(({ side, at }) => (
          <Badge key={`${side} ${at}`} tone={side === 'shop' ? 'going' : 'good'}>
            {wordFor(sideWords, side, language)}
          </Badge>
        ))}
      </p>
      {handover.state === 'disputed' && may(me, 'voucher.decide') && (
        <div className="stack">
          <TextField label={m.voucher_resolve_why()} max={500} value={note} onChange={setNote} />
          {(['stands', 'dismissed'] as const).map((outcome) => (
            <AskButton
              key={outcome}
              command="voucher.resolve"
              about={voucher.key}
              input={{
                seen: voucher.version,
                handover: handover.id,
                outcome,
                lines: outcome === 'stands' ? confirmedIn(handover) : [],
                note: note.trim(),
              }}
              look={outcome === 'stands' ? 'second' : 'grave'}
            >
              {outcome === 'stands' ? m.voucher_stands() : m.voucher_dismiss()}
            </AskButton>
          ))}
        </div>
      )}
    </article>
  )
}

/** As far as a side other than the shop has confirmed it. */
function confirmedIn({ lines, confirmations }: Handover): { line: number; accepted: number }[] {
  const said = confirmations.filter(({ side }) => side !== 'shop').flatMap((one) => one.lines)
  return lines.map(({ line }) => {
    const counts = said.filter((one) => one.line === line).map(({ accepted }) => accepted)
    return { line, accepted: counts.length === 0 ? 0 : Math.min(...counts) }
  })
}

/** New codes on a new sheet; those of the old one are worth nothing from then on. */
function Reprint({ voucher }: { voucher: Voucher }) {
  const [printed, setPrinted] = useState<readonly Printed[]>()
  const [sheet] = useState(() =>
    makeSheet(
      voucher.key,
      voucher.lines.map(({ n, strip }) => ({ n, first: nextNumber(strip) })),
      voucher.handoversMax,
      () => crypto.getRandomValues(new Uint8Array(16)),
    ),
  )
  if (printed) return <VoucherSheet voucher={voucher.key} codes={printed} />
  return (
    <>
      <p className="quiet">{m.voucher_reprint_about()}</p>
      <AskButton
        command="voucher.reprint"
        about={voucher.key}
        input={{ sheet: voucher.sheet, strips: sheet.strips }}
        look="second"
        onAnswer={({ outcome }) => outcome === 'accepted' && setPrinted(sheet.printed)}
      >
        {m.voucher_reprint()}
      </AskButton>
    </>
  )
}

function Freeze({ voucher }: { voucher: Voucher }) {
  const [why, setWhy] = useState('')
  return (
    <>
      <TextField
        label={voucher.state === 'open' ? m.voucher_freeze_why() : m.voucher_unfreeze_why()}
        max={300}
        value={why}
        onChange={setWhy}
      />
      {voucher.state === 'open' ? (
        <AskButton command="voucher.freeze" about={voucher.key} input={{ why: why.trim() }} look="grave">
          {m.voucher_freeze()}
        </AskButton>
      ) : (
        <AskButton command="voucher.unfreeze" about={voucher.key} input={{ seen: voucher.version, why: why.trim() }}>
          {m.voucher_unfreeze()}
        </AskButton>
      )}
    </>
  )
}

function End({ voucher }: { voucher: Voucher }) {
  const [why, setWhy] = useState('')
  return (
    <>
      <TextField label={m.voucher_cancel_why()} max={300} value={why} onChange={setWhy} />
      <AskButton
        command="voucher.cancel"
        about={voucher.key}
        input={{ seen: voucher.version, why: why.trim() }}
        look="grave"
      >
        {m.voucher_cancel()}
      </AskButton>
    </>
  )
}
