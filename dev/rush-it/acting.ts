/** Says a line and rehearses it at once, so that the next one can be told from what became of it. */
import type { CommandName, InputOf } from '#capabilities/commands.ts'
import type { Rehearsal } from '#dev/rush-it/rehearsal.ts'
import type { Script, When } from '#dev/rush-it/script.ts'
import type { Subject } from '#door/command.ts'
import type { Key } from '#door/key.ts'
import { isRefusal, type Reason } from '#door/refusal.ts'
import type { Instant } from '#door/values.ts'

export type Acting<R extends Subject> = ReturnType<typeof actingWith<R>>

/** About one kind of record: what comes back is the record as the line left it. */
export function actingWith<R extends Subject>(script: Script, rehearsal: Rehearsal) {
  const last = new Map<Key, Instant>()

  function rehearseLast(): R {
    const line = script.said.at(-1)!
    const before = last.get(line.about)
    if (before !== undefined && line.at < before) throw new Error(`${line.name} ${line.about} is told too late`)
    last.set(line.about, line.at)
    const seen = rehearsal.record(line.name.slice(0, line.name.indexOf('.')), line.about)?.version
    const verdict = rehearsal.ask(line.decides ? { ...line, input: { ...line.input, seen } } : line)
    if (isRefusal(verdict)) throw new Error(`${line.name} was to be told as tried`)
    return verdict.record as R
  }

  return {
    key: script.key,

    say<Name extends CommandName>(when: When, person: Key, name: Name, about: Key, input: InputOf<Name>) {
      const id = script.say(when, person, name, about, input)
      return { id, record: rehearseLast() }
    },

    /** Something that is turned down, for a reason that is known beforehand. */
    tries<Name extends CommandName>(
      when: When,
      person: Key,
      name: Name,
      about: Key,
      input: InputOf<Name>,
      refused: Reason,
    ) {
      script.tries(when, person, name, about, input, refused)
      rehearsal.ask(script.said.at(-1)!)
    },

    decide<Name extends CommandName>(
      when: When,
      person: Key,
      name: Name,
      about: Key,
      input: Omit<InputOf<Name>, 'seen'>,
    ) {
      const id = script.decide(when, person, name, about, input)
      return { id, record: rehearseLast() }
    },
  }
}
