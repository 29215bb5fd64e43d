/** A list brought to the story's programme and taken in, as the command line does it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { importStore } from '#capabilities/imports/import.store.ts'
import type { Import, ImportSettings } from '#capabilities/imports/import.ts'
import { dara } from '#dev/cast.ts'
import { type Play, programmeCode } from '#dev/testing/programme.ts'
import { isRefusal } from '#door/refusal.ts'
import { type Brought, begin, lookAt, prepare } from '#server/imports/bringing.ts'
import { correctionFile } from '#server/imports/corrections.ts'
import { problemRows } from '#server/imports/progress.ts'
import { type RunParts, runImport } from '#server/imports/running.ts'

export const someSettings: ImportSettings = {
  dayOrder: null,
  listYear: null,
  consentVersion: '2020-10',
  consentDeclared: true,
  povertySource: 'self-declared',
}

export function listsOf(play: Play) {
  const folder = mkdtempSync(join(tmpdir(), 'chamka-lists-'))
  const parts: RunParts = { pool: play.pool, door: play.door, dataFolder: folder, now: play.now }

  return {
    folder,
    parts,
    file(name: string, bytes: string | Buffer): string {
      const path = join(folder, name)
      writeFileSync(path, bytes)
      return path
    },
    brought(path: string, changes: Partial<Brought> = {}): Brought {
      const settings = { ...someSettings, ...changes.settings }
      const said = { by: dara.key, programme: programmeCode, area: '0508', kind: 'households', list: 'A list' } as const
      return { path, ...said, ...changes, settings }
    },
    async prepared(path: string, changes: Partial<Brought> = {}): Promise<Import> {
      const brought = this.brought(path, changes)
      const seen = await lookAt(brought, parts)
      if ('refused' in seen) throw new Error(`the list was refused: ${JSON.stringify(seen.refused)}`)
      const list = await prepare(brought, seen, parts)
      if (isRefusal(list)) throw new Error(`the import was refused: ${JSON.stringify(list)}`)
      return list
    },
    /** Brought, begun and gone through to its end. */
    async takenIn(path: string, changes: Partial<Brought> = {}): Promise<Import> {
      const list = await this.prepared(path, changes)
      await begin(list, parts)
      await runImport(list.key, parts)
      return (await importStore.find([list.key], false, play.pool))[0]!
    },
    async problems(list: Import) {
      const rows = []
      for await (const row of problemRows(list.key, play.pool)) rows.push(row)
      return rows
    },
    async corrections(list: Import, language: 'km' | 'en' = 'en'): Promise<string> {
      let text = ''
      for await (const piece of correctionFile(list, language, play.pool)) text += piece
      return text
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
