import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { reviewKey } from '#capabilities/words/word.ts'
import { normalise } from '#door/text.ts'
import { AskButton } from '#ui/AskButton.tsx'
import { InstantText } from '#ui/DayText.tsx'
import { Empty, Failed } from '#ui/Nothing.tsx'
import { Progress } from '#ui/Progress.tsx'
import { Badge } from '#ui/StateBadge.tsx'
import { TextField } from '#ui/TextField.tsx'
import { useTitle } from '#ui/useTitle.ts'
import { m } from '#ui/words/compiled/messages.js'
import { useLanguage } from '#ui/words/useLanguage.ts'
import { PageHead } from '../frame/PageHead.tsx'
import { Waiting } from '../frame/Waiting.tsx'
import { Trouble } from '../office.ts'
import { useReviewedProgramme, useReviews, type Word } from './useReviews.ts'

type Shown = 'unreviewed' | 'reviewed' | 'all'

const pageLength = 40

/** Every sentence in both languages, and who has found the Khmer right. */
export function WordsScreen() {
  useLanguage()
  useTitle(m.words_title())
  const { words, isPending, error, refetch } = useReviews()
  const [shown, setShown] = useState<Shown>('unreviewed')
  const [sought, setSought] = useState('')
  const [pages, setPages] = useState(1)

  if (isPending) return <Waiting />
  if (error) {
    const trouble = error instanceof Trouble ? error : undefined
    return <Failed detail={trouble?.message || undefined} reference={trouble?.reference} again={() => void refetch()} />
  }

  const wanted = normalise(sought)
  const found = words.filter(
    ({ review, message, km, en }) =>
      (shown === 'all' || (shown === 'reviewed') === (review !== undefined)) &&
      (wanted === '' || normalise(`${message.replaceAll('_', ' ')} ${km} ${en}`).includes(wanted)),
  )

  return (
    <div className="page">
      <PageHead title={m.words_title()} intro={m.words_intro()} />
      <Progress label={m.words_progress()} done={words.filter(({ review }) => review).length} total={words.length} />
      <div className="row row--feet">
        <TextField label={m.words_search()} kind="search" value={sought} onChange={setSought} />
        <SegmentedControl
          aria-label={m.words_show()}
          value={shown}
          onChange={(value) => setShown(value as Shown)}
          data={[
            { value: 'unreviewed', label: m.words_show_unreviewed() },
            { value: 'reviewed', label: m.words_show_reviewed() },
            { value: 'all', label: m.words_show_all() },
          ]}
        />
      </div>
      {found.length === 0 ? (
        <Empty title={m.words_none()} picture="words">
          <p className="quiet">{m.words_none_next()}</p>
        </Empty>
      ) : (
        <ul className="words">
          {found.slice(0, pages * pageLength).map((word) => (
            <Sentence key={word.message} word={word} />
          ))}
        </ul>
      )}
      {found.length > pages * pageLength && (
        <button type="button" className="button button--second" onClick={() => setPages(pages + 1)}>
          {m.words_more()}
        </button>
      )}
    </div>
  )
}

function Sentence({ word: { message, km, en, review } }: { word: Word }) {
  const language = useLanguage()
  const programme = useReviewedProgramme()
  const name =
    review && ((language === 'km' ? review.nameKm : review.nameLatin) ?? review.nameLatin ?? review.nameKm ?? '')
  return (
    <li className="words__one">
      <code className="note">{message}</code>
      <p lang="km">{km}</p>
      <p lang="en" className="quiet">
        {en}
      </p>
      {review ? (
        <p className="row">
          <Badge tone="good">{m.words_reviewed_by({ name: name ?? '' })}</Badge>
          <span className="note">
            <InstantText at={review.reviewedAt} />
          </span>
        </p>
      ) : programme !== undefined ? (
        <AskButton
          command="word.approve"
          about={reviewKey(programme, message, km)}
          input={{ message, khmer: km }}
          look="second"
        >
          {m.words_approve()}
        </AskButton>
      ) : (
        <Badge tone="quiet">{m.words_not_reviewed()}</Badge>
      )}
    </li>
  )
}
