import { useQuery } from '@tanstack/react-query'
import { renderSVG } from 'uqr'
import type { Shop } from '#capabilities/organisations/shop.ts'
import { codeText, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher } from '#capabilities/vouchers/voucher.ts'
import { Amount } from '#ui/Amount.tsx'
import { DayText } from '#ui/DayText.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { useRecord } from '#ui/engine.ts'
import { Logo } from '#ui/Logo.tsx'
import { numberText } from '#ui/numbers.ts'
import { m } from '#ui/words/compiled/messages.js'
import { unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Waiting } from '../frame/Waiting.tsx'
import { get } from '../office.ts'

/**
 * The paper that a farmer carries to the shop: what, where, until when, what it costs her, and under
 * the fold a strip of codes, one for each hand-over. It can be shown only now; a reprint makes new codes.
 */
export function VoucherSheet({ voucher: key, codes }: { voucher: string; codes: readonly Printed[] }) {
  const language = useLanguage()
  const voucher = useRecord<Voucher>('voucher', key)
  const ready = voucher && voucher !== 'not-yet' ? voucher : undefined
  const shop = useRecord<Shop>('shop', ready?.shop ?? '')
  const seal = useQuery({ queryKey: ['qr', key], queryFn: () => get<{ qr: string }>(`/api/vouchers/${key}/qr`) })
  if (!ready || !seal.data || shop === 'not-yet') return <Waiting />

  const { nameKm, nameLatin } = ready.recipients.head
  const headName = language === 'km' ? (nameKm ?? nameLatin) : (nameLatin ?? nameKm)
  return (
    <div className="stack">
      <p>{m.sheet_now()}</p>
      <button type="button" className="button" onClick={() => globalThis.print()}>
        <Pictogram name="print" size={20} />
        {m.sheet_print()}
      </button>
      <article className="sheet">
        <header className="sheet__head">
          <Logo size={32} />
          <div className="end">
            <p>{m.voucher_title()}</p>
            <p className="sheet__serial">{ready.serial}</p>
          </div>
        </header>
        <div className="sheet__who">
          <Qr text={seal.data.qr} label={m.sheet_voucher_qr()} />
          <dl className="facts">
            <dt>{m.sheet_for()}</dt>
            <dd>{[headName, ready.recipients.alternative].filter(Boolean).join(' / ')}</dd>
            <dt>{m.sheet_at()}</dt>
            <dd>{shop ? (language === 'km' ? shop.nameKm : shop.nameLatin) : ready.shop}</dd>
            <dt>{m.sheet_until()}</dt>
            <dd>
              <DayText day={ready.expiresOn} />
            </dd>
          </dl>
        </div>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{m.field_item()}</th>
              <th scope="col" className="end">
                {m.field_quantity()}
              </th>
              <th scope="col" className="end">
                {m.sheet_you_pay()}
              </th>
            </tr>
          </thead>
          <tbody>
            {ready.lines.map((line) => (
              <tr key={line.n}>
                <th scope="row">{line.names[language]}</th>
                <td className="end">
                  {numberText(line.quantity)} {wordFor(unitWords, line.unit, language)}
                </td>
                <td className="end">
                  <Amount money={{ currency: line.currency, minor: line.farmerShare }} asOnNotes />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="sheet__fold">{m.sheet_fold()}</p>
        {ready.lines.map((line) => (
          <section key={line.n} className="sheet__strip">
            <h3>{line.names[language]}</h3>
            <div className="sheet__codes">
              {codes
                .filter((code) => code.line === line.n)
                .map((code) => (
                  <figure key={code.n}>
                    <Qr
                      text={codeText(code.line, code.n, code.secret)}
                      label={m.sheet_code({ number: numberText(code.n) })}
                    />
                    <figcaption>
                      {numberText(code.n)} · <strong>{code.digits}</strong>
                    </figcaption>
                  </figure>
                ))}
            </div>
          </section>
        ))}
      </article>
    </div>
  )
}

function Qr({ text, label }: { text: string; label: string }) {
  const svg = renderSVG(text, { ecc: 'M', border: 2 })
  return <img className="sheet__qr" alt={label} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} />
}
