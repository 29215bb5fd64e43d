/**
 * What runs in the measured browser: the device side of the field app on the browser's own database, and
 * its lists. Every step comes back with the milliseconds it took.
 */
import { createElement, type FunctionComponent, type ReactNode } from 'react'
import { flushSync } from 'react-dom'
import { createRoot } from 'react-dom/client'
import { Router } from 'wouter'
import { byName } from '#apps/field/households/finding.ts'
import { HouseholdsScreen } from '#apps/field/households/HouseholdsScreen.tsx'
import { TodayScreen } from '#apps/field/today/TodayScreen.tsx'
import { isFound, searchTermsOf, searchTextOf } from '#capabilities/households/household.search.ts'
import type { Household } from '#capabilities/households/household.ts'
import type { Page } from '#door/document.ts'
import type { Key } from '#door/key.ts'
import { type FieldEngine, openEngine } from '#sync/engine.ts'
import { engineOf, PhoneProvider } from '#sync/hooks.ts'
import { openLasting } from '#sync/lasting.ts'
import { openNetwork } from '#sync/network.ts'
import { openReplica } from '#sync/replica.ts'
import type { Storage } from '#sync/storage.ts'
import { openVault, sealedStorage } from '#sync/vault.ts'
import { EngineProvider } from '#ui/engine.ts'
import '#ui/look/tokens.css'
import '#ui/look/controls.css'
import '#apps/field/field.css'

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
  today(isSealed: boolean): Promise<Steps>
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

inside.today = async (isSealed) => {
  const engine = await opened(isSealed)
  const began = performance.now()
  const place = drawn(engine, '/', TodayScreen)
  await painted(() => place.querySelector('li') !== null)
  const listed = performance.now()
  await engine.close()
  return { "first list, an officer's day": listed - began }
}

inside.open = async (isSealed, village, typed) => {
  const began = performance.now()
  const engine = await opened(isSealed)
  const ready = performance.now()
  const place = drawn(engine, `/households?village=${village}`, HouseholdsScreen)
  await painted(() => place.querySelector('li') !== null)
  const listed = performance.now()

  // Somebody who types the moment the list is there waits until it is known by what everybody is found.
  const field = place.querySelector('input')!
  const hasty = performance.now()
  press(field, typed[0]!)
  await painted(() => place.querySelector('li') !== null && place.querySelector('[role=status]') === null)
  const sought = performance.now()

  // What is found by which letters, worked out beside the screen, so that it is known what must appear.
  const households = engine.all<Household>('household')
  const before = performance.now()
  const texts = households.map((household) => [household, searchTextOf(household)] as const)
  const steps: Record<string, number> = {
    open: ready - began,
    'first list': listed - ready,
    'search before the texts are ready': sought - hasty,
    'making the search texts, in all': performance.now() - before,
  }
  const firstFor = (words: string): string[] => {
    const terms = searchTermsOf(words)
    const found = texts.filter(([, text]) => isFound(text, terms)).map(([household]) => household)
    return byName(found)
      .slice(0, onScreen)
      .map(({ key }) => `/households/${key}`)
  }

  for (const [at, words] of typed.entries()) {
    const row = at % 2 === 0 ? 'search in Khmer' : 'search in Latin'
    const letters = [...words]
    for (let count = 1; count <= letters.length; count++) {
      const written = letters.slice(0, count).join('')
      const first = firstFor(written)
      if (first.length === 0) throw new Error(`nobody is found by ${written}`)
      await rested()
      const pressed = performance.now()
      press(field, written)
      await painted(() => linksIn(place).join() === first.join())
      steps[row] = Math.max(steps[row] ?? 0, performance.now() - pressed)
    }
  }
  const ofVillage = households.filter(({ place }) => place === village).length
  const cleared = performance.now()
  press(field, '')
  await painted(() => place.querySelectorAll('li').length === Math.min(ofVillage, pageSize))
  steps['the rest of the page, behind what is seen'] = performance.now() - cleared
  await engine.close()
  return { ...steps, households: households.length }
}

async function opened(isSealed: boolean): Promise<FieldEngine> {
  const { person } = await recorded()
  const storage = await drawersOf(person, isSealed)
  const network = openNetwork(() => Promise.reject(new Error('no signal')))
  const none = async () => ({ failed: 'network' }) as const
  const transport = { deliver: none, pull: none, pack: none, cost: none }
  return openEngine({ storage, network, transport, person })
}

function drawn(engine: FieldEngine, address: string, screen: FunctionComponent): HTMLElement {
  history.replaceState(null, '', address)
  const place = document.body.appendChild(document.createElement('div'))
  const around = (children: ReactNode) =>
    createElement(
      PhoneProvider,
      { value: engine },
      createElement(EngineProvider, { value: engineOf(engine) }, createElement(Router, null, children)),
    )
  flushSync(() => createRoot(place).render(around(createElement(screen))))
  return place
}

/** So many stand in a list before somebody asks for more. */
const pageSize = 50
/** So many entries fill the window of a phone, and more. */
const onScreen = 10

function linksIn(place: HTMLElement): string[] {
  return [...place.querySelectorAll('li > a')].slice(0, onScreen).map((link) => link.getAttribute('href')!)
}

/** One more letter stands in the field. */
function press(field: HTMLInputElement, words: string): void {
  field.value = words
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

/** Until it is so, and the frame in which it is so was drawn: laid out, painted, handed to the screen. */
async function painted(isSo: () => boolean): Promise<void> {
  for (;;) {
    await new Promise(requestAnimationFrame)
    const isDrawnNow = isSo()
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => resolve()
      port2.postMessage(null)
    })
    if (isDrawnNow) return
  }
}

/** A breath between two letters, in which what was left for later is done. */
function rested(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 300))
}

/** The data key of a phone with a PIN; the PIN itself is stretched before, and is not measured here. */
async function drawersOf(person: Key, isSealed: boolean): Promise<Storage> {
  if (!isSealed) return openLasting(person)
  const storage = await openLasting(`${person} sealed`)
  return sealedStorage(storage, await openVault(new Uint8Array(32).fill(7)))
}

let kept: Promise<Recorded> | undefined
/** The window was opened at the name of somebody. */
const whose = location.pathname

function recorded(): Promise<Recorded> {
  kept ??= fetch(`/recorded${whose}`).then((response) => response.json())
  return kept
}

function ended(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = () => reject(transaction.error)
  })
}
