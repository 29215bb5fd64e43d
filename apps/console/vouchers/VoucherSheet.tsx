import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { renderSVG } from 'uqr'
import type { Shop } from '#capabilities/organisations/shop.ts'
import { codeText, type Printed } from '#capabilities/vouchers/voucher.codes.ts'
import type { Voucher, VoucherLine } from '#capabilities/vouchers/voucher.ts'
import type { Money } from '#door/values.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { dayText } from '#ui/days.ts'
import { ItemPicture } from '#ui/drawings/ItemPicture.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { useRecord } from '#ui/engine.ts'
import { khmerDigits } from '#ui/khmer.ts'
import { Logo } from '#ui/Logo.tsx'
import { nameIn } from '#ui/nameIn.ts'
import { amountText, numberText, phoneText } from '#ui/numbers.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { type Message, unitWords, wordFor } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Waiting } from '../frame/Waiting.tsx'
import { useMe } from '../me.ts'
import { get } from '../office.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import './sheet.css'

const km = { locale: 'km' } as const
const en = { locale: 'en' } as const

/** One voucher's sheet, to be printed now: its codes cannot be shown again. */
export function VoucherSheet({ voucher: key, codes }: { voucher: string; codes: readonly Printed[] }) {
  useLanguage()
  const voucher = useRecord<Voucher>('voucher', key)
  if (voucher === 'not-yet') return <Waiting />
  if (!voucher) return null
  return (
    <div className="stack">
      <p>{m.sheet_now()}</p>
      <button type="button" className="button" onClick={() => globalThis.print()}>
        <Pictogram name="print" size={20} />
        {m.sheet_print()}
      </button>
      {voucher.folded ? (
        <Say tone="good">{m.print_folded({ count: 1 })}</Say>
      ) : (
        <AskButton command="voucher.fold" about={voucher.key} input={{ sheet: voucher.sheet }} look="second">
          {m.print_all_folded({ count: 1 })}
        </AskButton>
      )}
      <Paper>
        <Sheet voucher={voucher} codes={codes} />
      </Paper>
    </div>
  )
}

/** While it stands on a page, the printer prints it and nothing else of the page. */
export function Paper({ children }: { children: ReactNode }) {
  return <div className="paper">{children}</div>
}

/**
 * The paper that a farmer carries to the shop: pictures and numbers first, Khmer before English, and
 * under the fold a strip of codes, one for each line and hand-over. The shop's name, the last day and
 * the number to complain to are on the face; the codes are not.
 */
