/**
 * Lists that are brought through the console. Files come and go here; everything else is a command or a
 * read, as everywhere.
 *
 * 1. `POST /api/imports/files?name=list.xlsx`, the bytes of the file as the body, at most 250 MB
 *    → 201 `{ digest, bytes, name }`.
 * 2. `POST /api/imports/look` `{ programme, kind, digest, sheet?, list?, mapping?, settings? }`
 *    → `{ refused }` (a `TableRefusal`, in words by `explainTable`), or a `Look` (server/imports/looking.ts):
 *    `header`, `sheets`, `notes` (`explainTableNote`), `proposal` with what is unclear, `mapping` as the rows
 *    were read, `missing` fields, `days` whose order has to be asked (`found.order` is `asked`), `legacy`
 *    columns, and the first 20 `rows` with `cells` and `problems` (`explainRowProblemInPlace`). Ask again with the
 *    mapping and settings that were chosen; a `list` known by its name brings back what was chosen before.
 * 3. Commands: `import.prepare` (about a new key `00-<uuidv7>`; `file: { name, digest, bytes, sheet }`,
 *    `header` as the look gave it), `import.begin`, `import.stop`, `import.resume`, `import.giveUp`.
 * 4. Reads: `import.one { key }` → the record with `progress` (poll it), `import.list`,
 *    `import.problems { key, after?, limit? }` → `{ row, cells, problems }`.
 *    `import.toChoose { key, after?, limit? }` → the possible rows with those who may be meant; what settles one is
 *    a command that names it (`household.setPoverty` with `listed: { import, row }`), or `import.setAside`.
 * 5. `GET /api/imports/:key/corrections` → CSV, the rows left over with what to correct, in the reader's language.
 *    `GET /api/imports/:key/unmatched` → CSV, the rows about nobody who is registered, in the list's own columns.
 *
 * Words for fields, states and reasons to stop: `importFieldWords`, `importStateWords`, `importStopWords`.
 */
import { access } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import * as z from 'zod/mini'
import { importReads } from '#capabilities/imports/import.store.ts'
import {
  type Import,
  ImportFile,
  ImportSettings,
  importKinds,
  listKeyOf,
  Mapping,
} from '#capabilities/imports/import.ts'
import { type Actor, scopeOf } from '#door/actor.ts'
import { isKey } from '#door/key.ts'
import { Line } from '#door/values.ts'
import type { Pool } from '#server/database/connection.ts'
import { correctionFile, unmatchedFile } from '#server/imports/corrections.ts'
import { keepList, listBytesMax, placeOf, TooLarge } from '#server/imports/keeping.ts'
import { listBefore, lookInto } from '#server/imports/looking.ts'
import { isRefused, openTable } from '#server/tables/table.ts'
import { jsonOf } from './body.ts'
import { isProblem } from './problem.ts'
import type { ReaderOf } from './reader.ts'
import { answerJson, answerProblem, languageFor, say, type Visit, type Visited } from './visit.ts'

interface Parts {
  readonly dataFolder: string
  readonly pool: Pool
  readonly readerOf: ReaderOf
  readonly now: () => Date
}

const rowsShown = 20
const questionBytesMax = 256 * 1024

export const LookQuestion = z.object({
  programme: Line(60),
  kind: z.enum(importKinds),
  digest: ImportFile.shape.digest,
  sheet: z.optional(z.nullable(ImportFile.shape.sheet)),
  list: z.optional(Line(120)),
  mapping: z.optional(Mapping),
  settings: z.optional(ImportSettings),
})

export function importRoutes({ dataFolder, pool, readerOf, now }: Parts) {
  return new Hono<Visit>()
    .post('/imports/files', async (c) => {
      if (!mayBring(await readerOf(c.get('person')))) return answerProblem(c, { problem: 'not-allowed' })
      const name = Line(200).safeParse(c.req.query('name'))
      if (!name.success) return answerProblem(c, { problem: 'unreadable' })
      if (Number(c.req.header('content-length')) > listBytesMax) return answerProblem(c, { problem: 'too-large' })
      try {
        const kept = await keepList(dataFolder, c.get('person'), bodyOf(c))
        say(c, { bytes: kept.bytes })
        return c.json({ ...kept, name: name.data }, 201)
      } catch (error) {
        if (error instanceof TooLarge) return answerProblem(c, { problem: 'too-large' })
        // The line was cut: nobody waits for the answer.
        if (wasCut(error)) return answerProblem(c, { problem: 'unreadable' })
        throw error
      }
    })

    .post('/imports/look', async (c) => {
      if (!mayBring(await readerOf(c.get('person')))) return answerProblem(c, { problem: 'not-allowed' })
      const read = await jsonOf(c, questionBytesMax)
      if (isProblem(read)) return answerProblem(c, read)
      const asked = LookQuestion.safeParse(read.json)
      if (!asked.success) {
        const fields = asked.error.issues.map(({ path, code }) => ({ path: path.map(String).join('.'), problem: code }))
        return answerProblem(c, { problem: 'unreadable', fields })
      }
      const { programme, kind, digest, sheet, list, mapping, settings } = asked.data
      const path = placeOf(dataFolder, c.get('person'), digest)
      if (!(await isThere(path))) return answerProblem(c, { problem: 'not-found' })

      const table = await openTable(path, sheet ? { sheet } : {})
      if (isRefused(table)) return c.json(table)
      const before = list && (await listBefore({ programme, kind, listKey: listKeyOf(list) }, c.get('person'), pool))
      const wish = {
        programme,
        kind,
        mapping,
        before: before || undefined,
        settings: settings ?? ImportSettings.parse({}),
        year: now().getFullYear(),
        rowsMax: rowsShown,
      }
      return answerJson(c, await lookInto(table, wish, pool))
    })

    .get('/imports/:key/corrections', async (c) => {
      const list = await listFor(c)
      if (!list) return answerProblem(c, { problem: 'not-found' })
      return fileOf(list, 'corrections', correctionFile(list, languageFor(c), pool))
    })

    .get('/imports/:key/unmatched', async (c) => {
      const list = await listFor(c)
      if (!list) return answerProblem(c, { problem: 'not-found' })
      return fileOf(list, 'not-registered', unmatchedFile(list, pool))
    })

  async function listFor(c: Visited) {
    const key = c.req.param('key')
    const reader = await readerOf(c.get('person'))
    const scope = reader ? scopeOf(reader, importReads.one.permission) : []
    return key !== undefined && isKey(key) ? importReads.one.run(scope, { key }, pool) : null
  }
}

function fileOf({ file }: Pick<Import, 'file'>, what: string, pieces: AsyncIterable<string>): Response {
  const name = `${file.name.replace(/\.[^.]*$/, '').replace(/[^\p{L}\p{M}\p{N} _-]/gu, '')}-${what}.csv`
  const body = Readable.toWeb(Readable.from(pieces))
  return new Response(body as ReadableStream, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${what}.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
    },
  })
}

/** Whether there is any place whose lists this person may bring; which, the commands say. */
function mayBring(reader: Actor | undefined): reader is Actor {
  return reader !== undefined && scopeOf(reader, 'import.run').length > 0
}

/** Node's own stream, where there is one. */
function bodyOf(c: Visited): AsyncIterable<Uint8Array> {
  return c.env?.incoming ?? ((c.req.raw.body ?? new Blob([]).stream()) as unknown as AsyncIterable<Uint8Array>)
}

function wasCut(error: unknown): boolean {
  return ['ERR_STREAM_PREMATURE_CLOSE', 'ECONNRESET'].includes((error as NodeJS.ErrnoException).code ?? '')
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
