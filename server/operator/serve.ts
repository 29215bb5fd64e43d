import { CannotStart } from '#server/cannot-start.ts'
import { serve } from '#server/main.ts'
import { atEnd, fail } from '#server/process.ts'
import { migrateDatabase } from './migrate.ts'
import type { Operation } from './operation.ts'

export const operation: Operation = {
  name: 'serve',
  summary: 'start the server, as npm start does but without installing or building',
  usage: '',
  examples: ['npm run chamka -- serve', 'PORT=9000 npm run chamka -- serve'],
  run(_args, { config, report, withDatabase }) {
    return withDatabase(
      async (url) => {
        await migrateDatabase(url, report)
        const { stop } = await serve({ ...config, databaseUrl: url }, report)
        atEnd(stop)
        // From here on only a signal, the parent or a lost database ends the process.
        await new Promise<never>(() => {})
      },
      { serves: true, onLost: (why) => fail(new CannotStart(why)) },
    )
  },
}
