import { lazy, Suspense, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { readSerial } from '#capabilities/vouchers/voucher.codes.ts'
import { leftOf, owedOn, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { type Day, dayOf } from '#door/values.ts'
import { usePhone, useRecords, useStanding, useUnsent } from '#sync/hooks.ts'
import type { Distrust } from '#sync/seals.ts'
import { relativeDayText } from '#ui/days.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Empty, NotYetSynced } from '#ui/Nothing.tsx'
import { Say } from '#ui/Say.tsx'
import { Badge, StateBadge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { Language } from '#ui/words/language.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { More, useShown } from '../frame/More.tsx'
import { measureText } from '../frame/measureText.ts'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { unconfirmedOf } from '../shop/unconfirmed.ts'
import { nameText } from '../words.ts'
import { voucherIn } from './scanned.ts'
import { distrustWords } from './useDistrust.ts'

const Scanner = lazy(async () => ({ default: (await import('../scan/Scanner.tsx')).Scanner }))

/** The shop's vouchers: scan the sheet, or find it by its number or the farmer's name. */
export function VouchersScreen() {
  useLanguage()
  const [, go] = useLocation()
  const phone = usePhone()
  const { isComplete, failed } = useStanding()
  const held = useRecords<Voucher>('voucher')
  const vouchers = held.filter(({ shop }) => shop === phone.bearer()?.actor.shop)
  const [text, setText] = useState('')
  const [isScanning, setScanning] = useState(false)
  const [refused, setRefused] = useState<Distrust | 'unknown'>()
  const found = ordered(
    vouchers.filter((voucher) => fits(voucher, text)),
    dayOf(phone.now()),
  )
  const { shown, left, more } = useShown(found, text)

  if (!isComplete && vouchers.length === 0) return failed === null ? <Opening /> : <NotYetSynced />
  return (
    <Screen title={m.phone_vouchers()}>
      <button type="button" className="button" onClick={() => setScanning(!isScanning)}>
        <Pictogram name="scan" size={22} />
        {isScanning ? m.phone_scan_stop() : m.phone_scan_voucher()}
      </button>
      {isScanning && (
        <Suspense fallback={<Opening />}>
          <Scanner onText={scanned} />
        </Suspense>
      )}
      {refused && <Say tone="bad">{refused === 'unknown' ? m.phone_scan_not_ours() : distrustWords[refused]()}</Say>}
      <TextField label={m.phone_vouchers_search()} optional value={text} onChange={setText} max={80} />
      {found.length === 0 && (
        <Empty title={text === '' ? m.phone_vouchers_none() : m.phone_vouchers_no_match()} picture="voucher">
          <p className="quiet">{m.phone_vouchers_none_next()}</p>
        </Empty>
      )}
      <ul className="plain items">
        {shown.map((voucher) => (
          <li key={voucher.key}>
            <Item voucher={voucher} today={dayOf(phone.now())} />
          </li>
        ))}
      </ul>
      <More left={left} onMore={more} />
    </Screen>
  )

  async function scanned(seen: string) {
    const found = (await voucherIn(seen, phone, held)) ?? 'unknown'
    if (typeof found === 'string') return setRefused(found)
    setScanning(false)
    go(`/vouchers/${found.voucher}/redeem`)
  }
}

function Item({ voucher, today }: { voucher: Voucher; today: string }) {
  const language = useLanguage()
  const phone = usePhone()
  const unsent = useUnsent(voucher.key)
  const isAtOffice = unconfirmedOf(phone, voucher).length > 0
  const isLeft = voucher.lines.some((line) => leftOf(voucher, line) > 0)
  const isOpen = voucher.state === 'open' && isLeft
  return (
    <Link href={`/vouchers/${voucher.key}${isOpen ? '/redeem' : ''}`} className="item">
      <Pictogram name="voucher" />
      <span className="item__words">
        <strong>{nameText(voucher.recipients.head)}</strong>
        <span>{whatIsLeft(voucher, language)}</span>
        <span className="note">{voucher.serial}</span>
        <span>
          {isOpen ? (
            <Badge tone={voucher.expiresOn < today ? 'bad' : 'waiting'}>
              {m.phone_voucher_until_when({ when: relativeDayText(voucher.expiresOn, today, language) })}
            </Badge>
          ) : voucher.state === 'open' ? (
            <Badge tone="waiting">{m.phone_money_unconfirmed()}</Badge>
          ) : (
            <StateBadge noun="voucher" state={voucher.state} />
          )}
        </span>
        {isAtOffice && <span className="note">{m.phone_vouchers_digits()}</span>}
        {unsent > 0 && <span className="note">{m.ask_pending({ count: unsent })}</span>}
      </span>
      <Pictogram name="forward" size={20} />
    </Link>
  )
}

function whatIsLeft(voucher: Voucher, language: Language): string {
  return voucher.lines
    .map((line) => ({ line, left: leftOf(voucher, line) }))
    .filter(({ left }) => left > 0)
    .map(({ line, left }) => `${line.names[language]} ${measureText(left, line.unit)}`)
    .join(', ')
}

/** Those with something to hand over first, the soonest to end at the top; what is over lies below, the newest first. */
function ordered(vouchers: readonly Voucher[], today: Day): Voucher[] {
  const isWaiting = (voucher: Voucher) =>
    (voucher.state === 'open' &&
      voucher.expiresOn >= today &&
      voucher.lines.some((line) => leftOf(voucher, line) > 0)) ||
    voucher.losses.some((loss) => owedOn(voucher, loss) > 0)
  const soonest = (one: Voucher, other: Voucher) => one.expiresOn.localeCompare(other.expiresOn)
  return [
    ...vouchers.filter(isWaiting).sort(soonest),
    ...vouchers.filter((voucher) => !isWaiting(voucher)).sort((one, other) => soonest(other, one)),
  ]
}

function fits({ serial, recipients: { head } }: Voucher, text: string): boolean {
  const typed = text.trim()
  if (typed === '') return true
  if (readSerial(typed) === serial) return true
  return [serial, head.nameKm, head.nameLatin].some((held) => held?.toLowerCase().includes(typed.toLowerCase()))
}
