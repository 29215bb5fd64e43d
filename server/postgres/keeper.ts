/**
 * One connection that a process keeps for as long as it uses the database. Locks held over it tell the others:
 * everybody holds `inUse` shared, so the last one out stops the server; the one that serves holds `serving`.
 * A killed process loses its connection, and with it the locks: nothing stale is left behind.
 */
import pg from 'pg'

const inUse = 7_205_902
const serving = 7_205_903
const creating = 7_205_904

export class Keeper {
  private constructor(
    private readonly client: pg.Client,
    /** Settles when the connection breaks, not when it is closed. */
    readonly broken: Promise<void>,
  ) {}

  /** Nothing if the server is being stopped by the last one out. */
  static async open(url: string): Promise<Keeper | undefined> {
    const client = new pg.Client({ connectionString: url, application_name: 'chamka keeper' })
    const broken = new Promise<void>((resolve) => {
      client.on('error', () => resolve())
      client.on('end', () => resolve())
    })
    await client.connect()
    const keeper = new Keeper(client, broken)
    if (await keeper.holds('pg_try_advisory_lock_shared', inUse)) return keeper
    await keeper.close()
  }

  /** Whether this process is now the one that serves. */
  serve(): Promise<boolean> {
    return this.holds('pg_try_advisory_lock', serving)
  }

  /** Whether nobody else uses the server; then nobody can begin to until it has stopped. */
  async isLast(): Promise<boolean> {
    await this.client.query('select pg_advisory_unlock_shared($1)', [inUse])
    if (await this.holds('pg_try_advisory_lock', inUse)) return true
    await this.client.query('select pg_advisory_lock_shared($1)', [inUse])
    return false
  }

  async ensureDatabase(name: string): Promise<void> {
    await this.client.query('select pg_advisory_lock($1)', [creating])
    const { rowCount } = await this.client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await this.client.query(`create database ${pg.escapeIdentifier(name)}`)
    await this.client.query('select pg_advisory_unlock($1)', [creating])
  }

  async close(): Promise<void> {
    await this.client.end().catch(() => {})
  }

  private async holds(how: string, lock: number): Promise<boolean> {
    const { rows } = await this.client.query<{ held: boolean }>(`select ${how}($1) as held`, [lock])
    return rows[0]!.held
  }
}
