/**
 * The demonstration as a list of commands: who asks what, when, about which record.
 *
 * A script is made without a database. It counts the versions that accepted commands make, so that
 * decisions can say what they saw, and gives every envelope an id that follows from the seed: playing
 * a script twice asks the same envelopes twice, and they are answered as before.
 */
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import { chanceOf } from '#dev/chance.ts'
import { instantOf, type Moment, moments } from '#dev/rush-it/calendar.ts'
import { homeOf, type Key, keyOf, uuidv7 } from '#door/key.ts'
import type { Reason } from '#door/refusal.ts'
import type { Day, Instant } from '#door/values.ts'

export interface When {
  /** The day it is received. */
  readonly on: Day
  readonly moment: Moment
  /** When it happened, for what comes in from the field. */
  readonly happenedAt?: Instant
}

export interface Line {
  readonly id: string
  readonly on: Day
  readonly moment: Moment
  readonly at: Instant
  readonly happenedAt: Instant
  readonly person: Key
  readonly name: CommandName
  readonly about: Key
  readonly input: Readonly<Record<string, unknown>>
  /** It says which version it saw. */
  readonly decides: boolean
  /** The reason it is turned down for; most are not. */
  readonly refused: Reason | null
}

type Unseen<Name extends CommandName> = Omit<InputOf<Name>, 'seen'>

export type Script = ReturnType<typeof scriptOf>

export function scriptOf(seed: number) {
  const said: Line[] = []
  const keys = chanceOf(seed, 'keys')
  const ids = chanceOf(seed, 'envelopes')

  /** Gives back the envelope's id, by which parts of a record are named. */
  function add(
    { on, moment, happenedAt }: When,
    line: Pick<Line, 'person' | 'name' | 'about' | 'input' | 'decides' | 'refused'>,
  ): string {
    const at = instantOf(homeOf(line.about), on, moment)
    const id = uuidv7(Date.parse(at), ids.bytes(10))
    said.push({ id, on, moment, at, happenedAt: happenedAt ?? at, ...line })
    return id
  }

  return {
    /** A key for something that begins on a day. */
    key: (home: string, on: Day): Key => keyOf(home, uuidv7(Date.parse(`${on}T01:00:00.000Z`), keys.bytes(10))),

    say<Name extends CommandName>(when: When, person: Key, name: Name, about: Key, input: InputOf<Name>): string {
      return add(when, { person, name, about, input: input as Line['input'], decides: false, refused: null })
    },

    /** A decision: it says which version of the record was seen. */
    decide<Name extends CommandName>(when: When, person: Key, name: Name, about: Key, input: Unseen<Name>): string {
      return add(when, { person, name, about, input: input as Line['input'], decides: true, refused: null })
    },

    /** Something that is tried and turned down. */
    tries<Name extends CommandName>(
      when: When,
      person: Key,
      name: Name,
      about: Key,
      input: InputOf<Name>,
      refused: Reason,
    ): string {
      return add(when, { person, name, about, input: input as Line['input'], decides: false, refused })
    },

    /** Everything so far, as it was said. */
    said: said as readonly Line[],
  }
}

/** In the order in which it is asked. What is said of one moment stays in the order it was said in. */
export function inOrder(said: readonly Line[]): Line[] {
  const versions = new Map<Key, number>()
  return said
    .map((line, order) => ({ line, order }))
    .sort((a, b) => compare(a.line, b.line) || a.order - b.order)
    .map(({ line }) => {
      const seen = versions.get(line.about) ?? 0
      if (line.refused === null) versions.set(line.about, seen + 1)
      return line.decides ? { ...line, input: { ...line.input, seen } } : line
    })
}

function compare(one: Line, other: Line): number {
  if (one.on !== other.on) return one.on < other.on ? -1 : 1
  return moments.indexOf(one.moment) - moments.indexOf(other.moment)
}
