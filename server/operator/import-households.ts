import { importing } from './import-list.ts'

export const operation = importing('households', {
  summary: 'take in a list of households, CSV or XLSX, row by row through the door, in somebody’s name',
  examples: [
    'npm run chamka -- import households members.xlsx --programme aspire --list "Cooperative members" --as dara@example.org --consent 2020-10 --agreed --rehearse',
    'npm run chamka -- import households list.csv --programme aspire --list Thpong --as dara@example.org --consent 2020-10 --area 0508 --map "ល.រ=externalId" --errors to-correct.csv',
  ],
})
