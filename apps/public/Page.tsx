/** The frame of every public page: plain HTML that needs no script to be read. */
import type { ReactNode } from 'react'
import { DemonstrationMark } from '#ui/DemonstrationMark.tsx'
import { Logo } from '#ui/Logo.tsx'
import { m } from '#ui/words/compiled/messages.js'
import { currentLanguage, languages } from '#ui/words/language.ts'

export interface PageProps {
  readonly title: string
  /** The address of this page, so that a change of language leads back to it. */
  readonly path: string
  readonly demonstration: boolean
  readonly children: ReactNode
}

const languageNames = { km: m.language_km, en: m.language_en }

export function Page({ title, path, demonstration, children }: PageProps) {
  const language = currentLanguage()
  return (
    <html lang={language}>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title === m.app_name() ? title : m.page_title({ page: title })}</title>
        <meta name="description" content={m.public_home_sentence()} />
        <link rel="icon" href="/public/logo.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/public/public.css" />
      </head>
      <body className="public">
        <a className="skip" href="#content">
          {m.skip_to_content()}
        </a>
        <header className="public__head">
          <a href="/" className="public__home">
            <Logo />
          </a>
          <nav aria-label={m.language_label()} className="public__languages">
            {languages.map((one) => (
              <a
                key={one}
                href={`/language/${one}?to=${encodeURIComponent(path)}`}
                lang={one}
                hrefLang={one}
                aria-current={one === language ? 'true' : undefined}
              >
                {languageNames[one]()}
              </a>
            ))}
          </nav>
        </header>
        {demonstration && <DemonstrationMark />}
        <main id="content">{children}</main>
        <footer className="public__foot">
          <p>
            <a href="/api/">{m.public_api()}</a> · <a href="/public/seals">{m.public_seals()}</a> ·{' '}
            {m.public_open_source()}
          </p>
          <p>{m.public_sources()}</p>
        </footer>
      </body>
    </html>
  )
}
