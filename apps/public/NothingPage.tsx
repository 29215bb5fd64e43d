import { m } from '#ui/words/compiled/messages.js'
import { Page } from './Page.tsx'

/** There is nothing at this address. */
export function NothingPage({ path }: { path: string }) {
  return (
    <Page title={m.public_first_page()} path={path} demonstration={false}>
      <section className="figures">
        <h1>{m.public_nothing_here()}</h1>
        <p>
          <a href="/">{m.public_first_page()}</a>
        </p>
      </section>
    </Page>
  )
}
