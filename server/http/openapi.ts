/**
 * The API as one OpenAPI 3.1 document, made from the lists that the product itself runs on: it cannot
 * name a command that does not exist, nor forget one that does.
 *
 * All commands travel as envelopes to one address, so each is one shape that the address accepts, told
 * apart by `name`; what a schema cannot say of a command (permission, clock, disputes) stands beside it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { soundBytesMax } from '#capabilities/sounds/sound.ts'
import type { Command } from '#door/command.ts'
import { batchMax, Envelope, envelopeBytesMax } from '#door/envelope.ts'
import type { Read } from '#server/database/read.ts'
import type { Capability } from '#server/door.ts'
import { photoBytesMax } from '#server/files/photos.ts'
import { listBytesMax } from '#server/imports/keeping.ts'
import { projectFolder } from '#server/project.ts'
import { Question } from '#server/pull.ts'
import { LookQuestion } from './imports.ts'
import { PhoneKeyQuestion } from './phone-key.ts'
import { problemNames, statusOf, wordsOf } from './problem.ts'
import { LookedAt } from './quarantine.ts'
import { signInShapes } from './sign-in.ts'

interface Parts {
  readonly capabilities: Readonly<Record<string, Capability>>
  readonly reads: Readonly<Record<string, Read>>
  readonly publicUrl: string
}

type Schema = Record<string, unknown>

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
const json = (schema: Schema, description: string) => ({ description, content: { 'application/json': { schema } } })
const body = (schema: Schema) => ({ required: true, content: { 'application/json': { schema } } })
const problems = {
  default: { description: 'Never decided', content: { 'application/problem+json': { schema: ref('Problem') } } },
}
const headers = { 'x-chamka-time': { description: 'The server’s time under its seal', schema: { type: 'string' } } }

export function openApi({ capabilities, reads, publicUrl }: Parts) {
  const commands = Object.entries(capabilities).flatMap(([noun, { commands }]) =>
    Object.entries(commands).map(([verb, command]) => ({ noun, name: `${noun}.${verb}`, command: command as Command })),
  )
  const refusals = refusalsInWords()

  return {
    openapi: '3.1.0',
    info: {
      title: 'Chamka',
      version: versionOfProject(),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Every change is an envelope with one command; every question is a read with a name. Sign in first: the session is a cookie.',
    },
    servers: [{ url: publicUrl }],
    security: [{ session: [] }],
    tags: [...new Set(commands.map(({ noun }) => noun))].map((name) => ({ name })),
    paths: {
      '/api/ask': {
        post: {
          operationId: 'ask',
          summary: `Asks one command: an envelope of at most ${envelopeBytesMax} bytes.`,
          description:
            'A decided envelope, accepted or refused, is 200. The same envelope twice is decided once and answered alike.',
          requestBody: body(ref('Envelope')),
          responses: { 200: { ...json(ref('Decided'), 'Decided, held, or set aside'), headers }, ...problems },
        },
      },
      '/api/ask/batch': {
        post: {
          operationId: 'askBatch',
          summary: `Asks at most ${batchMax} commands, in order; each has its own answer or problem.`,
          requestBody: body({
            type: 'object',
            required: ['envelopes'],
            properties: { envelopes: { type: 'array', maxItems: batchMax, items: ref('Envelope') } },
          }),
          responses: {
            200: json(
              {
                type: 'object',
                required: ['answers', 'serverTime'],
                properties: {
                  answers: {
                    type: 'array',
                    items: {
                      oneOf: [
                        { type: 'object', required: ['answer'], properties: { answer: ref('Answer') } },
                        { type: 'object', required: ['problem'], properties: { problem: ref('Problem') } },
                      ],
                    },
                  },
                  serverTime: { type: 'string' },
                },
              },
              'An answer for each envelope, in the order they came',
            ),
            ...problems,
          },
        },
      },
      ...Object.fromEntries(Object.entries(reads).map(([name, read]) => [`/api/read/${name}`, pathOfRead(name, read)])),
      ...fixedPaths,
      ...signInPaths(),
    },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'chamka.session_token' } },
      schemas: {
        Envelope: {
          oneOf: commands.map(({ name }) => ref(name)),
          discriminator: {
            propertyName: 'name',
            mapping: Object.fromEntries(commands.map(({ name }) => [name, `#/components/schemas/${name}`])),
          },
        },
        AnyEnvelope: schemaOf(Envelope),
        ...Object.fromEntries(commands.map(({ name, command }) => [name, envelopeOf(name, command)])),
        ...Object.fromEntries(commands.map(({ name, command }) => [`${name}.input`, schemaOf(command.input)])),
        ...answerSchemas(Object.keys(refusals)),
      },
    },
    'x-commands': Object.fromEntries(
      commands.map(({ noun, name, command }) => [name, factsOf(noun, command, Object.keys(refusals))]),
    ),
    'x-refusals': refusals,
    'x-problems': Object.fromEntries(
      problemNames.map((problem) => [problem, { status: statusOf({ problem }), ...wordsOf(problem) }]),
    ),
  }
}

function envelopeOf(name: string, command: Command): Schema {
  return {
    description: `Asks ${name}. Needs ${command.permission}. Decided by the time it ${command.clock === 'received' ? 'was received' : 'happened'}.`,
    allOf: [
      ref('AnyEnvelope'),
      {
        type: 'object',
        properties: { name: { const: name }, input: ref(`${name}.input`) },
        required: ['name', 'input'],
      },
    ],
  }
}

/** What a schema cannot say of a command. */
function factsOf(noun: string, command: Command, refusals: readonly string[]): Schema {
  const general = ['input', 'actor', 'record', 'envelope', 'field', 'programme', 'duty', 'day']
  return {
    permission: command.permission,
    clock: command.clock,
    begins: command.begins ?? false,
    offline: command.offline ?? false,
    office: command.office ?? false,
    leaves: command.leaves ?? false,
    disputes: command.disputes ?? [],
    refusals: refusals.filter((reason) => [noun, ...general].includes(reason.slice(0, reason.indexOf('.')))),
  }
}

