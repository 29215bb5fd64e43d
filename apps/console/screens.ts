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
    path: '/households',
    load: async () => (await import('./households/HouseholdsScreen.tsx')).HouseholdsScreen,
    entry: { name: m.console_households, picture: 'household', permission: 'household.read' },
  },
  {
    path: '/households/$key',
    load: async () => (await import('./households/HouseholdScreen.tsx')).HouseholdScreen,
  },
  {
    path: '/duplicates',
    load: async () => (await import('./duplicates/DuplicatesScreen.tsx')).DuplicatesScreen,
    entry: { name: m.console_duplicates, picture: 'inspect', permission: 'household.judge' },
  },
  {
    path: '/duplicates/$key/$other',
    load: async () => (await import('./duplicates/PairScreen.tsx')).PairScreen,
  },
  {
    path: '/imports',
    load: async () => (await import('./imports/ImportsScreen.tsx')).ImportsScreen,
    entry: { name: m.console_imports, picture: 'report', permission: 'import.run' },
  },
  {
    path: '/imports/new',
    load: async () => (await import('./imports/NewImportScreen.tsx')).NewImportScreen,
  },
  {
    path: '/imports/$key',
    load: async () => (await import('./imports/ImportScreen.tsx')).ImportScreen,
  },
  {
    path: '/catalogue',
    load: async () => (await import('./catalogue/CatalogueScreen.tsx')).CatalogueScreen,
    entry: { name: m.console_catalogue, picture: 'feed', permission: 'item.read' },
  },
  {
    path: '/catalogue/$key',
    load: async () => (await import('./catalogue/ItemScreen.tsx')).ItemScreen,
  },
  {
    path: '/vouchers',
    load: async () => (await import('./vouchers/VouchersScreen.tsx')).VouchersScreen,
    entry: { name: m.console_vouchers, picture: 'voucher', permission: 'voucher.read' },
  },
  {
    path: '/vouchers/$key',
    load: async () => (await import('./vouchers/VoucherScreen.tsx')).VoucherScreen,
  },
  {
    path: '/claims',
    load: async () => (await import('./claims/ClaimsScreen.tsx')).ClaimsScreen,
    entry: { name: m.console_claims, picture: 'claim', permission: 'claim.read' },
  },
  {
    path: '/claims/$key',
    load: async () => (await import('./claims/ClaimScreen.tsx')).ClaimScreen,
  },
  {
    path: '/clashes',
    load: async () => (await import('./clashes/ClashesScreen.tsx')).ClashesScreen,
    entry: { name: m.console_clashes, picture: 'again', permission: 'clash.read' },
  },
  {
    path: '/clashes/$key',
    load: async () => (await import('./clashes/ClashScreen.tsx')).ClashScreen,
  },
  {
    path: '/quarantine',
    load: async () => (await import('./quarantine/QuarantineScreen.tsx')).QuarantineScreen,
    entry: { name: m.quarantine_title, picture: 'unsent', permission: 'quarantine.read' },
  },
  {
    path: '/quarantine/$key',
    load: async () => (await import('./quarantine/LaidAsideScreen.tsx')).LaidAsideScreen,
  },
  {
    path: '/complaints',
    load: async () => (await import('./complaints/ComplaintsScreen.tsx')).ComplaintsScreen,
    entry: { name: m.console_complaints, picture: 'phone', permission: 'complaint.read' },
  },
  {
    path: '/complaints/new',
    load: async () => (await import('./complaints/NewComplaint.tsx')).NewComplaint,
  },
  {
    path: '/complaints/$key',
    load: async () => (await import('./complaints/ComplaintScreen.tsx')).ComplaintScreen,
  },
  {
    path: '/budget',
    load: async () => (await import('./budget/BudgetScreen.tsx')).BudgetScreen,
    entry: { name: m.console_budget, picture: 'budget', permission: 'budget.read' },
  },
  {
    path: '/prices',
    load: async () => (await import('./prices/PricesScreen.tsx')).PricesScreen,
    entry: { name: m.console_prices, picture: 'money', permission: 'price.read' },
  },
  {
    path: '/prices/$province',
    load: async () => (await import('./prices/PriceScreen.tsx')).PriceScreen,
  },
  {
    path: '/people',
    load: async () => (await import('./people/PeopleScreen.tsx')).PeopleScreen,
    entry: { name: m.console_people, picture: 'people', permission: 'person.read' },
  },
  {
    path: '/devices',
    load: async () => (await import('./devices/DevicesScreen.tsx')).DevicesScreen,
    entry: { name: m.devices_title, picture: 'phone', permission: 'person.read' },
  },
  {
    path: '/journal',
    load: async () => (await import('./journal/JournalScreen.tsx')).JournalScreen,
    entry: { name: m.console_journal, picture: 'journal', permission: 'journal.read' },
  },
  {
    path: '/journal/$key',
    load: async () => (await import('./journal/JournalScreen.tsx')).JournalScreen,
  },
  {
    path: '/words',
    load: async () => (await import('./words/WordsScreen.tsx')).WordsScreen,
    entry: { name: m.console_words, picture: 'words', permission: 'word.read' },
  },
  {
    path: '/sounds',
    load: async () => (await import('./sounds/SoundsScreen.tsx')).SoundsScreen,
    entry: { name: m.console_sounds, picture: 'speaker', permission: 'sound.record' },
  },
]

/** Only where every record is invented: every control in every state, to be looked at. */
export const gallery: Screen = {
  path: '/gallery',
  load: async () => (await import('./development/Gallery.tsx')).Gallery,
  entry: { name: m.console_gallery, picture: 'info' },
}
