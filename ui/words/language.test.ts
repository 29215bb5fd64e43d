import { afterEach, describe, expect, test } from 'vitest'
import { m } from './compiled/messages.js'
import { chooseLanguage, currentLanguage, inLanguage, languageOfRequest, onLanguageChange, speak } from './language.ts'

afterEach(() => void speak('km'))

describe('which language', () => {
  test.each([
    ['the explicit choice', 'en', ['km'], 'en'],
    ['the choice, whatever the browser wishes', 'km', ['en-GB', 'en'], 'km'],
    ["else the browser's first wish that is spoken here", null, ['fr-FR', 'en-US', 'km'], 'en'],
    ['a wish with its region', undefined, ['km-KH'], 'km'],
    ['else Khmer', undefined, ['fr', 'de'], 'km'],
    ['Khmer where nothing is wished', undefined, [], 'km'],
    ['no language that we do not speak', 'fr', ['en'], 'en'],
  ])('%s', (_, chosen, wishes, spoken) => {
    expect(chooseLanguage(chosen, wishes)).toBe(spoken)
  })

  test.each([
    ['session=1; language=en', 'km', 'en'],
    ['language=xx', 'en-GB,en;q=0.9,km;q=0.8', 'en'],
    [null, 'fr;q=1, km;q=0.4, en;q=0.7', 'en'],
    [undefined, 'en;q=0, km', 'km'],
    ['', '', 'km'],
  ])('a request with the cookie %j that accepts %j', (cookie, accepted, spoken) => {
    expect(languageOfRequest(cookie, accepted)).toBe(spoken)
  })
})

describe('on the server', () => {
  test('a page is written in the language of whoever asked, and nobody else notices', () => {
    expect(inLanguage('en', () => `${m.language_label()} ${inLanguage('km', () => m.language_label())}`)).toBe(
      'Language ភាសា',
    )
    expect(currentLanguage()).toBe('km')
  })

  test('a page that fails leaves no language behind', () => {
    expect(() =>
      inLanguage('en', () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(currentLanguage()).toBe('km')
  })
})

test('whoever shows words hears of another language', () => {
  let heard = 0
  const stop = onLanguageChange(() => {
    heard += 1
  })
  speak('en')
  stop()
  speak('km')
  expect(heard).toBe(1)
})
