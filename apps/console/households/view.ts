/** Which households are shown and how: the address says all of it, so that a link is the view. */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { isKey, type Key } from '#door/key.ts'
import { type Day, isDay } from '#door/values.ts'

export const shows = ['all', 'suspected', 'merged', 'closed'] as const
export const columns = ['members', 'phones', 'code', 'registered'] as const
const usual: readonly Column[] = ['registered']

export type Shown = (typeof shows)[number]
export type Column = (typeof columns)[number]

export interface View {
  readonly search: string
  readonly show: Shown
  readonly place: string | undefined
  readonly from: Day | undefined
  readonly until: Day | undefined
  /** Who helped them to register. */
  readonly helper: Key | undefined
  readonly columns: readonly Column[]
}

export const everybody: View = {
  search: '',
  show: 'all',
  place: undefined,
  from: undefined,
  until: undefined,
  helper: undefined,
  columns: usual,
}

type Address = Readonly<Record<string, unknown>>

/** Whatever stands in an address gives a view; what it does not know of is as usual. */
export function viewIn(address: Address): View {
  const text = (name: string) => (address[name] === undefined ? '' : String(address[name]))
  const day = (name: string) => (isDay(text(name)) ? text(name) : undefined)
  const shown = text('columns').split(' ')
  return {
    search: text('search').slice(0, 120),
    show: shows.find((one) => one === text('show')) ?? 'all',
    place: /^(\d\d){1,4}$/.test(text('place')) ? text('place') : undefined,
    from: day('from'),
    until: day('until'),
    helper: isKey(text('helper')) ? text('helper') : undefined,
    columns: address.columns === undefined ? usual : columns.filter((one) => shown.includes(one)),
  }
}

/** Only what is not as usual. */
export function addressOf({ search, show, place, from, until, helper, columns: shown }: View): Record<string, string> {
  const said = {
    search,
    show: show === 'all' ? '' : show,
    place: place ?? '',
    from: from ?? '',
    until: until ?? '',
    helper: helper ?? '',
  }
  const isUsual = shown.join() === usual.join()
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '')),
    ...(isUsual ? {} : { columns: shown.join(' ') }),
  }
}

/** What the office is asked, without the columns. */
export function askedOf({ search, show, place, from, until, helper }: View, programme: string | undefined) {
  return {
    programme,
    search: search.trim() || undefined,
    place,
    suspected: show === 'suspected' || undefined,
    state: show === 'merged' || show === 'closed' ? show : undefined,
    registeredFrom: from,
    registeredUntil: until,
    assistedBy: helper,
  }
}

export function useView() {
  const view = viewIn(useSearch({ strict: false }) as Address)
  const go = useNavigate()
  return {
    view,
    /** The page before stays one step back, not every letter that was typed on this one. */
    change: (changes: Partial<View>) =>
      void go({ to: '/households', search: addressOf({ ...view, ...changes }) as never, replace: true }),
  }
}
