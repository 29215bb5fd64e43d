import { useEffect, useState } from 'react'
import type { Printed } from '#capabilities/vouchers/voucher.codes.ts'
import { leftOf, type Voucher } from '#capabilities/vouchers/voucher.ts'
import { usePhone, useStanding } from '#sync/hooks.ts'
import { StorageFull } from '#sync/storage.ts'
import type { Drawn } from '#sync/strips.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Found } from '../frame/Found.tsx'
import { Heard } from '../frame/Heard.tsx'
import { Opening } from '../frame/Opening.tsx'
import { Screen } from '../frame/Screen.tsx'
import { CodeCard } from './CodeCard.tsx'

/** The household's receipt codes on its own phone: to take them along, and to show one when the goods are there. */
export function CodesScreen({ voucher: key }: { voucher: string }) {
  return (
    <Found<Voucher> noun="voucher" record={key}>
      {(voucher) => <Codes key={voucher.key} voucher={voucher} />}
    </Found>
  )
}

function Codes({ voucher }: { voucher: Voucher }) {
  useLanguage()
  const phone = usePhone()
  useStanding()
  const { version } = voucher
  const [codes, setCodes] = useState<readonly Printed[]>()
  const isOwn = phone.bearer()?.actor.household === voucher.household
  const back = `/vouchers/${voucher.key}`

  // biome-ignore lint/correctness/useExhaustiveDependencies: another version of the voucher is another strip
  useEffect(() => {
    let isCurrent = true
    void phone.strips.open(voucher).then((open) => isCurrent && setCodes(open))
    return () => {
      isCurrent = false
    }
  }, [phone, voucher.key, version])

  if (!codes) return <Opening />
  const office = phone.held.find('voucher', voucher.key)?.record as Voucher | undefined
  const isHeard = codes.every(({ line, n }) =>
    office?.lines.find((one) => one.n === line)?.strip.some((code) => code.n === n),
  )
  const left = voucher.lines.filter((line) => leftOf(voucher, line) > 0)

  return (
    <Screen title={m.phone_codes_title()} sound="phone_codes_title" back={back}>
      {!isOwn ? (
        <Say tone="bad">{m.refusal_actor_not_allowed()}</Say>
      ) : codes.length === 0 ? (
        <Carry voucher={voucher} />
      ) : isHeard ? (
        <>
          <Heard sound="phone_codes_warning">{m.phone_codes_warning()}</Heard>
          {left.map((line) => (
            <CodeCard
              key={line.n}
              line={line}
              left={leftOf(voucher, line)}
              codes={codes.filter((code) => code.line === line.n)}
            />
          ))}
          <p className="quiet">{m.phone_codes_part()}</p>
        </>
      ) : (
        <Say tone="waiting">{m.phone_codes_unheard()}</Say>
      )}
    </Screen>
  )
}

/** Drawn when the question is put, so that what is asked for lies on this phone before anybody hears of it. */
function Carry({ voucher }: { voucher: Voucher }) {
  const phone = usePhone()
  const [drawn, setDrawn] = useState<Drawn | 'no-room'>()
  const [withoutPaper, setWithoutPaper] = useState(false)

  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each version of the voucher
  useEffect(() => {
    let isCurrent = true
    phone.strips.draw(voucher).then(
      (strip) => isCurrent && setDrawn(strip),
      (error: unknown) => {
        if (!(error instanceof StorageFull)) throw error
        if (isCurrent) setDrawn('no-room')
      },
    )
    return () => {
      isCurrent = false
    }
  }, [phone, voucher.key, voucher.version])

  if (!drawn) return <Opening />
  if (drawn === 'no-room') return <Say tone="bad">{m.told_no_room()}</Say>
  return (
    <>
      <Heard sound="phone_codes_how">{m.phone_codes_how()}</Heard>
      <label className="choice">
        <input
          type="checkbox"
          checked={withoutPaper}
          onChange={(event) => setWithoutPaper(event.currentTarget.checked)}
        />
        <span className="choice__words">{m.phone_codes_without_paper()}</span>
        <span className="choice__mark" aria-hidden="true">
          <Pictogram name="check" size={16} />
        </span>
      </label>
      <AskButton command="voucher.carry" about={voucher.key} input={{ ...drawn, withoutPaper }}>
        {m.phone_codes_carry_do()}
      </AskButton>
    </>
  )
}