export function Sheet({ voucher, codes }: { voucher: Voucher; codes: readonly Printed[] }) {
  const me = useMe()
  const shop = useRecord<Shop>('shop', voucher.shop)
  const seal = useQuery({
    queryKey: ['qr', voucher.key, voucher.shop, voucher.expiresOn],
    queryFn: () => get<{ qr: string }>(`/api/vouchers/${voucher.key}/qr`),
  })
  if (!seal.data || shop === 'not-yet') return <Waiting />
  const { head, alternative } = voucher.recipients
  const complaints = me.programmes.find(({ programme }) => programme === voucher.programme)?.complaints
  return (
    <PlaceNames codes={[voucher.place, ...(shop ? [shop.place] : [])]}>
      <article className="sheet">
        <header className="sheet__head">
          <Logo size={28} />
          <Both words={m.voucher_title} className="sheet__title" />
          <p className="sheet__serial">{voucher.serial}</p>
        </header>
        <div className="sheet__who">
          <Qr text={seal.data.qr} label={m.sheet_voucher_qr({}, km)} />
          <dl>
            <Fact words={m.sheet_for}>
              <strong>{nameIn('km', head)}</strong>
              {head.nameLatin && head.nameKm && <small> {head.nameLatin}</small>}
              {alternative && <span> / {alternative}</span>}
              <small className="sheet__line">
                <PlaceName code={voucher.place} levels={3} />
              </small>
            </Fact>
            <Fact words={m.sheet_at}>
              {shop ? (
                <>
                  <strong>{nameIn('km', shop)}</strong>
                  {shop.nameLatin && shop.nameKm && <small> {shop.nameLatin}</small>}
                  <small className="sheet__line">
                    <PlaceName code={shop.place} levels={3} />
                  </small>
                </>
              ) : (
                voucher.shop
              )}
            </Fact>
            <Fact words={m.sheet_until}>
              <strong>{dayText(voucher.expiresOn, 'km')}</strong>
              <small> {dayText(voucher.expiresOn, 'en')}</small>
            </Fact>
          </dl>
        </div>
        <ul className="sheet__lines">
          {voucher.lines.map((line) => (
            <Line key={line.n} line={line} />
          ))}
        </ul>
        {complaints && (
          <p className="sheet__complaints">
            <Pictogram name="phone" size={28} />
            <span>
              <Both words={m.sheet_complaints} />
              <strong className="sheet__number">{phoneText(complaints)}</strong>
            </span>
          </p>
        )}
        <p className="sheet__fold">
          <Both words={m.sheet_fold} />
        </p>
        {voucher.lines.map((line) => (
          <section key={line.n} className="sheet__strip">
            <h3>
              <ItemPicture item={line.item} size="6mm" /> {line.names.km} <small>{line.names.en}</small>
              <small className="sheet__stub">{voucher.serial}</small>
            </h3>
            <div className="sheet__codes">
              {codes
                .filter((code) => code.line === line.n)
                .map((code, at) => (
                  <figure key={code.n}>
                    <Qr
                      text={codeText(code.line, code.n, code.secret)}
                      label={m.sheet_code({ number: numberText(code.n) }, km)}
                    />
                    <figcaption>
                      <span>
                        {m.sheet_time({ number: khmerDigits(String(at + 1)) }, km)}
                        {code.n !== at + 1 && <small> ({code.n})</small>}
                      </span>
                      <strong>{code.digits}</strong>
                    </figcaption>
                  </figure>
                ))}
            </div>
          </section>
        ))}
      </article>
    </PlaceNames>
  )
}

/** A picture and a number: thirty chicks are counted, not read. */
function Line({ line }: { line: VoucherLine }) {
  const money = (minor: number): Money => ({ currency: line.currency, minor })
  return (
    <li className="sheet__one">
      <ItemPicture item={line.item} size="17mm" />
      <p className="sheet__many">
        <strong>{khmerDigits(numberText(line.quantity))}</strong>
        <small>{numberText(line.quantity)}</small>
      </p>
      <p className="sheet__what">
        <strong>{line.names.km}</strong>
        <span>
          {wordFor(unitWords, line.unit, 'km')} <small>{wordFor(unitWords, line.unit, 'en')}</small>
        </span>
        <small>{line.names.en}</small>
      </p>
      <dl className="sheet__cost">
        <Fact words={m.sheet_price}>
          <OnNotes money={money(line.price)} />
        </Fact>
        <Fact words={m.sheet_you_pay} isOwn>
          <OnNotes money={money(line.farmerShare)} />
        </Fact>
      </dl>
    </li>
  )
}

/** In the digits of both sides of a banknote. */
function OnNotes({ money }: { money: Money }) {
  return (
    <>
      <strong>{khmerDigits(amountText(money, 'km'))}</strong> <small>{amountText(money, 'en')}</small>
    </>
  )
}

function Fact({ words, isOwn = false, children }: { words: Message; isOwn?: boolean; children: ReactNode }) {
  return (
    <div className={isOwn ? 'sheet__fact sheet__fact--own' : 'sheet__fact'}>
      <dt>
        {words({}, km)} <small>{words({}, en)}</small>
      </dt>
      <dd>{children}</dd>
    </div>
  )
}

/** Khmer, and English small below it. */
function Both({ words, className }: { words: Message; className?: string }) {
  return (
    <span className={className ? `sheet__both ${className}` : 'sheet__both'}>
      <span>{words({}, km)}</span>
      <small lang="en">{words({}, en)}</small>
    </span>
  )
}

function Qr({ text, label }: { text: string; label: string }) {
  const svg = renderSVG(text, { ecc: 'M', border: 2 })
  return <img className="sheet__qr" alt={label} src={`data:image/svg+xml;utf8,${encodeURIComponent(svg)}`} />
}
