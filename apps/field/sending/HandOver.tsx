import { useRef, useState } from 'react'
import { usePhone } from '#sync/hooks.ts'
import { StorageFull } from '#sync/storage.ts'
import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { giveFile } from './give.ts'

/**
 * Unsent work by another road: as a file that only the office can read, from a phone that finds no signal
 * to one that does.
 */
export function HandOver({ unsent: asked }: { unsent: number }) {
  useLanguage()
  const phone = usePhone()
  const unsent = asked + phone.photos.waiting().filter(({ refused }) => refused === null).length
  const staying = phone.photos.stayBehind()
  const chooser = useRef<HTMLInputElement>(null)
  const [said, setSaid] = useState<{ tone: 'good' | 'bad'; words: string }>()

  return (
    <details className="card stack">
      <summary>{m.phone_hand_over()}</summary>
      <p className="quiet">{m.phone_hand_over_how()}</p>
      {unsent > 0 && (
        <button type="button" className="button button--second" onClick={() => void give()}>
          <Pictogram name="unsent" size={20} />
          {m.phone_hand_over_give({ count: unsent })}
        </button>
      )}
      <button type="button" className="button button--second" onClick={() => chooser.current?.click()}>
        <Pictogram name="plus" size={20} />
        {m.phone_hand_over_take()}
      </button>
      <input
        ref={chooser}
        type="file"
        className="unseen"
        tabIndex={-1}
        aria-label={m.phone_hand_over_take()}
        accept=".chamka,application/json"
        onChange={({ currentTarget }) => void take(currentTarget)}
      />
      {staying > 0 && <Say tone="waiting">{m.phone_hand_over_photos_stay({ count: staying })}</Say>}
      {said && <Say tone={said.tone}>{said.words}</Say>}
    </details>
  )

  async function give() {
    const work = await phone.handOver()
    if (!work) return setSaid({ tone: 'bad', words: m.phone_hand_over_not_yet() })
    await giveFile(work, phone.now().slice(0, 10))
    setSaid({ tone: 'good', words: m.phone_hand_over_given() })
  }

  async function take(input: HTMLInputElement) {
    const [file] = input.files ?? []
    input.value = ''
    if (!file) return
    const fresh = await phone.bring(file).catch((error: unknown) => {
      if (!(error instanceof StorageFull)) throw error
      return 'no-room' as const
    })
    if (fresh === 'no-room') return setSaid({ tone: 'bad', words: m.told_no_room() })
    if (fresh === undefined) setSaid({ tone: 'bad', words: m.phone_hand_over_other_file() })
    else setSaid({ tone: 'good', words: m.phone_hand_over_taken({ count: fresh }) })
  }
}
