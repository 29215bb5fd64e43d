import { expect, test } from 'vitest'
import { openTurns } from './turns.ts'

/** Asks for a turn and notes when it came. */
function noting(turns: ReturnType<typeof openTurns>, order: string[]) {
  return (device: string, said: string) => turns.take(device).then((problem) => order.push(problem ? 'no' : said))
}

const aMoment = () => new Promise((resolve) => setTimeout(resolve))

test('a device that asks much waits behind itself, and nobody else behind it (CHT #10408)', async () => {
  const turns = openTurns({ together: 2, waitingMax: 10 })
  const order: string[] = []
  const ask = noting(turns, order)
  void ask('greedy', 'greedy 1')
  for (const n of [2, 3, 4]) void ask('greedy', `greedy ${n}`)
  void ask('modest', 'modest 1')
  void ask('late', 'late 1')
  await aMoment()
  expect(order).toEqual(['greedy 1', 'modest 1'])

  turns.done('greedy')
  await aMoment()
  turns.done('greedy')
  await aMoment()
  // The second of the greedy one came before the late one asked; its third comes behind.
  expect(order).toEqual(['greedy 1', 'modest 1', 'greedy 2', 'late 1'])
  turns.done('late')
  await aMoment()
  expect(order.at(-1)).toBe('greedy 3')
})

test('when too many wait, whoever comes is told when to come again, and not all at once (OpenCRVS #12880)', async () => {
  const chances = [0, 1]
  const turns = openTurns({ together: 1, waitingMax: 1 }, () => chances.shift()!)
  expect(await turns.take('one')).toBeUndefined()
  void turns.take('two')
  expect(await turns.take('three')).toEqual({ problem: 'too-many', wait: 5 })
  expect(await turns.take('four')).toEqual({ problem: 'too-many', wait: 20 })
})

test('every turn that was asked for comes', async () => {
  const turns = openTurns({ together: 3, waitingMax: 1_000 })
  let [most, now, done] = [0, 0, 0]
  await Promise.all(
    Array.from({ length: 200 }, async (_, at) => {
      const device = `device ${at % 7}`
      await turns.take(device)
      now += 1
      most = Math.max(most, now)
      await aMoment()
      now -= 1
      done += 1
      turns.done(device)
    }),
  )
  expect({ done, now, most }).toEqual({ done: 200, now: 0, most: 3 })
})
