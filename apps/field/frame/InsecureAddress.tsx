import { Pictogram } from '#ui/drawings/Pictogram.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { Alone } from './Alone.tsx'

/** A browser keeps, signs and films nothing at an address anybody on the way may read: so nobody begins here. */
export function InsecureAddress() {
  useLanguage()
  const { hostname, port } = location
  const secure = `https://${hostname}/field/`
  const cable = `http://localhost${port && `:${port}`}/field/`

  return (
    <Alone>
      <section className="nothing nothing--failed" role="alert">
        <Pictogram name="key" size={48} />
        <h2>{m.phone_insecure_title()}</h2>
        <p>{m.phone_insecure_why()}</p>
        <p className="quiet">{m.phone_insecure_safe()}</p>
      </section>
      <p>
        {m.phone_insecure_secure()}{' '}
        <a className="long-address" href={secure}>
          {secure}
        </a>
      </p>
      <p>
        {m.phone_insecure_cable()} <span className="long-address">{cable}</span>
      </p>
    </Alone>
  )
}
