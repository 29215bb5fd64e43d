/** Tables as a migrated database has them: columns, and the sentences that its constraints hold. */
import type pg from 'pg'

interface Table {
  readonly table: string
  readonly key: readonly string[]
  readonly columns: readonly { readonly name: string; readonly type: string; readonly needed: boolean }[]
  readonly sentences: readonly string[]
  readonly indexes: readonly string[]
}

const catalogue = `
  select t.relname as "table",
    coalesce((select array(select a.attname::text from unnest(i.indkey) with ordinality k(attnum, at)
              join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum order by at)
              from pg_index i where i.indrelid = t.oid and i.indisprimary), '{}') as key,
    (select jsonb_agg(jsonb_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'needed', a.attnotnull)
              order by a.attnum) from pg_attribute a where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped) as columns,
    array(select c.conname::text from pg_constraint c where c.conrelid = t.oid and c.contype in ('c', 'u')
          and c.conname ~ ' ' order by c.conname) as sentences,
    array(select i.relname::text from pg_index x join pg_class i on i.oid = x.indexrelid
          where x.indrelid = t.oid and i.relname ~ ' ' and not x.indisunique order by i.relname) as indexes
  from pg_class t join pg_namespace n on n.oid = t.relnamespace
  where n.nspname = 'public' and t.relkind in ('r', 'p') order by 1`

export async function tablesIn(db: Pick<pg.ClientBase, 'query'>): Promise<string> {
  const { rows } = await db.query<Table>(catalogue)
  return rows.map(pageOf).join('\n\n')
}

function pageOf({ table, key, columns, sentences, indexes }: Table): string {
  return [
    `## ${table}`,
    '',
    `Key: ${key.map((column) => `\`${column}\``).join(', ')}.`,
    '',
    '| column | type | |',
    '| --- | --- | --- |',
    ...columns.map(({ name, type, needed }) => `| \`${name}\` | ${type} | ${needed ? '' : 'may be empty'} |`),
    ...said('The database holds', sentences),
    ...said('Found by', indexes),
  ].join('\n')
}

function said(heading: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : ['', `${heading}:`, '', ...sentences.map((sentence) => `- ${sentence}`)]
}
