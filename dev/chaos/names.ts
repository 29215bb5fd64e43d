/** Khmer letters that make no two households look like one: names of likeness are another test's. */
const consonants = 'កខគឃចឆជឈតថទធនបផព'

/** A name that says the last digits of a key. */
export function aName(key: string): string {
  return [...key.slice(-8)].map((sign) => consonants[Number.parseInt(sign, 16)]).join('')
}
