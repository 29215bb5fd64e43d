/** A reason to stop that a person can act on: one sentence, exit code 1, no stack. */
export class Sentence extends Error {}

/** Runs the work and answers its exit code; a reason that a person can act on is printed. */
export async function orSentence(work) {
  try {
    return (await work()) ?? 0
  } catch (error) {
    console.error(sentenceFor(error) ?? error)
    return 1
  }
}

function sentenceFor(error) {
  if (error instanceof Sentence) return error.message
  const where = error.path ? ` (${error.path})` : ''
  if (isFullDisk(String(error.code))) return `The disk is full${where}; free some space and start again.`
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code) && error.port)
    return `Port ${error.port} may only be used by root; choose another: PORT=8080 npm start.`
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code))
    return `This user may not write in the project's folder${where}; start as the user it belongs to, or clone it anew.`
  if (error.code === 'EADDRNOTAVAIL') return `This machine has no address ${error.address}; correct HOST.`
}

export function isFullDisk(text) {
  return /ENOSPC|EDQUOT|no space left on device/i.test(text)
}
