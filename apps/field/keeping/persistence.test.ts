import { expect, test, vi } from 'vitest'
import { openPersistence } from './persistence.ts'

/** A browser that keeps its promise as long as nobody looks. */
function aBrowser({ grants }: { grants: boolean }) {
  let isPromised = false
  return {
    persisted: vi.fn(async () => isPromised),
    persist: vi.fn(async () => {
      isPromised = grants
      return grants
    }),
    estimate: async () => ({ quota: 100, usage: 130 }),
  }
}

test('nothing is asked before there is something to lose, and then once', async () => {
  const browser = aBrowser({ grants: false })
  const persistence = openPersistence(browser)
  await persistence.look()
  expect(browser.persist).not.toHaveBeenCalled()
  await persistence.ask()
  await persistence.ask()
  expect(browser.persist).toHaveBeenCalledTimes(1)
  expect(persistence.standing()).toEqual({ isPromised: false, used: 130, free: 0 })
})

test('a promise that stands is not asked for again', async () => {
  const browser = aBrowser({ grants: true })
  await openPersistence(browser).ask()
  const reopened = openPersistence(browser)
  const listener = vi.fn()
  reopened.onTurn(listener)
  await reopened.ask()
  expect(browser.persist).toHaveBeenCalledTimes(1)
  expect(reopened.standing()?.isPromised).toBe(true)
  expect(listener).toHaveBeenCalled()
})

test('where the browser says nothing, nothing is claimed', async () => {
  const silent = openPersistence(undefined)
  await silent.ask()
  expect(silent.standing()).toBeUndefined()

  const failing = openPersistence({
    persisted: async () => Promise.reject(new TypeError('not here')),
    persist: async () => Promise.reject(new TypeError('not here')),
    estimate: async () => ({}),
  })
  await failing.ask()
  expect(failing.standing()).toEqual({ isPromised: false, used: undefined, free: undefined })
})
