/** The screens as docs/screens.md lists them: what is described, and what is photographed. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '#server/project.ts'

export interface Shot {
  readonly screen: string
  /** With records in braces. */
  readonly address: string
  /** A name of the cast; nobody signed in without one. */
  readonly as: string | undefined
}

export function listed(text = readFileSync(join(projectFolder, 'docs/screens.md'), 'utf8')) {
  const [described = '', photographed = ''] = text.split('\n## Photographed')
  const shots = [...photographed.matchAll(/^\| `([^`]+)` \| `([^`]+)` \| (\S+) \|$/gm)].map(
    ([, screen = '', address = '', as = '']): Shot => ({ screen, address, as: as === '–' ? undefined : as }),
  )
  const taken = new Set(shots.map(({ screen, address }) => `${roomOf(address)} ${screen}`))
  const missing = described.split('\n## ').flatMap((section) => {
    const room = section.split('\n')[0]!.toLowerCase()
    return [...section.matchAll(/\(`([^`]+)`\) \|/g)].map(([, screen]) => `${room} ${screen}`)
  })
  return { shots, missing: missing.filter((one) => !taken.has(one)) }
}

export function roomOf(address: string): 'field' | 'console' | 'public' {
  if (address.startsWith('/field/')) return 'field'
  return address.startsWith('/console/') ? 'console' : 'public'
}
