/**
 * The server put together: database, secrets, door, what follows, sign-in, addresses.
 *
 * `assemble` makes all of it and opens nothing to the world; `serve` is the process that npm start runs.
 */
import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { voucherSealWith } from '#capabilities/vouchers/voucher.seal.store.ts'
import { homeOf, type Key, national, uuidv7 } from '#door/key.ts'
import { dayOf } from '#door/values.ts'
import { systemKey } from './actors.ts'
import { boxesWith } from './boxes.ts'
import { CannotStart } from './cannot-start.ts'
import { capabilities, reactions, reads, stores } from './capabilities.ts'
import { jobsOver, openClock } from './clock.ts'
import type { Config } from './config.ts'
import { openPool } from './database/connection.ts'
import { migrate } from './database/migrate.ts'
import { type Answer, openDoor } from './door.ts'
import { figuresOver } from './figures.ts'
import { openUploads } from './files/uploads.ts'
import { firstFill } from './first-fill.ts'
import { httpApp } from './http/app.ts'
import { type Limits, limits as ordinaryLimits } from './http/limits.ts'
import { closeListener, listenerFor } from './http/listener.ts'
import { openMetrics } from './http/metrics.ts'
import { openImports } from './imports/worker.ts'
import { faultOf, type Log, logDestination, openLog } from './logs.ts'
import { smsWith } from './outside/sms.ts'
import type { Report } from './process.ts'
import { readProgrammes } from './programmes.ts'
import { projectFolder } from './project.ts'
import { openReactions } from './reactions.ts'
import { openSeals } from './seals.ts'
import { openSecrets } from './secrets.ts'
import { accountsOver, startFacts } from './sign-in/accounts.ts'
import { demonstrationOver, samplePassword } from './sign-in/demonstration.ts'
import { firstAdministratorOver } from './sign-in/first-administrator.ts'
import { notesOver } from './sign-in/notes.ts'
import { openSignIn } from './sign-in/sign-in.ts'
import { timeSealWith } from './signatures.ts'
import { refuseToStart } from './start-guards.ts'

/** Raised when the key that vouchers are signed with is replaced. */
const voucherKeyNumber = 1
/** Raised when the key that phones seal boxes to is replaced. */
const boxKeyNumber = 1

type Settings = Pick<
  Config,
  'host' | 'port' | 'publicUrl' | 'dataFolder' | 'demonstration' | 'demonstrationAsked' | 'sms' | 'log'
> & {
  readonly databaseUrl: string
} & Partial<Pick<Config, 'documentsMax' | 'tls'>>

/** What tests and measurements hand in instead of the ordinary. */
interface Instead {
  readonly now?: () => Date
  readonly limits?: Limits
  readonly log?: Log
  readonly poolMax?: number
}

export type Chamka = Awaited<ReturnType<typeof assemble>>

