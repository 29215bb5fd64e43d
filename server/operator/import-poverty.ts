import { importing } from './import-list.ts'

export const operation = importing('poverty', {
  summary: 'set the poverty status of registered households from a ministry’s list, where a row is surely about one',
  examples: [
    'npm run chamka -- import poverty idpoor.xlsx --programme aspire --list "IDPoor round 14" --as dara@example.org --poverty ministry-list --rehearse',
    'npm run chamka -- import poverty thpong.csv --programme aspire --list Thpong --as dara@example.org --poverty ministry-list --area 0508 --map "ប័ណ្ណ=card" --errors left-over.csv',
  ],
})
