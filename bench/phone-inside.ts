/**
 * What runs in the measured browser: the device side of the field app on the browser's own database, and
 * its list of households. Every step comes back with the milliseconds it took.
 */
import { createElement, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { HouseholdsScreen } from '#apps/field/households/HouseholdsScreen.tsx'
import { searchTextOf } from '#capabilities/households/household.search.ts'
import type { Household } from '#capabilities/households/household.ts'
import type { Page } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import { openEngine } from '#sync/engine.ts'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { openLasting } from '#sync/lasting.ts'
import { openNetwork } from '#sync/network.ts'
import { openReplica } from '#sync/replica.ts'
import type { Storage } from '#sync/storage.ts'
import { openVault, sealedStorage } from '#sync/vault.ts'
import { EngineProvider } from '#ui/engine.ts'

export interface Recorded {
  readonly person: Key
  readonly pages: readonly string[]
  /** By digest. */
  readonly packs: Readonly<Record<string, string>>
}

export type Steps = Readonly<Record<string, number>>

const inside = globalThis as unknown as {
  floor(): Promise<Steps>
  load(isSealed: boolean): Promise<Steps>
  open(isSealed: boolean, village: string, typed: readonly string[]): Promise<Steps>
}

inside.floor = async () => {
  const { pages, packs } = await recorded()
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(`floor ${Math.random()}`, 1)
    request.onupgradeneeded = () => request.result.createObjectStore('blobs')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const texts = [...pages, ...Object.values(packs)]
  const began = performance.now()
  for (const [at, text] of texts.entries()) {
    const transaction = database.transaction('blobs', 'readwrite', { durability: 'strict' })
    transaction.objectStore('blobs').put(new Blob([text]), at)
    await ended(transaction)
  }
  const written = performance.now()
  const blobs = await new Promise<Blob[]>((resolve, reject) => {
    const request = database.transaction('blobs').objectStore('blobs').getAll()
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  for (const blob of blobs) await blob.arrayBuffer()
  const read = performance.now()
  database.close()
  return { 'floor: write the same bytes': written - began, 'floor: read them': read - written }
}

inside.load = async (isSealed) => {
  const { person, pages, packs } = await recorded()
  const storage = await drawersOf(person, isSealed)
  const began = performance.now()
  const replica = await openReplica(storage)
  for (const text of pages) {
    const page = JSON.parse(text) as Page
    await replica.take(page)
    if (!page.complete) continue
    for (const note of replica.lacks()) await replica.takePack(note, JSON.parse(packs[note.digest]!))
    if (!replica.matches(page)) throw new Error('the phone holds something else than the office told')
    await replica.prove(page.complete.seen)
  }
  const took = performance.now() - began
  storage.close()
  return { load: took }
}

inside.open = async (isSealed, village, typed) => {
  const { person } = await recorded()
  const began = performance.now()
  const storage = await drawersOf(person, isSealed)
  const network = openNetwork(() => Promise.reject(new Error('no signal')))
  const none = async () => ({ failed: 'network' }) as const
  const transport = { deliver: none, pull: none, pack: none }
  const engine = await openEngine({ storage, network, transport, person })
  const opened = performance.now()

  history.replaceState(null, '', `/households?village=${village}`)
  const place = document.body.appendChild(document.createElement('div'))
  const around = (children: ReactNode) =>
    createElement(
      PhoneProvider,
      { value: engine },
      createElement(EngineProvider, { value: engineOf(engine) }, createElement(Router, null, children)),
    )
  flushSync(() => createRoot(place).render(around(createElement(HouseholdsScreen))))
  await until(() => place.querySelector('li') !== null)
  void document.body.offsetHeight
  const listed = performance.now()

  // What the search goes by is made in slices behind the screen; here it is made once more, to know what it costs.
  const households = engine.all<Household>('household')
  const before = performance.now()
  for (const household of households) searchTextOf(household)
  const texts = performance.now() - before
  const steps: Record<string, number> = {
    open: opened - began,
    'first list': listed - opened,
    'making the search texts, in all': texts,
  }
  const field = place.querySelector('input')!
  // Nobody is found by it: the texts are ready once the list is empty and no longer says that it searches.
  await type(field, 'zzzzzz')
  await until(() => place.querySelector('li, [role=status]') === null)
  for (const [at, words] of typed.entries()) {
    const asked = performance.now()
    await type(field, words)
    void document.body.offsetHeight
    const key = at % 2 === 0 ? 'search in Khmer' : 'search in Latin'
    steps[key] = Math.max(steps[key] ?? 0, performance.now() - asked)
    if (place.querySelector('li') === null) throw new Error(`nobody was found by ${words}`)
  }
  await engine.close()
  return { ...steps, households: households.length }
}

/** As a finger does, until it is drawn. */
async function type(field: HTMLInputElement, words: string): Promise<void> {
  field.value = words
  flushSync(() => field.dispatchEvent(new Event('input', { bubbles: true })))
  await new Promise((resolve) => setTimeout(resolve))
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve))
}

/** The data key of a phone with a PIN; the PIN itself is stretched before, and is not measured here. */
async function drawersOf(person: Key, isSealed: boolean): Promise<Storage> {
  if (!isSealed) return openLasting(person)
  const storage = await openLasting(`${person} sealed`)
  return sealedStorage(storage, await openVault(new Uint8Array(32).fill(7)))
}

let kept: Promise<Recorded> | undefined

function recorded(): Promise<Recorded> {
  kept ??= fetch('/recorded').then((response) => response.json())
  return kept
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error)
  })
}