function pathOfRead(name: string, read: Read) {
  return {
    get: {
      operationId: name,
      summary: read.summary,
      description: `Needs ${read.permission}, and finds only what lies within its reach.`,
      tags: [name.slice(0, name.indexOf('.'))],
      parameters: [
        {
          name: 'input',
          in: 'query',
          description: 'The question, as JSON',
          content: { 'application/json': { schema: schemaOf(read.input) } },
        },
      ],
      responses: { 200: json({}, 'The answer'), ...problems },
    },
  }
}

function answerSchemas(refusals: readonly string[]): Record<string, Schema> {
  const answer = (outcome: string, more: Record<string, Schema> = {}) => ({
    type: 'object',
    required: ['outcome', ...Object.keys(more)],
    properties: { outcome: { const: outcome }, ...more },
  })
  const version = { type: 'integer', minimum: 1 }
  return {
    Decided: {
      type: 'object',
      required: ['answer', 'serverTime'],
      properties: { answer: ref('Answer'), serverTime: { type: 'string' } },
    },
    Answer: {
      oneOf: [
        answer('accepted', { version }),
        answer('disputed', { version, refusal: ref('Refusal') }),
        answer('refused', { refusal: ref('Refusal') }),
        answer('held', { after: { type: 'array', items: { type: 'string', format: 'uuid' } } }),
        answer('quarantined', { why: { type: 'string' } }),
        answer('received'),
      ],
      discriminator: { propertyName: 'outcome' },
    },
    Refusal: {
      type: 'object',
      required: ['refused'],
      properties: { refused: { type: 'string', ...(refusals.length > 0 ? { enum: refusals } : {}) } },
      additionalProperties: true,
    },
    Problem: {
      type: 'object',
      description: 'RFC 9457. Its words come in Khmer and English, with a reference for whoever helps.',
      required: ['type', 'title', 'status', 'detail', 'words', 'reference'],
      properties: {
        type: { type: 'string', enum: problemNames.map((name) => `/api/problems/${name}`) },
        title: { type: 'string' },
        status: { type: 'integer' },
        detail: { type: 'string' },
        words: { type: 'object', properties: { km: ref('Words'), en: ref('Words') } },
        reference: { type: 'string' },
        wait: { type: 'integer', description: 'Seconds after which it is worth trying again' },
        fields: { type: 'array', items: { type: 'object' } },
      },
    },
    Words: { type: 'object', properties: { title: { type: 'string' }, detail: { type: 'string' } } },
  }
}

const get = (operationId: string, summary: string, more: object = {}) => ({
  get: { operationId, summary, responses: { 200: json({}, 'The answer'), ...problems }, ...more },
})

