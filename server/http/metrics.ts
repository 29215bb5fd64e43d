/** What Prometheus may ask: how much, how long, how full. Counts and durations only. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Pool } from '#server/database/connection.ts'

export type Metrics = ReturnType<typeof openMetrics>

export function openMetrics(pool: Pool) {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  new Gauge({
    name: 'chamka_pool_connections',
    help: 'Connections to the database, by what they do',
    labelNames: ['state'],
    registers,
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'waited-for' }, pool.waitingCount)
    },
  })

  return {
    requests: new Histogram({
      name: 'chamka_http_seconds',
      help: 'How long requests took, by route and state',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    envelopes: new Counter({
      name: 'chamka_envelopes_total',
      help: 'Envelopes that arrived, by what became of them',
      labelNames: ['outcome'],
      registers,
    }),
    waiting: new Gauge({
      name: 'chamka_envelopes_waiting',
      help: 'Envelopes at the door that are not yet decided',
      registers,
    }),
    contentType: registry.contentType,
    text: () => registry.metrics(),
  }
}
