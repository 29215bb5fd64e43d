/** Lists that are read a page at a time, from a key on. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { read } from './office.ts'

const pageLength = 50

/**
 * `after` says from which row the next page goes on. With `keepsLast` the rows of the question before stay
 * until the new ones have come, for lists that change with every letter.
 */
export function usePages<Row>(
  name: string,
  input: object,
  after: (last: Row) => object,
  { keepsLast = false }: { keepsLast?: boolean } = {},
) {
  const pages = useInfiniteQuery({
    queryKey: ['read', name, input, 'pages'],
    initialPageParam: undefined as object | undefined,
    queryFn: ({ pageParam }) => read<Row[]>(name, { ...input, after: pageParam, limit: pageLength }),
    getNextPageParam: (page) => (page.length < pageLength ? undefined : after(page.at(-1)!)),
    ...(keepsLast ? { placeholderData: keepPreviousData } : {}),
  })
  return {
    ...pages,
    data: pages.data?.pages.flat(),
    isMore: pages.hasNextPage && !pages.isPlaceholderData,
    more: () => void pages.fetchNextPage(),
  }
}
