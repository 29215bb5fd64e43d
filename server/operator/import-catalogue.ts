import { importing } from './import-list.ts'

export const operation = importing('catalogue', {
  summary: 'take in a catalogue of items with their quotations; what is known already is left as it is',
  examples: [
    'npm run chamka -- import catalogue items.xlsx --programme aspire --list "Catalogue 2021" --as sophal@example.org --rehearse',
    'npm run chamka -- import catalogue prices.csv --programme aspire --list "Quotations of May" --as sophal@example.org --date-order day-first --map "Cost=price"',
  ],
})
