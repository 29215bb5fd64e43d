import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import './imports.css'
import { type Import, type ImportCounts, importSteps, leftOver, leftOvers } from '#capabilities/imports/import.ts'
import type { Key } from '#door/key.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { InstantText } from '#ui/DayText.tsx'
import { Empty } from '#ui/Nothing.tsx'
import { numberText } from '#ui/numbers.ts'
import { Progress } from '#ui/Progress.tsx'
import { Say } from '#ui/Say.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { importKindWords, importStateWords, importStopWords, leftOverWords } from '#ui/words/names.ts'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { useMe } from '../me.ts'
import { read } from '../office.ts'
import { PlaceName, PlaceNames } from '../places.tsx'
import { Reading } from '../reading.tsx'
import { importTones } from './ImportsScreen.tsx'
import { isOver, LeftOver } from './LeftOver.tsx'
import { Sessions } from './Sessions.tsx'
import { ToChoose } from './ToChoose.tsx'

type Seen = Import & { readonly progress: ImportCounts }

const pollMilliseconds = 1_000

/** The lists whose lengths the progress of an import tells. */
const countedReads = ['import.toChoose', 'import.problems', 'training.broughtBy']

/** One import: how far it has come, what was not taken in and why, and the file in which to correct it. */
export function ImportScreen() {
  useLanguage()
  useTitle(m.imports_title())
  const { key } = useParams({ strict: false }) as { key: Key }
  const client = useQueryClient()
  const queryKey = ['read', 'import.one', { key }]
  const found = useQuery({
    queryKey,
    queryFn: async () => {
      const list = await read<Seen | null>('import.one', { key })
      // What lies under the counts was read when there was less of it.
      const hasMoved = JSON.stringify(client.getQueryData<Seen>(queryKey)?.progress) !== JSON.stringify(list?.progress)
      if (hasMoved) for (const name of countedReads) void client.invalidateQueries({ queryKey: ['read', name] })
      return list
    },
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? pollMilliseconds : false),
  })
  return (
    <Reading of={found}>
      {(list) => (list === null ? <Empty title={m.imports_not_found()} picture="question" /> : <Page list={list} />)}
    </Reading>
  )
}

function Page({ list }: { list: Seen }) {
  useLanguage()
  const { progress } = list
  const figures: [string, number][] = [
    [m.imports_rows(), progress.rows],
    [m.imports_accepted(), progress.accepted],
    [m.imports_repeated(), progress.repeated],
    ...leftOvers
      .filter((outcome) => outcome === 'refused' || progress[outcome] > 0)
      .map((outcome): [string, number] => [leftOverWords[outcome](), progress[outcome]]),
    ...(list.kind === 'households' ? [[m.imports_suspected(), progress.suspected] as [string, number]] : []),
  ]
  return (
    <PlaceNames codes={[list.place]}>
      <div className="page">
        <p className="no-print">
          <Link to="/imports">{m.imports_back()}</Link>
        </p>
        <div className="page__head">
          <div>
            <p className="quiet">
              {importKindWords[list.kind].name()} · {list.file.name} · <PlaceName code={list.place} />
            </p>
            <h1>{list.list}</h1>
            <p className="row">
              <Badge tone={importTones[list.state]}>{importStateWords[list.state]()}</Badge>
              <span className="note">
                <InstantText at={list.preparedAt} />
              </span>
            </p>
          </div>
        </div>
        {list.stoppedWhy && (
          <Say tone="waiting" quietly>
            {importStopWords[list.stoppedWhy]()}
          </Say>
        )}
        <section className="panel" aria-live="polite" aria-busy={list.state === 'running' || undefined}>
          <h2>{m.imports_progress()}</h2>
          {list.state === 'running' && list.file.rowsAbout !== undefined && (
            <Progress
              label={m.imports_rows()}
              done={progress.rows}
              total={Math.max(list.file.rowsAbout, progress.rows)}
            />
          )}
          <ul className="tiles">
            {figures.map(([name, count]) => (
              <li key={name} className="tile">
                <span className="tile__count">{numberText(count)}</span>
                <span>{name}</span>
              </li>
            ))}
          </ul>
          {progress.suspected > 0 && <Link to="/duplicates">{m.imports_suspected_open()}</Link>}
          <Steps list={list} />
          <p className="note">{m.imports_digest({ digest: list.file.digest.slice(0, 16) })}</p>
        </section>
        {list.kind === 'attendance' && progress.accepted > 0 && <Sessions list={list} />}
        {!isOver(list) && <ToChoose list={list} />}
        {leftOver(progress) > 0 && <LeftOver list={list} />}
      </div>
    </PlaceNames>
  )
}

function Steps({ list: { key, state, by } }: { list: Seen }) {
  useLanguage()
  const me = useMe()
  const may = (step: keyof typeof importSteps) => (importSteps[step].from as readonly string[]).includes(state)
  const isOwn = by === me.person.key
  return (
    <div className="row">
      {may('begin') && isOwn && (
        <AskButton command="import.begin" about={key} input={{}}>
          {m.imports_begin()}
        </AskButton>
      )}
      {may('stop') && (
        <AskButton key={state} command="import.stop" about={key} input={{}} look="second">
          {m.imports_stop()}
        </AskButton>
      )}
      {may('resume') && isOwn && (
        <AskButton key={state} command="import.resume" about={key} input={{}}>
          {m.imports_resume()}
        </AskButton>
      )}
      {may('giveUp') && state !== 'running' && (
        <AskButton command="import.giveUp" about={key} input={{}} look="grave">
          {m.imports_give_up()}
        </AskButton>
      )}
    </div>
  )
}