export async function assemble(config: Settings, instead: Instead = {}) {
  const {
    now = () => new Date(),
    limits = ordinaryLimits,
    log = openLog(config.log, logDestination(config.dataFolder)),
    poolMax,
  } = instead
  const migrations = join(projectFolder, 'server/database/migrations')
  await migrate(config.databaseUrl, migrations)

  const secrets = openSecrets(config.dataFolder)
  const pool = openPool(config.databaseUrl, poolMax)
  // A connection that is cut while idle is replaced when the next one is needed.
  pool.on('error', (error) => log.warn({ fault: faultOf(error) }, 'a connection to the database was lost'))
  const timeSeal = timeSealWith(secrets.random('time'))
  const serverTime = tellingTime(() => now().getTime(), timeSeal.tell)
  const door = openDoor({
    capabilities,
    stores,
    pool,
    timeSeal,
    now,
    onWritten(home, due) {
      following.wake(home, due)
      // Imports belong to no province: one that is to run is begun by a line there.
      if (home === national) imports.wake()
    },
  })
  const following = openReactions({
    reactions,
    door,
    pool,
    now,
    onTrouble: ({ error, ...line }) => log.error({ ...line, fault: faultOf(error) }, 'a reaction failed'),
  })
  const imports = openImports({
    door,
    pool,
    dataFolder: config.dataFolder,
    now,
    onTrouble: ({ error, ...line }) => log.error({ ...line, fault: faultOf(error) }, 'an import met a fault'),
  })
  const voucherSeal = voucherSealWith(secrets.signingKey('vouchers'), voucherKeyNumber)
  const boxes = boxesWith(secrets.boxKey('boxes'), boxKeyNumber)
  const seals = openSeals({ pool, folder: config.dataFolder, key: secrets.signingKey('seals'), now })
  const uploads = openUploads(config.dataFolder)
  const clock = openClock({
    databaseUrl: config.databaseUrl,
    jobs: jobsOver({ door, pool, seals, uploads, now }),
    onTrouble: ({ job, error }) => log.error({ job, fault: faultOf(error) }, 'the clock met a fault'),
  })

  const signIn = openSignIn({
    databaseUrl: config.databaseUrl,
    pool,
    secret: secrets.random('sign-in'),
    publicUrl: config.publicUrl,
    sms: smsWith(config.sms, pool),
    link,
  })
  const accounts = accountsOver({ signIn, pool, link })
  const demonstration = demonstrationOver({ pool, signIn, config })
  const first = firstAdministratorOver({ pool, accounts, register })

  const app = httpApp({
    voucherSeal,
    boxes,
    uploads,
    ...{
      door,
      pool,
      capabilities,
      stores,
      reads,
      signIn,
      accounts,
      first,
      demonstration,
      limits,
      log,
      now,
      serverTime,
      migrations,
    },
    metrics: openMetrics(pool),
    note: notesOver(pool, now),
    seals,
    // There is no table before a programme has been closed.
    figures: figuresOver(pool),
    documentsMax: config.documentsMax ?? 6_000,
    wordKey: secrets.random('seen'),
    publicUrl: config.publicUrl,
    dataFolder: config.dataFolder,
    buildFolder: join(projectFolder, '.build'),
  })
  const server = listenerFor(app, config.tls ?? null)

  let closed: Promise<void> | undefined
  return {
    app,
    server,
    door,
    pool,
    timeSeal,
    boxKey: boxes.key,
    signIn,
    accounts,
    first,
    demonstration,
    reactions: following,
    seals,
    log,

    /** From here on what follows from changes follows, and the hour asks what it asks. */
    async begin() {
      following.start()
      imports.start()
      await clock.start()
    },

    /** Takes an address of its own, as tests and measurements do, and says which. */
    async listen(): Promise<string> {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(config.port, config.host, () => resolve())
      })
      const { port } = server.address() as AddressInfo
      return `${config.tls ? 'https' : 'http'}://${config.host}:${port}`
    },

    /** Lets nobody new in, lets those inside finish, seals the journal and goes. */
    close: () => (closed ??= close()),
  }

  async function close() {
    await closeListener(server)
    await clock.stop()
    await imports.stop()
    await following.stop()
    await seals.seal().catch((error) => log.error({ fault: faultOf(error) }, 'the journal was not sealed'))
    await signIn.close()
    await pool.end()
    log.flush()
  }

  async function link(person: Key, accountId: string) {
    const answer = await asSystem('person.linkAccount', person, { accountId })
    if (answer.outcome !== 'accepted') throw new Error(`an account was not linked: ${answer.outcome}`)
  }

  async function register(person: Key, { name, email }: { name: string; email: string }) {
    const isKhmer = /[\u1780-\u17ff]/.test(name)
    const given = { programme: '*', place: '', sex: null, phone: null, email }
    const names = isKhmer ? { nameKm: name, nameLatin: null } : { nameKm: null, nameLatin: name }
    const registered = await asSystem('person.register', person, { ...given, ...names })
    if (registered.outcome === 'refused') return { problem: 'unreadable' as const }
    const from = dayOf(now().toISOString())
    await asSystem('person.grant', person, { role: 'administrator', programme: '*', places: [''], from })
  }

  /** The installation itself asks: nobody signed in can ask in this name. */
  function asSystem(name: string, about: Key, input: Record<string, unknown>): Promise<Answer> {
    const askedAt = now().toISOString()
    return door.ask(
      {
        ...{
          name,
          about,
          input,
          askedAt,
          person: systemKey,
          home: homeOf(about),
          id: uuidv7(Date.now(), randomBytes(10)),
        },
        ...{ device: null, n: 0, lastServerTime: null, after: [], signature: null },
      },
      systemKey,
    )
  }
}

/** The process: the programmes held against what is known, guards, the first fill where one is due, the address, and who may sign in. */
export async function serve(config: Settings, report: Report): Promise<{ stop(): Promise<void> }> {
  const programmes = readProgrammes()
  const chamka = await assemble(config)
  try {
    const facts = await startFacts(chamka.pool, config)
    const sentence = refuseToStart(facts)
    if (sentence) throw new CannotStart(sentence)

    await firstFill(chamka, { databaseUrl: config.databaseUrl, facts, programmes }, report)
    await chamka.begin()
    await report.listen(chamka.server, config)
    report.ready({ addresses: addressesOf(config.publicUrl), people: await whomToSignInAs(chamka) })
    if (await chamka.first.isAwaited()) {
      process.stdout.write(
        `Nobody is registered yet. Open ${config.publicUrl}/ and make the first administrator with the code ${chamka.first.code}.\n`,
      )
    }
    return { stop: chamka.close }
  } catch (error) {
    await chamka.close()
    throw error
  }
}

function addressesOf(publicUrl: string): string[] {
  return ['/', '/console/', '/field/', '/api/'].map((path) => `${publicUrl}${path}`)
}

async function whomToSignInAs({ demonstration }: Chamka) {
  if (!(await demonstration.isOn())) return []
  return (await demonstration.people()).map(({ nameLatin, nameKm, roles, place, email, phone }) => ({
    name: nameLatin ?? nameKm ?? '',
    role: roles.join(', '),
    place: place || 'Cambodia',
    signIn: email ? `${email}  ${samplePassword}` : `${phone}  (the code is on the page)`,
  }))
}

/** Sealing costs more than the tenth of a second is worth: requests of one tenth are told the same. */
function tellingTime(clock: () => number, tell: (instant: string) => string): () => string {
  let told = { at: Number.NaN, text: '' }
  return () => {
    const at = Math.floor(clock() / 100) * 100
    if (at !== told.at) told = { at, text: tell(new Date(at).toISOString()) }
    return told.text
  }
}
