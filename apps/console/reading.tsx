/** Reading from the office: waiting, failed and there are three different sights. */
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { dayOf } from '#door/values.ts'
import { Failed } from '#ui/Nothing.tsx'
import { Waiting } from './frame/Waiting.tsx'
import { read, Trouble } from './office.ts'

export interface Read<T> {
  readonly data: T | undefined
  readonly error: unknown
  readonly isPending: boolean
  refetch(): unknown
}

/** A read by its name. Every answer of the door makes all of them be read again. */
export function useRead<T>(name: string, input: object = {}, isWanted = true): Read<T> {
  return useQuery({ queryKey: ['read', name, input], queryFn: () => read<T>(name, input), enabled: isWanted })
}

export function Reading<T>({ of, children }: { of: Read<T>; children: (data: T) => ReactNode }) {
  if (of.error) {
    const trouble = of.error instanceof Trouble ? of.error : undefined
    return (
      <Failed detail={trouble?.message || undefined} reference={trouble?.reference} again={() => void of.refetch()} />
    )
  }
  return of.data === undefined ? <Waiting /> : children(of.data)
}

/** The day it is in Cambodia. */
export function today(): string {
  return dayOf(new Date().toISOString())
}
