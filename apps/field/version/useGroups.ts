import { useEffect } from 'react'
import type { Bearer } from '#door/document.ts'
import { ownDetector } from '../scan/detector.ts'
import { keepGroups } from './version.ts'

const scanning: readonly string[] = ['voucher.redeem', 'training.hold', 'household.read']

/** Has the phone keep what weighs much and only some people need, once it is known who they are. */
export function useGroups(bearer: Bearer | null): void {
  const scans = bearer?.actor.grants.some(({ permissions }) => permissions.some((one) => scanning.includes(one)))
  const isKnown = bearer !== null
  useEffect(() => {
    if (isKnown) void groupsOf(scans ?? false).then(keepGroups)
  }, [isKnown, scans])
}

async function groupsOf(scans: boolean): Promise<readonly string[]> {
  // A phone that reads codes by itself needs no decoder of ours.
  const decodes = scans && (await ownDetector()) === undefined
  return [...(decodes ? ['scan'] : []), 'photos']
}
