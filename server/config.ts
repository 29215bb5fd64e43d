/** The environment as one typed value, read once at the start, or a refusal to start. */
import { resolve } from 'node:path'
import * as z from 'zod'
import { CannotStart } from './cannot-start.ts'
import { projectFolder } from './project.ts'

const environment = z
  .object({
    DATABASE_URL: z
      .string()
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
      .optional(),
    PORT: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a number from 1 to 65535')
      .transform(Number)
      .refine((port) => port > 0 && port < 65536, 'must be a number from 1 to 65535')
      .default(8080),
    HOST: z
      .string()
      .regex(/^[\w.:-]+$/, 'must be an address of this machine')
      .default('127.0.0.1'),
    PUBLIC_URL: z
      .url({ protocol: /^https?$/, error: 'must be a whole address such as https://chamka.example' })
      .optional(),
    CHAMKA_DATA: z.string().default('.data'),
    CHAMKA_DEMO: z.enum(['rush-it', 'none'], { error: 'must be rush-it or none' }).optional(),
    /** How many documents may lie on one device. */
    CHAMKA_PHONE_DOCUMENTS: z
      .string()
      .regex(/^\d{1,6}$/, 'must be a whole number')
      .transform(Number)
      .default(6_000),
    // The server speaks TLS itself where it is given both files; otherwise a proxy does.
    TLS_CERTIFICATE: z.string().optional(),
    TLS_KEY: z.string().optional(),
    // Outside parties are pretended unless somebody chooses otherwise.
    SMS: z.enum(['pretend'], { error: 'must be pretend' }).default('pretend'),
    LOG: z
      .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
        error: 'must be one of fatal, error, warn, info, debug, trace, silent',
      })
      .default('info'),
    PATH: z.string().default(''),
  })
  .refine(({ TLS_CERTIFICATE, TLS_KEY }) => (TLS_CERTIFICATE === undefined) === (TLS_KEY === undefined), {
    path: ['TLS_KEY'],
    error: 'and TLS_CERTIFICATE belong together',
  })
  .transform((read) => ({
    /** A server named by whoever runs this; without it the embedded one is started. */
    databaseUrl: read.DATABASE_URL,
    port: read.PORT,
    host: read.HOST,
    publicUrl: (read.PUBLIC_URL ?? `${read.TLS_KEY ? 'https' : 'http'}://${hostInUrl(read.HOST)}:${read.PORT}`).replace(
      /\/+$/,
      '',
    ),
    dataFolder: resolve(projectFolder, read.CHAMKA_DATA),
    /** What an empty database is filled with. A server somebody named is never filled unasked. */
    demonstration: read.CHAMKA_DEMO ?? (read.DATABASE_URL ? 'none' : 'rush-it'),
    demonstrationAsked: read.CHAMKA_DEMO === 'rush-it',
    documentsMax: read.CHAMKA_PHONE_DOCUMENTS,
    tls: read.TLS_CERTIFICATE && read.TLS_KEY ? { certificate: read.TLS_CERTIFICATE, key: read.TLS_KEY } : null,
    sms: read.SMS,
    log: read.LOG,
    searchPath: read.PATH,
  }))

export type Config = z.infer<typeof environment>

export function readConfig(given: NodeJS.ProcessEnv = process.env): Config {
  const known = Object.keys(environment.in.shape)
  const unknown = Object.keys(given).find((name) => name.startsWith('CHAMKA_') && !known.includes(name))
  if (unknown) throw new CannotStart(`There is no setting ${unknown}; the settings are ${settings(known)}.`)

  // An empty value is how a shell or a compose file leaves a setting out.
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  const read = environment.safeParse(set)
  if (read.success) return read.data
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`)
  throw new CannotStart(`The settings do not fit: ${wrong.join('; ')}.`)
}

function settings(known: string[]): string {
  return known.filter((name) => name !== 'PATH').join(', ')
}

function hostInUrl(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
