import { importing } from './import-list.ts'

export const operation = importing('attendance', {
  summary: 'take in an attendance sheet of trainings, CSV or XLSX: who is registered is found and listed, once',
  examples: [
    'npm run chamka -- import attendance sheet.xlsx --programme aspire --list "Thpong, first week" --as dara@example.org --area 0508 --held-on 2026-03-04 --village 05080101 --topic compost --kind class --instrument direct-public-service --trainer sreymom@example.org',
  ],
})