const upload = (operationId: string, summary: string, status: number) => ({
  operationId,
  summary,
  parameters: [
    { name: 'home', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9]{2}$' } },
    { name: 'digest', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
  ],
  responses: { [status]: { description: 'How far it came stands in upload-offset' }, ...problems },
})

const fixedPaths = {
  '/api/pull': get('pull', 'The documents within reach that changed since a cursor, and what to remove.', {
    parameters: [
      { name: 'cursor', in: 'query', description: 'As the last page gave it', schema: schemaOf(Question.shape.cursor) },
      {
        name: 'seen',
        in: 'query',
        description: 'The word of the last proof: where nothing happened since, the answer is 204 and empty',
        schema: schemaOf(Question.shape.seen),
      },
      { name: 'index', in: 'query', description: 'Also all marks', schema: { type: 'boolean' } },
      {
        name: 'again',
        in: 'query',
        description: 'Documents to be told again: `<kind> <key>`, with commas',
        schema: { type: 'string' },
      },
    ],
  }),
  '/api/pull/cost': get('pullCost', 'What a first reading brings: how many documents, and about how many bytes.'),
  '/api/packs/{digest}': get(
    'pack',
    'Records that stand behind the documents, by the digest that a page names. Never changes.',
    {
      parameters: [{ name: 'digest', in: 'path', required: true, schema: { type: 'string' } }],
    },
  ),
  '/api/me': get('me', 'Who is signed in: person, grants, household, shop, programmes.'),
  '/api/phone-key': {
    post: {
      operationId: 'phoneKey',
      summary: 'Opens the spare of a phone’s own data key, for its person, just after signing in.',
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(PhoneKeyQuestion) } } },
      responses: { 200: json({}, 'The data key'), ...problems },
    },
  },
  '/api/files/{home}': {
    post: {
      operationId: 'sendPhoto',
      summary: `Sends a photo of at most ${photoBytesMax / 1024 / 1024} MB; its digest is what commands name.`,
      parameters: [{ name: 'home', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9]{2}$' } }],
      requestBody: {
        required: true,
        content: Object.fromEntries(['image/jpeg', 'image/png', 'image/webp'].map((type) => [type, { schema: {} }])),
      },
      responses: { 201: json({}, 'Kept'), ...problems },
    },
  },
  '/api/files/{home}/uploads/{digest}': {
    post: upload('beginPhoto', 'Begins to send a photo in the tus protocol (creation, creation-with-upload).', 201),
    head: upload('photoSoFar', 'How much of a photo has arrived; all of it only when it is kept.', 200),
    patch: upload(
      'goOnWithPhoto',
      'Goes on where a photo broke off; the last bytes are answered when it is kept.',
      204,
    ),
  },
  '/api/files/{noun}/{key}/{digest}': get('photo', 'A photo named in a record that the reader may read.', {
    responses: {
      200: json({}, 'The picture'),
      204: { description: 'It has not arrived: it is still on the phone that took it' },
      ...problems,
    },
    parameters: ['noun', 'key', 'digest'].map((name) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
  }),
  '/api/sounds': {
    post: {
      operationId: 'sendSound',
      summary: `Sends a recording of at most ${soundBytesMax / 1024} KB; its digest is what sound.record names.`,
      requestBody: {
        required: true,
        content: Object.fromEntries(['audio/webm', 'audio/ogg', 'audio/mp4'].map((type) => [type, { schema: {} }])),
      },
      responses: { 201: json({}, 'Kept'), ...problems },
    },
  },
  '/api/sounds/{digest}': get('sound', 'A recording that a programme of the reader plays.', {
    parameters: [{ name: 'digest', in: 'path', required: true, schema: { type: 'string', pattern: '^[0-9a-f]{64}$' } }],
  }),
  '/api/quarantine/{key}/word': get(
    'wordAboutLaidAside',
    'What somebody in the office wrote about it, for its author.',
    {
      parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'string' } }],
    },
  ),
  '/api/quarantine/{key}/look': {
    post: {
      operationId: 'lookAtLaidAside',
      summary: 'Says that somebody looked at what the door laid aside, with a word; whoever comes second finds it.',
      parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'string' } }],
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(LookedAt) } } },
      responses: { 200: json({}, 'As it lies there now'), ...problems },
    },
  },
  '/api/quarantine/{key}/export': {
    post: {
      operationId: 'exportLaidAside',
      summary: 'The whole of what was laid aside, as it came. The journal remembers who took it.',
      parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: json({}, 'A file'), ...problems },
    },
  },
  '/api/vouchers/{key}/qr': get(
    'voucherSeal',
    'The seal of a voucher for its printed sheet, for whoever may issue it.',
    {
      parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'string' } }],
    },
  ),
  '/api/imports/files': {
    post: {
      operationId: 'bringList',
      summary: `Sends a list of at most ${listBytesMax / 1_000_000} MB, CSV or XLSX; its digest is what an import names.`,
      parameters: [{ name: 'name', in: 'query', required: true, schema: { type: 'string', maxLength: 200 } }],
      requestBody: { required: true, content: { 'application/octet-stream': { schema: {} } } },
      responses: { 201: json({}, 'Kept'), ...problems },
    },
  },
  '/api/imports/look': {
    post: {
      operationId: 'lookIntoList',
      summary: 'Shows a list that was sent: its columns, what they may hold, and its first rows with what is wrong.',
      requestBody: body(schemaOf(LookQuestion)),
      responses: { 200: json({}, 'The list as it would be read, or why it cannot be read'), ...problems },
    },
  },
  '/api/imports/{key}/corrections': {
    get: {
      operationId: 'corrections',
      summary: 'The rows of an import that were not taken in, with what to correct, as CSV.',
      parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: { description: 'The file', content: { 'text/csv': { schema: {} } } }, ...problems },
    },
  },
  '/api/imports/{key}/unmatched': {
    get: {
      operationId: 'unmatched',
      summary: 'The rows of an import about nobody who is registered, in the list’s own columns, as CSV.',
      parameters: [{ name: 'key', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: { description: 'The file', content: { 'text/csv': { schema: {} } } }, ...problems },
    },
  },
  '/health': get('health', 'Whether everything the product needs is there, part by part.', { security: [] }),
  '/metrics': get('metrics', 'Counts and durations for Prometheus.', { security: [] }),
}

