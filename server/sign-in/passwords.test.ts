import { expect, test } from 'vitest'
import { fewAtOnce, hashPassword, passwordFits } from './passwords.ts'

test('no more go on at once than few, each in its turn, and one that fails holds up nobody', async () => {
  const few = fewAtOnce(2)
  const begun: number[] = []
  let [going, most] = [0, 0]
  const results = await Promise.allSettled(
    Array.from({ length: 9 }, (_, at) =>
      few(async () => {
        begun.push(at)
        going += 1
        most = Math.max(most, going)
        await new Promise((resolve) => setTimeout(resolve, 2))
        going -= 1
        if (at % 3 === 0) throw new Error('at fault')
        return at
      }),
    ),
  )
  expect(most).toBe(2)
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  expect(results.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))).toEqual([1, 2, 4, 5, 7, 8])
  expect(await few(async () => 'still open')).toBe('still open')
})

test('a password fits its hash and no other, however many are asked at once', async () => {
  const hash = await hashPassword('a long enough password')
  const answers = await Promise.all(
    ['a long enough password', 'another long password', 'a long enough password'].map((password) =>
      passwordFits({ hash, password }),
    ),
  )
  expect(answers).toEqual([true, false, true])
})
