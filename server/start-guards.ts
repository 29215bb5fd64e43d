/**
 * When the product must not start, decided from facts about its settings and its database.
 *
 * The demonstration shows sample passwords and one-time codes to whoever opens the page. That is harmless only
 * while nobody but the person at this machine can open it, and while no account belongs to somebody real.
 */
import type { Config } from './config.ts'

export interface Facts {
  readonly config: Pick<Config, 'host' | 'publicUrl' | 'demonstration' | 'demonstrationAsked'>
  /** Sign-ins whose password or code the page shows. */
  readonly sampleAccounts: number
  readonly realAccounts: number
  /** Programmes in the database that are not the demonstration's. */
  readonly otherProgrammes: readonly string[]
}

/** The one sentence that says why not, or nothing. */
export function refuseToStart(facts: Facts): string | undefined {
  const { config, sampleAccounts, realAccounts, otherProgrammes } = facts
  const shows = sampleAccounts > 0 || loadsDemonstration(facts)

  if (config.demonstrationAsked && otherProgrammes.length > 0)
    return `The demonstration never stands beside another programme, and this database holds ${otherProgrammes.join(', ')}; start with CHAMKA_DEMO=none.`
  if (config.demonstrationAsked && realAccounts > 0)
    return `The demonstration never stands beside real accounts, and this database holds ${realAccounts}; start with CHAMKA_DEMO=none.`
  if (sampleAccounts > 0 && otherProgrammes.length > 0)
    return `The demonstration never stands beside another programme, and this database holds its sample accounts and ${otherProgrammes.join(', ')}; use another database for one of them.`
  if (sampleAccounts > 0 && realAccounts > 0)
    return `This database holds ${sampleAccounts} sample accounts, whose passwords are known to all, beside ${realAccounts} real ones; remove one kind, or use another database.`
  if (shows && !isLoopback(config.host))
    return `The demonstration shows its passwords, so it listens only on this machine, not on ${config.host}; leave out HOST, or start with CHAMKA_DEMO=none on a database without samples.`
  if (shows && !isLoopback(new URL(config.publicUrl).hostname))
    return `The demonstration shows its passwords, so it is not published at ${config.publicUrl}; leave out PUBLIC_URL, or start with CHAMKA_DEMO=none on a database without samples.`
}

/** Whether this start fills the database. What a default would load gives way to what is there. */
export function loadsDemonstration({ config, realAccounts, otherProgrammes }: Facts): boolean {
  if (config.demonstration === 'none') return false
  return config.demonstrationAsked || (realAccounts === 0 && otherProgrammes.length === 0)
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}
