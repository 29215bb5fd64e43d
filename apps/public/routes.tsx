/** The addresses everybody may open: pages rendered on the server, readable without script. */
import { type Context, Hono } from 'hono'
import type { ReactElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { latinDigits } from '#ui/khmer.ts'
import { inLanguage, isLanguage, languageKey, languageOfRequest } from '#ui/words/language.ts'
import { type ComplaintAnswer, ComplaintsPage } from './ComplaintsPage.tsx'
import { FiguresPage } from './FiguresPage.tsx'
import type { FiguresTable } from './figures.ts'
import { HomePage, type PersonCard } from './HomePage.tsx'
import { NothingPage } from './NothingPage.tsx'

export interface PublicParts {
  /** The table of a closed demonstration, or null while there is none. */
  figures(): Promise<FiguresTable | null>
  /** Whom a visitor may become; nobody outside a demonstration on this machine. */
  people(): Promise<readonly PersonCard[]>
  isEmpty(): Promise<boolean>
  /** Signs in as somebody invented: the cookies to set, or null. */
  enter(person: string): Promise<readonly string[] | null>
  seals(): string
  /** What whoever holds a reference may hear, or null; 'too-many' for somebody who tries and tries. */
  complaint(reference: string, asked: Context): Promise<ComplaintAnswer | null | 'too-many'>
}

const yearInSeconds = 31_536_000
const fieldRoles = ['farmer', 'cew', 'commune-witness', 'shop']

export function publicRoutes({ figures, people, isEmpty, enter, seals, complaint }: PublicParts) {
  return (
    new Hono()
      .get('/', async (c) => {
        const [table, cards, empty] = await Promise.all([figures(), people(), isEmpty()])
        const demonstration = cards.length > 0 || (table?.demonstration ?? false)
        return page(c.req.raw, <HomePage table={table} people={cards} demonstration={demonstration} isEmpty={empty} />)
      })

      .get('/figures/rush-it', async (c) => page(c.req.raw, <FiguresPage table={await figures()} />))

      .get('/public/figures/rush-it.json', async (c) => {
        const table = await figures()
        return table ? c.json(table) : page(c.req.raw, <NothingPage path="/figures/rush-it" />, 404)
      })

      .get('/public/seals', (c) => c.text(seals(), 200, { 'content-type': 'application/jsonl; charset=utf-8' }))

      .get('/complaints', (c) => page(c.req.raw, <ComplaintsPage />))

      // Not in the address: what was asked for there stays in histories and logs.
      .post('/complaints', async (c) => {
        const { reference } = await c.req.parseBody()
        const typed = typeof reference === 'string' ? latinDigits(reference.slice(0, 40)) : ''
        const found = await complaint(typed, c)
        return page(c.req.raw, <ComplaintsPage typed={typed} found={found} />, found === 'too-many' ? 429 : 200)
      })

      .get('/language/:language', (c) => {
        const { language } = c.req.param()
        const to = c.req.query('to') ?? '/'
        if (isLanguage(language)) {
          c.header('set-cookie', `${languageKey}=${language}; Path=/; Max-Age=${yearInSeconds}; SameSite=Lax`)
        }
        // Only to our own pages: an address that names another host would lead a reader astray.
        return c.redirect(/^\/(?![/\\])/.test(to) ? to : '/')
      })

      .post('/enter', async (c) => {
        const { person } = await c.req.parseBody()
        const cookies = typeof person === 'string' ? await enter(person) : null
        if (!cookies) return page(c.req.raw, <NothingPage path="/" />, 404)
        for (const cookie of cookies) c.header('set-cookie', cookie, { append: true })
        const role = (await people()).find(({ key }) => key === person)?.role ?? ''
        return c.redirect(fieldRoles.includes(role) ? '/field/' : '/console/', 303)
      })
  )
}

/** For a reader who opened an address where there is nothing. */
export function nothingPage(request: Request): Response {
  return page(request, <NothingPage path="/" />, 404)
}

/** Renders for one reader, in their language. */
function page(request: Request, element: ReactElement, status = 200): Response {
  const language = languageOfRequest(request.headers.get('cookie'), request.headers.get('accept-language'))
  const html = inLanguage(language, () => renderToStaticMarkup(element))
  return new Response(`<!doctype html>${html}`, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      vary: 'cookie, accept-language',
    },
  })
}
