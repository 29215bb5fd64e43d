import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { Key } from '#door/key.ts'
import { Say } from '#ui/Say.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { picture } from '../office.ts'

/** The photos that a record names, each by its digest; nothing where there are none. */
export function RecordPhotos({
  noun,
  of: key,
  digests,
}: {
  noun: string
  of: Key
  digests: readonly (string | null | undefined)[]
}) {
  useLanguage()
  const named = [...new Set(digests.filter((digest) => typeof digest === 'string'))]
  if (named.length === 0) return null
  return (
    <section className="panel">
      <h2>{m.field_photo()}</h2>
      <ul className="plain photos">
        {named.map((digest) => (
          <li key={digest}>
            <RecordPhoto path={`/api/files/${noun}/${key}/${digest}`} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Shown, still on the phone that took it, or not to be had: three sights, none of them an empty frame. */
function RecordPhoto({ path }: { path: string }) {
  useLanguage()
  const { data, error, refetch } = useQuery({ queryKey: ['photo', path], queryFn: () => picture(path), retry: false })
  const [address, setAddress] = useState<string>()
  useEffect(() => {
    if (!data || data === 'on-its-way') return
    const made = URL.createObjectURL(data)
    setAddress(made)
    return () => URL.revokeObjectURL(made)
  }, [data])

  if (address) {
    return (
      <a href={address} target="_blank" rel="noreferrer">
        <img className="photo__picture" src={address} alt={m.photo_of_record()} />
      </a>
    )
  }
  if (data === 'on-its-way') {
    return (
      <Say tone="waiting" quietly>
        {m.photo_on_phone()}
      </Say>
    )
  }
  if (error) {
    return (
      <div className="stack">
        <Say tone="bad" quietly>
          {m.photo_not_had()}
        </Say>
        <div>
          <button type="button" className="button button--second" onClick={() => void refetch()}>
            {m.failed_again()}
          </button>
        </div>
      </div>
    )
  }
  return <p className="quiet">{m.photo_coming()}</p>
}
