import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { TextField } from '#ui/TextField.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useMe } from '../me.ts'
import { addressOf, type View } from './view.ts'

interface Saved {
  readonly name: string
  readonly address: Readonly<Record<string, string>>
}

/** Views with a name, each a link that can be sent. The names are this browser's, and it says so. */
export function SavedViews({ view }: { view: View }) {
  const { person } = useMe()
  const kept = `views of households ${person.key}`
  const [saved, setSaved] = useState(() => savedIn(localStorage.getItem(kept)))
  const [name, setName] = useState('')

  function keep(views: readonly Saved[]) {
    localStorage.setItem(kept, JSON.stringify(views))
    setSaved(views)
  }

  return (
    <div className="stack">
      <p className="note">{m.households_views_here()}</p>
      <ul className="plain">
        {saved.map((one) => (
          <li key={one.name} className="row">
            <Link to="/households" search={one.address as never}>
              {one.name}
            </Link>
            <button
              type="button"
              className="button button--second"
              onClick={() => keep(saved.filter(({ name }) => name !== one.name))}
            >
              {m.households_view_forget()} <span className="unseen">{one.name}</span>
            </button>
          </li>
        ))}
      </ul>
      <form
        className="row row--feet"
        onSubmit={(event) => {
          event.preventDefault()
          const called = name.trim()
          if (called === '') return
          keep([...saved.filter((one) => one.name !== called), { name: called, address: addressOf(view) }])
          setName('')
        }}
      >
        <TextField label={m.households_view_name()} value={name} onChange={setName} max={60} />
        <button type="submit" className="button button--second">
          {m.households_view_keep()}
        </button>
      </form>
    </div>
  )
}

function savedIn(text: string | null): readonly Saved[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(found) ? found.filter((one) => typeof one?.name === 'string' && one.address) : []
  } catch {
    return []
  }
}
