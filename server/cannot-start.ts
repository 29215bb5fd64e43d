/**
 * A reason not to start that a person can act on: printed as its one sentence, exit code 1, no stack.
 * Anything else that is thrown at the start is a bug and keeps its stack.
 */
export class CannotStart extends Error {}

interface Details {
  readonly port: number
  readonly address: string
  /** Where in PostgreSQL it came up. */
  readonly routine: string
}

/** PostgreSQL's words for a user who may not make roles, or not pass one on. */
const aboutRoles = ['CreateRole', 'AddRoleMems', 'check_role_membership_authorization']

/** The one sentence for an error, or nothing if the error is a bug. */
export function sentenceFor(error: unknown): string | undefined {
  if (error instanceof CannotStart) return error.message
  const { code, syscall, path, port, address, routine } = error as NodeJS.ErrnoException & Partial<Details>
  const where = path ? ` (${path})` : ''
  // 53100 is how PostgreSQL says it.
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === '53100')
    return `The disk is full${where}; free some space and start again.`
  if (code === 'EACCES' && port) return `Port ${port} may only be used by root; choose another: PORT=8080 npm start.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `This user may not write here${where}; give the folder to this user, or name another with CHAMKA_DATA.`
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${address} is taken by another program; stop it, or choose another port: PORT=${(port ?? 8080) + 1} npm start.`
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${address}; correct HOST.`
  if (code === 'ENOENT' && syscall === 'mkdir')
    return `The folder${where} cannot be made; name another with CHAMKA_DATA.`
  if (code === '42501' && aboutRoles.includes(routine ?? ''))
    return 'The user in DATABASE_URL may not make the role that sign-in works under; let the administrator of that server run "create role chamka_sign_in nologin" and "grant chamka_sign_in to" that user, and start again.'
  if (code === 'ENOTDIR' || code === 'EEXIST')
    return `A file stands where a folder is needed${where}; name another folder with CHAMKA_DATA.`
}