/** A session is a cookie that these addresses leave with a browser. */
function signInPaths() {
  const summaries: Record<keyof typeof signInShapes, string> = {
    '/sign-in/first': 'Makes the first administrator, with the code on the console of the server.',
    '/sign-in/password': 'Signs in with e-mail and password; a second factor may be next.',
    '/sign-in/second-factor':
      'Ends a sign-in, or the setting up of the second factor, with a code of the app or a spare one.',
    '/sign-in/second-factor/begin': 'Gives what a code app needs, and spare codes.',
    '/sign-in/begin': 'Sets a password with the code on paper from an administrator.',
    '/sign-in/change-password': 'Changes the password and signs out everywhere else.',
    '/sign-in/code': 'Sends a one-time code to a telephone number, if somebody is known there.',
    '/sign-in/phone': 'Signs in with that code; who of those at the number may be next.',
    '/sign-in/choose': 'Chooses a person of the number; one who is not yet confirmed with the code on paper.',
    '/sign-in/paper-code': 'Issues a code on paper for a person within reach.',
    '/demonstration/sign-in': 'Signs in as somebody invented; only in a demonstration on this machine.',
  }
  const plain = {
    '/api/sign-in': {
      get: {
        operationId: 'signInState',
        summary: 'Whether the first administrator is awaited, and whether this is a demonstration.',
      },
    },
    '/api/sign-in/people': { get: { operationId: 'signInPeople', summary: 'Whom the session may be.' } },
    '/api/sign-out': { post: { operationId: 'signOut', summary: 'Ends the session.' } },
    '/api/demonstration/people': {
      get: { operationId: 'samplePeople', summary: 'The invented people; only in a demonstration on this machine.' },
    },
  }
  const tags = ['sign-in']
  const responses = { 200: json({}, 'Done, or what is next'), ...problems }
  return {
    ...Object.fromEntries(
      Object.entries(plain).map(([path, operations]) => [
        path,
        Object.fromEntries(
          Object.entries(operations).map(([method, one]) => [method, { ...one, tags, security: [], responses }]),
        ),
      ]),
    ),
    ...Object.fromEntries(
      Object.entries(signInShapes).map(([path, shape]) => [
        `/api${path}`,
        {
          post: {
            operationId: path.slice(1).replace(/[/-](.)/g, (_, letter: string) => letter.toUpperCase()),
            summary: summaries[path as keyof typeof signInShapes],
            tags,
            security: [],
            requestBody: body(schemaOf(shape)),
            responses,
          },
        },
      ]),
    ),
  }
}

function schemaOf(schema: unknown): Schema {
  const { $schema: _, ...made } = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' })
  return made as Schema
}

/** The catalogue in words, as the apps show it: `household.no-consent` with a sentence in each language. */
function refusalsInWords(): Record<string, { km: unknown; en: unknown }> {
  const [km, en] = (['km', 'en'] as const).map(
    (language) =>
      JSON.parse(readFileSync(join(projectFolder, `ui/words/messages/${language}.json`), 'utf8')) as Record<
        string,
        unknown
      >,
  )
  return Object.fromEntries(
    Object.keys(en!)
      .filter((key) => key.startsWith('refusal_'))
      .map((key) => {
        const [noun, ...reason] = key.slice('refusal_'.length).split('_')
        return [`${noun}.${reason.join('-')}`, { km: km![key], en: en![key] }]
      }),
  )
}

function versionOfProject(): string {
  return (JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as { version: string }).version
}
