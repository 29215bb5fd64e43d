/** The language of a browser: found, chosen, remembered. There is one speaker, so it is a value of the page. */
import { chooseLanguage, cookieIn, type Language, languageKey, speak } from './language.ts'

const yearInSeconds = 31_536_000

/** Takes up the language of this browser. Called once, before anything is shown. */
export function beginLanguage(): Language {
  return shown(chooseLanguage(kept() ?? cookieIn(document.cookie), navigator.languages ?? [navigator.language]))
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
  shown(language)
}

function shown(language: Language): Language {
  document.documentElement.lang = language
  return speak(language)
}

function kept(): string | null {
  try {
    return localStorage.getItem(languageKey)
  } catch {
    return null
  }
}
