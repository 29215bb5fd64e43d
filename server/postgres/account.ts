/**
 * Who runs PostgreSQL. It refuses to run as root, so root runs it as another user: `chamka` if the machine has
 * one, else `postgres`, else `nobody`; data that exist are run by their owner. An ordinary user runs it himself.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, lchownSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { CannotStart } from '#server/cannot-start.ts'

export interface Account {
  readonly name: string
  /** How to start a program as this account. */
  run(program: string, args: readonly string[]): Command
  /** Hands a file or folder to this account. */
  own(path: string): void
}

export interface Command {
  readonly command: string
  readonly args: string[]
  readonly options: { env: Record<string, string>; uid?: number; gid?: number }
}

interface User {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** @param cluster the folder of PostgreSQL's data, which need not exist yet. */
export function chooseAccount(folder: string, cluster: string): Account {
  const owner = existsSync(cluster) ? statSync(cluster).uid : undefined
  const me = process.getuid?.()
  // HOME: root's made libpq in the server fail on its certificate path. The rest is left out so that
  // no PG* variable of the caller reaches the server.
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder, LC_ALL: 'C.UTF-8', TZ: 'UTC' }

  if (me !== 0) {
    if (owner !== undefined && owner !== me)
      throw new CannotStart(
        `The data in ${folder} belong to ${nameOf(owner)}; start as that user or as root, or name another folder with CHAMKA_DATA.`,
      )
    return { name: 'own', run: (command, args) => ({ command, args: [...args], options: { env } }), own: () => {} }
  }

  const keeper = owner === undefined ? undefined : users().find(({ uid }) => uid === owner && uid !== 0)
  const user = keeper ?? firstOf(['chamka', 'postgres', 'nobody'])
  if (!user)
    throw new CannotStart(
      'PostgreSQL may not run as root, and this machine has no user nobody; start as an ordinary user, or name a server with DATABASE_URL.',
    )
  const { name, uid, gid } = user
  const own = (path: string) => lchownSync(path, uid, gid)
  // Data that were copied belong to root, or to somebody this machine does not know.
  if (owner !== undefined && !keeper) walk(cluster, own)
  if (canEnter(folder, user)) {
    return { name, run: (command, args) => ({ command, args: [...args], options: { env, uid, gid } }), own }
  }

  const enter = wayThroughClosedFolders(user)
  if (!enter)
    throw new CannotStart(
      `PostgreSQL may not run as root, and the user ${name} cannot enter ${folder}; name a folder that others may enter with CHAMKA_DATA, such as /var/lib/chamka.`,
    )
  const [setpriv, ...first] = enter
  return {
    name,
    run: (command, args) => ({ command: setpriv!, args: [...first, command, ...args], options: { env } }),
    own,
  }
}

/**
 * Below a folder that only root may enter, such as root's home: the one capability to pass through folders
 * goes along. The other way, a user namespace, leaves the server all the files of root to write to.
 */
function wayThroughClosedFolders({ uid, gid }: User): string[] | undefined {
  return ['dac_read_search', 'dac_override']
    .map((capability) => [
      'setpriv',
      ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--securebits=+no_setuid_fixup'],
      ...[`--inh-caps=-all,+${capability}`, `--ambient-caps=-all,+${capability}`, `--bounding-set=-all,+${capability}`],
    ])
    .find(([command, ...args]) => {
      try {
        execFileSync(command!, [...args, 'true'], { stdio: 'ignore' })
        return true
      } catch {
        return false
      }
    })
}

function walk(path: string, visit: (path: string) => void): void {
  visit(path)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) walk(join(path, name), visit)
}

function canEnter(folder: string, { uid, gid }: User): boolean {
  const above = dirname(folder)
  const { mode, uid: owner, gid: group } = statSync(folder)
  const allowed = owner === uid ? mode & 0o100 : group === gid ? mode & 0o010 : mode & 0o001
  return allowed !== 0 && (above === folder || canEnter(above, { uid, gid, name: '' }))
}

function firstOf(names: string[]): User | undefined {
  const all = users()
  return names.map((name) => all.find((user) => user.name === name)).find((user) => user !== undefined)
}

function users(): User[] {
  if (!existsSync('/etc/passwd')) return []
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))
}

function nameOf(uid: number): string {
  return users().find((user) => user.uid === uid)?.name ?? `user ${uid}`
}
