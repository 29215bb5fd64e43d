/** A list as the office has looked into it, before anything is taken in. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { OrderFound } from '#capabilities/imports/days.ts'
import type { ImportField } from '#capabilities/imports/forms.ts'
import type { ColumnProposal } from '#capabilities/imports/headers.ts'
import type { ImportFile, ImportKind, ImportSettings, LeftOver, Mapping } from '#capabilities/imports/import.ts'
import type { RowProblem } from '#capabilities/imports/row-problem.ts'
import type { Session } from '#capabilities/imports/session.ts'
import type { TableNote, TableRefusal } from '#capabilities/imports/table.ts'
import { post, Trouble } from '../office.ts'

export interface Look {
  readonly sheets: readonly string[]
  readonly sheet: string | null
  readonly header: readonly string[]
  readonly rowsAbout: number
  readonly notes: readonly TableNote[]
  readonly proposal: ColumnProposal<ImportField>
  /** As the rows below were read. */
  readonly mapping: Mapping
  readonly missing: readonly string[]
  /** Remembered of the list that this file corrects. */
  readonly session?: Session
  readonly days: readonly { readonly column: number; readonly found: OrderFound }[]
  readonly legacy: readonly { readonly column: number; readonly example: string }[]
  readonly rows: readonly RowSeen[]
}

export interface RowSeen {
  readonly row: number
  /** What became of it, where it was gone through and left over. */
  readonly outcome?: LeftOver
  readonly cells: readonly string[]
  readonly problems: readonly RowProblem[]
}

export type SentFile = Pick<ImportFile, 'digest' | 'bytes' | 'name'>

export interface LookQuestion {
  readonly programme: string
  readonly kind: ImportKind
  readonly digest: string
  readonly sheet: string | null
  readonly list?: string
  readonly mapping?: Mapping
  readonly settings: ImportSettings
}

export function useLook(question: LookQuestion) {
  return useQuery({
    queryKey: ['look', question],
    queryFn: () => post<Look | TableRefusal>('/api/imports/look', question),
    // What was chosen stays in sight while the rows are read once more.
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export async function sendList(file: File): Promise<SentFile> {
  const response = await fetch(`/api/imports/files?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => undefined)
  const body = await response?.json().catch(() => ({}))
  if (!response?.ok) throw new Trouble(response?.status, body ?? {})
  return body as SentFile
}
