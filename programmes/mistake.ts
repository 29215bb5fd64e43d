/** What is wrong with a programme: one sentence with file, path and rule. */
import * as z from 'zod/mini'

export class ProgrammeMistake extends Error {
  constructor(file: string, path: string, rule: string) {
    super(`${file}${path && `, ${path}`}: ${rule}.`)
  }
}

export function parsed<T>(schema: z.ZodMiniType<T>, text: string, file: string): T {
  const read = schema.safeParse(json(text, file), { error: english })
  if (read.success) return read.data
  const { path, message } = read.error.issues[0]!
  throw new ProgrammeMistake(file, path.map(String).join('.'), sentences[message] ?? message.replace(/\.$/, ''))
}

function json(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ProgrammeMistake(file, '', `it is not JSON (${(error as Error).message})`)
  }
}

const english = z.locales.en().localeError

const sentences: Record<string, string> = {
  'day.impossible': 'there is no such day',
  'text.control-characters': 'it has signs that cannot be seen',
}
