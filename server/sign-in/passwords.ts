/**
 * Passwords are hashed slowly on purpose, and each hash fills 32 MB while it is made. When a whole office
 * signs in at nine o'clock they are made two at a time: the others wait their turn, in the order in which
 * they came, and the server needs no more memory for them than for two.
 */
import * as library from 'better-auth/crypto'

const together = 2

const oneOfFew = fewAtOnce(together)

export function hashPassword(password: string): Promise<string> {
  return oneOfFew(() => library.hashPassword(password))
}

export function passwordFits(given: { readonly hash: string; readonly password: string }): Promise<boolean> {
  return oneOfFew(() => library.verifyPassword(given))
}

/** Lets so many pieces of work go on at once; whatever comes then waits behind what waits already. */
export function fewAtOnce(most: number) {
  const waiting: (() => void)[] = []
  let going = 0
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (going >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    else going += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // Its place is handed on; nobody slips in between.
      if (next) next()
      else going -= 1
    }
  }
}
