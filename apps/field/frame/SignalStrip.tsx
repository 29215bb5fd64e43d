import { useSyncExternalStore } from 'react'
import { usePhone, useStanding } from '#sync/hooks.ts'
import type { Signal } from '#sync/network.ts'
import { instantText } from '#ui/days.ts'
import { Pictogram, type PictogramName } from '#ui/drawings/Pictogram.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'

/** How this phone and the office stand, in one line; in a demonstration, with a switch for the network. */
export function SignalStrip({ onSignIn }: { onSignIn: () => void }) {
  const language = useLanguage()
  const phone = usePhone()
  const { unsent, failed, hasUnkept, isBusy, readAt, firstSync } = useStanding()
  const signal = useSyncExternalStore(phone.network.onTurn, phone.network.signal, phone.network.signal)
  const isDemonstration = phone.bearer()?.programmes.some(({ demonstration }) => demonstration) ?? false
  const isNotHere = firstSync?.isBegun === false
  const [picture, words] = said()

  return (
    <div className="signal" data-waits={failed !== null || hasUnkept || signal === 'off' || isNotHere || undefined}>
      <p className="signal__words" role="status">
        <Pictogram name={picture} size={18} />
        <span>{words}</span>
      </p>
      {failed === 'signed-out' && (
        <button type="button" className="button button--second" onClick={onSignIn}>
          {m.phone_sign_in()}
        </button>
      )}
      {isDemonstration && <NetworkSwitch signal={signal} onTurn={phone.network.turn} />}
    </div>
  )

  function said(): [PictogramName, string] {
    if (hasUnkept) return ['warning', m.phone_signal_full_form()]
    if (failed === 'signed-out') return ['key', m.phone_signal_signed_out()]
    if (failed === 'network' || signal === 'off') {
      return ['unsent', unsent > 0 ? m.phone_signal_kept({ count: unsent }) : m.phone_signal_none()]
    }
    if (failed === 'no-room') return ['warning', m.phone_signal_full()]
    if (failed === 'too-much') return ['warning', m.trouble_too_much_for_a_phone()]
    if (failed !== null) return ['warning', m.phone_signal_busy()]
    if (unsent > 0) return ['again', m.phone_signal_sending({ count: unsent })]
    if (isNotHere) return ['unsent', m.phone_first_waits()]
    if (isBusy && !readAt) return ['again', m.phone_signal_reading()]
    return [
      'sent',
      readAt ? m.phone_signal_all_sent({ at: instantText(readAt, language).slice(-5) }) : m.phone_signal_reading(),
    ]
  }
}

const signals: readonly Signal[] = ['on', 'slow', 'off']

function NetworkSwitch({ signal, onTurn }: { signal: Signal; onTurn: (signal: Signal) => void }) {
  const words: Record<Signal, string> = {
    on: m.phone_network_on(),
    slow: m.phone_network_slow(),
    off: m.phone_network_off(),
  }
  return (
    <fieldset className="network">
      <legend className="unseen">{m.phone_network()}</legend>
      {signals.map((one) => (
        <button key={one} type="button" aria-pressed={one === signal} onClick={() => onTurn(one)}>
          {words[one]}
        </button>
      ))}
    </fieldset>
  )
}
