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
const yearInSeconds = 31_536_000

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

/** Takes up the language of this browser. Called once, before anything is shown. */
export function beginLanguage(): Language {
  return speak(chooseLanguage(kept() ?? cookieIn(document.cookie), navigator.languages ?? [navigator.language]))
}

/** A person's explicit choice: kept for the next visit, and told to the server by a cookie. */
export function chooseToSpeak(language: Language): void {
  try {
    localStorage.setItem(languageKey, language)
  } catch {
    // Storage may be forbidden; the cookie then remembers alone.
  }
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on older phones.
  document.cookie = `${languageKey}=${language}; path=/; max-age=${yearInSeconds}; samesite=lax`
  speak(language)
}

/** Calls back whenever another language is chosen. */
export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function speak(language: Language): Language {
  spoken = language
  document.documentElement.lang = language
  for (const listener of listeners) listener()
  return language
}

function kept(): string | null {
  try {
    return localStorage.getItem(languageKey)
  } catch {
    return null
  }
}

function cookieIn(cookies: string): string | undefined {
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
