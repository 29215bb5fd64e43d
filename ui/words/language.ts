/**
 * Which language is spoken: the one a person chose, else the browser's, else Khmer.
 *
 * On a phone and in the console there is one speaker, so the language is a value of this module. On
 * the server there are many at once: there, whatever is written for somebody is written within
 * `inLanguage`, which holds only as long as the work runs without waiting.
 */
export const languages = ['km', 'en'] as const
export type Language = (typeof languages)[number]

/** The name under which the choice is kept, as a cookie for the server and in the browser's storage. */
export const languageKey = 'language'

let spoken: Language = 'km'
const listeners = new Set<() => void>()

export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text)
}

/** The explicit choice, else the first wish that is spoken here, else Khmer. */
export function chooseLanguage(chosen: unknown, wishes: readonly string[]): Language {
  if (isLanguage(chosen)) return chosen
  return wishes.map((wish) => wish.toLowerCase().split('-')[0]).find(isLanguage) ?? 'km'
}

/** What a request asks for: its cookie, else its Accept-Language. */
export function languageOfRequest(cookie: string | null | undefined, accepted: string | null | undefined): Language {
  return chooseLanguage(cookieIn(cookie ?? ''), wishesIn(accepted ?? ''))
}

export function currentLanguage(): Language {
  return spoken
}

/** Writes something for one person in their language. The work may not wait: others are served meanwhile. */
export function inLanguage<T>(language: Language, work: () => T extends PromiseLike<unknown> ? never : T): T {
  const before = spoken
  spoken = language
  try {
    return work()
  } finally {
    spoken = before
  }
}

/** Calls back whenever another language is chosen. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** From now on this is spoken, and whoever listens draws again. For one speaker: a phone, the console. */
export function speak(language: Language): Language {
  spoken = language
  for (const listener of listeners) listener()
  return language
}

export function cookieIn(cookies: string): string | undefined {
  return cookies
    .split(';')
    .map((cookie) => cookie.trim().split('='))
    .find(([name]) => name === languageKey)?.[1]
}

function wishesIn(accepted: string): string[] {
  return accepted
    .split(',')
    .map((wish) => {
      const [tag = '', weight] = wish.trim().split(';q=')
      return { tag, weight: weight === undefined ? 1 : Number(weight) || 0 }
    })
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag)
}
