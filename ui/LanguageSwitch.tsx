import { chooseToSpeak } from './words/choosing.ts'
import { m } from './words/compiled/messages.js'
import { type Language, languages } from './words/language.ts'
import { useLanguage } from './words/useLanguage.ts'

const names: Record<Language, () => string> = { km: m.language_km, en: m.language_en }

/** Each language is named in its own letters. A page without script gives addresses instead of buttons. */
export function LanguageSwitch({ addressOf }: { addressOf?: (language: Language) => string }) {
  const spoken = useLanguage()
  return (
    <fieldset className="languages" aria-label={m.language_label()}>
      {languages.map((language) =>
        addressOf ? (
          <a
            key={language}
            lang={language}
            hrefLang={language}
            href={addressOf(language)}
            aria-current={language === spoken ? 'true' : undefined}
          >
            {names[language]()}
          </a>
        ) : (
          <button
            key={language}
            type="button"
            lang={language}
            aria-pressed={language === spoken}
            onClick={() => chooseToSpeak(language)}
          >
            {names[language]()}
          </button>
        ),
      )}
    </fieldset>
  )
}
