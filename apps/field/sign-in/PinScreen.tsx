import { useCallback, useEffect, useState } from 'react'
import type { Network } from '#sync/network.ts'
import type { PhonePerson, pinGate } from '#sync/people.ts'
import type { DataKey } from '#sync/pin.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Alone } from '../frame/Alone.tsx'
import { giveFile } from '../sending/give.ts'
import { nameText } from '../words.ts'
import { carryLocked, unsentOf } from './carryLocked.ts'
import { PinPad } from './PinPad.tsx'

interface Props {
  readonly person: PhonePerson
  readonly gate: ReturnType<typeof pinGate>
  readonly onOpen: (dataKey: DataKey) => void
  /** Where the phone is locked: what is unsent goes on its way meanwhile. */
  readonly network?: Network
  readonly onForgotten?: () => void
  readonly onElse?: () => void
  readonly onBack?: () => void
}

/** Is it you? Without a network, and with nothing lost if the answer is wrong. */
export function PinScreen({ person, gate, network, onOpen, onForgotten, onElse, onBack }: Props) {
  useLanguage()
  useTitle(m.phone_pin_title())
  const [left, setLeft] = useState<number>()
  const [waits, setWaits] = useState(0)
  const [isShut, setShut] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [unsent, setUnsent] = useState(0)
  const [photosLeft, setPhotosLeft] = useState(0)
  const [stop, setStop] = useState<() => Promise<void>>()

  useEffect(() => {
    if (!network) return
    const stop = carryLocked([person], network, (_, unsent) => setUnsent(unsent))
    setStop(() => stop)
    return () => void stop()
  }, [person, network])

  const look = useCallback(async () => {
    const standing = await gate.standing(person.key)
    if ('isShut' in standing) setShut(true)
    else setWaits(standing.waits)
  }, [gate, person.key])
  useEffect(() => {
    void look()
    const timer = setInterval(look, 5_000)
    return () => clearInterval(timer)
  }, [look])

  return (
    <Alone>
      <div className="screen stack pin">
        <h1>{nameText(person)}</h1>
        {isShut ? (
          <Say tone="bad">{m.phone_pin_shut()}</Say>
        ) : waits > 0 ? (
          <Say tone="bad">{m.phone_pin_wait({ time: Math.ceil(waits / 60_000) })}</Say>
        ) : (
          <>
            <p>{m.phone_pin_ask()}</p>
            {left !== undefined && <Say tone="bad">{m.phone_pin_wrong({ left })}</Say>}
            <PinPad isBusy={isBusy} onWhole={(pin) => void tried(pin)} />
          </>
        )}
        {unsent > 0 && network && (
          <>
            <p className="quiet">
              <Pictogram name="unsent" size={20} /> {m.phone_pin_waiting({ count: unsent })}
            </p>
            {(isShut || waits > 0) && (
              <button type="button" className="button button--second" onClick={() => void save(network)}>
                {m.phone_pin_save_work()}
              </button>
            )}
            {photosLeft > 0 && <Say tone="waiting">{m.phone_pin_photos_stay({ count: photosLeft })}</Say>}
          </>
        )}
        {onForgotten && (
          <button
            type="button"
            className={isShut ? 'button button--wide' : 'button button--plain'}
            onClick={() => void stopped().then(onForgotten)}
          >
            {isShut ? m.phone_sign_in() : m.phone_pin_forgotten()}
          </button>
        )}
        {onElse && (
          <button type="button" className="button button--plain" onClick={() => void stopped().then(onElse)}>
            {m.phone_who_else()}
          </button>
        )}
        {onBack && (
          <button type="button" className="button button--plain" onClick={onBack}>
            {m.phone_back()}
          </button>
        )}
      </div>
    </Alone>
  )

  async function stopped() {
    await stop?.()
  }

  async function tried(pin: string) {
    setBusy(true)
    const result = await gate.tryPin(person.key, pin)
    if ('dataKey' in result) {
      await stopped()
      return onOpen(result.dataKey)
    }
    setBusy(false)
    if ('isShut' in result) setShut(true)
    else if ('waits' in result) setWaits(result.waits)
    setLeft('wrong' in result ? result.left : undefined)
  }

  async function save(network: Network) {
    const { work, photos = 0 } = (await unsentOf(person, network)) ?? {}
    setPhotosLeft(photos)
    if (work) await giveFile(work, new Date().toISOString().slice(0, 10))
  }
}
