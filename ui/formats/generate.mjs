/**
 * Writes `tables.ts`: the names of months and weekdays and the words of near days, in Khmer and
 * English, as Node's Intl knows them. Phones do not know Khmer (Chromium carries no Khmer locale
 * data), and a page must read alike on the server, in the console and on a phone.
 */
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const locales = { km: 'km-KH', en: 'en-GB' }

export function tables() {
  const body = Object.entries(locales).map(([language, locale]) => written(`  ${language}: `, tableOf(locale)))
  return `// Written by generate.mjs from Node's Intl. A test compares the two; run the script instead of editing.\n\nexport const tables = {\n${body.join('\n')}\n} as const\n`
}

function tableOf(locale) {
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2021, month, 15)))
  const weekdays = Array.from({ length: 7 }, (_, day) => new Date(Date.UTC(2021, 7, 1 + day)))
  const days = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  return {
    months: months.map((date) => part(locale, date, 'month', { month: 'long', day: 'numeric' })),
    monthsShort: months.map((date) => part(locale, date, 'month', { month: 'short', day: 'numeric' })),
    weekdays: weekdays.map((date) => part(locale, date, 'weekday', { weekday: 'long' })),
    weekdaysShort: weekdays.map((date) => part(locale, date, 'weekday', { weekday: 'short' })),
    // From two days ago to two days ahead; beyond that, a count of days in place of #.
    nearDays: [-2, -1, 0, 1, 2].map((count) => days.format(count, 'day')),
    daysAgo: days.format(-3, 'day').replace('3', '#'),
    daysAhead: days.format(3, 'day').replace('3', '#'),
  }
}

function part(locale, date, type, options) {
  const parts = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).formatToParts(date)
  return parts.find((one) => one.type === type).value
}

function written(name, table) {
  const lines = Object.entries(table).map(([key, value]) => {
    if (!Array.isArray(value)) return `    ${key}: ${quoted(value)},`
    const line = `    ${key}: [${value.map(quoted).join(', ')}],`
    return widthOf(line) <= 120
      ? line
      : `    ${key}: [\n${value.map((one) => `      ${quoted(one)},`).join('\n')}\n    ],`
  })
  return `${name}{\n${lines.join('\n')}\n  },`
}

/** Khmer signs stand above and below their letters and take no width. */
function widthOf(line) {
  return line.replace(/[\p{Mn}\p{Cf}]/gu, '').length
}

function quoted(text) {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(fileURLToPath(new URL('./tables.ts', import.meta.url)), tables())
}
