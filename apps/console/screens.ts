/**
 * The screens of the console: where each stands, what it is called, who sees it in the navigation. A
 * screen's code is fetched when it is first opened. What somebody may do there is for the door.
 */
import type { ComponentType } from 'react'
import type { PictogramName } from '#ui/drawings/Pictogram.tsx'
import { m } from '#ui/words/compiled/messages.js'
import type { Message } from '#ui/words/names.ts'

export interface Screen {
  readonly path: string
  readonly load: () => Promise<ComponentType>
  /** In the navigation: its name, its sign, and the permission that makes it worth showing. */
  readonly entry?: { readonly name: Message; readonly picture: PictogramName; readonly permission?: string }
}

export const screens: readonly Screen[] = [
  {
    path: '/',
    load: async () => (await import('./front/FrontScreen.tsx')).FrontScreen,
    entry: { name: m.console_front, picture: 'day' },
  },
  {
    path: '/review',
    load: async () => (await import('./review/ReviewScreen.tsx')).ReviewScreen,
    entry: { name: m.console_review, picture: 'proposal', permission: 'proposal.read' },
  },
  {
    path: '/proposals/$key',
    load: async () => (await import('./proposals/ProposalScreen.tsx')).ProposalScreen,
  },
  {
    path: '/words',
    load: async () => (await import('./words/WordsScreen.tsx')).WordsScreen,
    entry: { name: m.console_words, picture: 'words', permission: 'word.read' },
  },
]

/** Only where every record is invented: every control in every state, to be looked at. */
export const gallery: Screen = {
  path: '/gallery',
  load: async () => (await import('./development/Gallery.tsx')).Gallery,
  entry: { name: m.console_gallery, picture: 'info' },
}
