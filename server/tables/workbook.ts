/** Which sheets a workbook has, where their parts lie, and how its days are counted. */
import type { Archive } from './archive.ts'
import { TableBroken } from './broken.ts'
import { type Attributes, attribute, told } from './xml.ts'

export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  readonly part: string
}

export interface Workbook {
  readonly sheets: readonly Sheet[]
  readonly since1904: boolean
  readonly stringsPart: string | undefined
  readonly stylesPart: string | undefined
}

interface Relation {
  readonly id: string
  readonly kind: string
  readonly part: string
}

const mostSheets = 1_000

export async function workbookOf(archive: Archive): Promise<Workbook> {
  const main = (await relationsOf(archive, '')).find(({ kind }) => kind === 'officeDocument')?.part ?? 'xl/workbook.xml'
  if (main.endsWith('.bin')) throw new TableBroken({ refused: 'not-a-table', looksLike: 'binary-excel' })
  if (!archive.has(main) || /^(word|ppt)\//.test(main)) throw strange(archive)

  const relations = await relationsOf(archive, main)
  const partOf = (kind: string) => relations.find((relation) => relation.kind === kind)?.part
  const sheets: Sheet[] = []
  let since1904 = false
  const opened = (name: string, attributes: Attributes) => {
    if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '')
    if (name !== 'sheet' || sheets.length === mostSheets) return
    const relation = relations.find(({ id }) => id === attribute(attributes, 'id'))
    // Charts and macros have sheets of their own, without cells.
    if (relation?.kind !== 'worksheet') return
    sheets.push({
      name: attribute(attributes, 'name') ?? '',
      hidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible',
      part: relation.part,
    })
  }
  for await (const _ of told(archive.read(main), main, { opened })) {
    // The listener has everything.
  }
  return { sheets, since1904, stringsPart: partOf('sharedStrings'), stylesPart: partOf('styles') }
}

/** A zip that holds no workbook: what it is instead. */
function strange(archive: Archive): TableBroken {
  const isOpenDocument = archive.has('content.xml') && archive.has('mimetype')
  const isDocument = archive.holds('word/') || archive.holds('ppt/')
  const looksLike = isOpenDocument ? 'open-document' : isDocument ? 'document' : 'archive'
  return new TableBroken({ refused: 'not-a-table', looksLike })
}

async function relationsOf(archive: Archive, part: string): Promise<Relation[]> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const where = `${folder}_rels/${part.slice(folder.length)}.rels`
  const relations: Relation[] = []
  if (!archive.has(where)) return relations
  const opened = (name: string, attributes: Attributes) => {
    if (name !== 'Relationship') return
    const kind = (attributes.Type ?? '').split('/').at(-1)!
    relations.push({ id: attributes.Id ?? '', kind, part: resolved(folder, attributes.Target ?? '') })
  }
  for await (const _ of told(archive.read(where), where, { opened })) {
    // The listener has everything.
  }
  return relations
}

function resolved(folder: string, target: string): string {
  const steps: string[] = []
  for (const step of (target.startsWith('/') ? target : folder + target).split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  return steps.join('/')
}
