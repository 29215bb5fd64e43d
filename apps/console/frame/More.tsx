import { m } from '#ui/words/compiled/messages.js'

/** The next page of a list. */
export function More({ of }: { of: { isMore: boolean; isFetchingNextPage: boolean; more: () => void } }) {
  if (!of.isMore) return null
  return (
    <button
      type="button"
      className="button button--second"
      aria-busy={of.isFetchingNextPage || undefined}
      onClick={of.more}
    >
      {m.list_more()}
    </button>
  )
}
