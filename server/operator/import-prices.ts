import { importing } from './import-list.ts'

export const operation = importing('prices', {
  summary: 'take in a list of market prices, CSV or XLSX; what is told otherwise than before is revised',
  examples: [
    'npm run chamka -- import prices prices.csv --programme aspire --list "Market prices" --as malis@example.org --rehearse',
    'npm run chamka -- import prices kampong-speu.xlsx --programme aspire --list "Kampong Speu, May" --as malis@example.org --area 05 --map "Price=riel"',
  ],
})
