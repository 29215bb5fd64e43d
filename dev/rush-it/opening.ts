/** The first days: the programme is opened, its places and windows are made known; later, prices and rates. */

import { itemKey } from '#capabilities/catalogue/item.ts'
import type { InputOf } from '#capabilities/commands.ts'
import { gazetteerKey } from '#capabilities/places/gazetteer.ts'
import type { WindowTerms } from '#capabilities/windows/window.ts'
import { code, firstDay, lastDay } from '#dev/rush-it/scenario.ts'
import type { Script, When } from '#dev/rush-it/script.ts'
import { announcedOn, pricesAfter, ratesAfter, type WindowCode, windowCodes } from '#dev/rush-it/windows.ts'
import { type Key, national } from '#door/key.ts'
import type { Day } from '#door/values.ts'
import type { BuiltInPlaces } from '#programmes/places.ts'
import { catalogueOf, type Definition } from '#programmes/programme.ts'
import { systemKey } from '#server/actors.ts'

export function openProgramme(script: Script, definition: Definition): Key {
  const programme = script.key(national, firstDay)
  script.say(dawn(firstDay), systemKey, 'programme.open', programme, {
    code,
    demonstration: true,
    definition: definition as unknown as InputOf<'programme.open'>['definition'],
  })
  return programme
}

/** Each province's places as the project brings them. Where there is a list already, it is not asked. */
export function publishPlaces(script: Script, { source, units }: BuiltInPlaces, on: Day) {
  const provinces = [...new Set(units.map(({ code: place }) => place.slice(0, 2)))]
  for (const province of provinces) {
    script.say(dawn(on), systemKey, 'gazetteer.publish', gazetteerKey(province), {
      source,
      asOf: on,
      complete: false,
      units: units.filter(({ code: place }) => place.startsWith(province)) as InputOf<'gazetteer.publish'>['units'],
    })
  }
}

export function publishWindows(
  script: Script,
  director: Key,
  keys: Readonly<Record<WindowCode, Key>>,
  terms: Readonly<Record<WindowCode, WindowTerms & { programme: string }>>,
  provinces: readonly string[],
) {
  for (const window of windowCodes) {
    script.say(dawn(announcedOn(window)), director, 'window.publish', keys[window], terms[window])
    const prices = pricesAfter(window, terms[window], provinces)
    for (const from of daysOf(prices)) {
      script.say(dawn(from), director, 'window.price', keys[window], {
        prices: prices.filter((one) => one.from === from),
      })
    }
    for (const rate of ratesAfter(window)) script.say(dawn(rate.from), director, 'window.rate', keys[window], rate)
  }
}

/** Everything that a window lists, known before the first of them. What it cost nobody has told with a day. */
export function fillCatalogue(script: Script, director: Key, definition: Definition) {
  const on = windowCodes.map(announcedOn).sort()[0]!
  for (const item of catalogueOf(definition)) {
    script.say(dawn(on), director, 'item.add', itemKey(item.programme, item.code), item)
  }
}

/** Closed in the last hour of the last day. From then on the door refuses the programme to everybody. */
export function closeProgramme(script: Script, director: Key, programme: Key): string {
  return script.say({ on: lastDay, moment: 'evening' }, director, 'programme.close', programme, { asOf: lastDay })
}

function daysOf(dated: readonly { from: Day }[]): Day[] {
  return [...new Set(dated.map(({ from }) => from))].sort()
}

function dawn(on: Day): When {
  return { on, moment: 'dawn' }
}
