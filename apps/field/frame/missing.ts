/** What a form says is wrong before it is asked. */
import type { Refusal } from '#door/refusal.ts'

type Invalid = Extract<Refusal, { refused: 'input.invalid' }>

/** An answer that was not given is missing, whatever its shape would call that. */
export function withMissing(refusal: Invalid, input: unknown): Invalid {
  return {
    ...refusal,
    fields: refusal.fields.map((field) =>
      valueAt(input, field.path) === undefined ? { ...field, problem: 'invalid_type' } : field,
    ),
  }
}

function valueAt(input: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], input)
}
