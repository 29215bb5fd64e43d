import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { SoundList } from '#capabilities/sounds/sound.ts'
import { openNetwork } from './network.ts'
import { openSounds } from './sounds.ts'
import { inMemory, StorageFull } from './storage.ts'

const files = { title: 'the title read out', thirty: 'thirty', birds: 'birds', english: 'in English' }
const digests = Object.fromEntries(
  Object.entries(files).map(([name, text]) => [name, createHash('sha256').update(text).digest('hex')]),
) as Record<keyof typeof files, string>

const khmer: SoundList = {
  key: '00-sounds-story-km',
  version: 1,
  programme: 'story',
  place: '',
  language: 'km',
  sounds: { 'message/title': digests.title, 'number/30': digests.thirty, 'message/unit_bird': digests.birds },
}
const english: SoundList = {
  ...khmer,
  key: '00-sounds-story-en',
  language: 'en',
  sounds: { 'message/title': digests.english },
}

async function aPhone(road: (digest: string) => Response | undefined = serve, storage = inMemory()) {
  let lists: SoundList[] = [khmer, english]
  const asked: string[] = []
  const network = openNetwork(async (address) => {
    const digest = address.split('/').at(-1)!
    asked.push(digest)
    const response = road(digest)
    if (!response) throw new Error('no signal')
    return response
  })
  const sounds = await openSounds({ storage, network, listed: () => lists, language: () => 'km', tell: () => {} })
  return { sounds, asked, storage, list }

  function list(to: SoundList[]) {
    lists = to
  }
}

function serve(digest: string): Response {
  const text = Object.entries(files).find(([name]) => digests[name as keyof typeof files] === digest)?.[1]
  return text ? new Response(text, { headers: { 'content-type': 'audio/webm' } }) : new Response(null, { status: 404 })
}

describe('recordings', () => {
  test('are fetched in the order of use, in the language that is spoken, and once', async () => {
    const { sounds, asked } = await aPhone()
    expect(sounds.find(['message/title'], 'km')).toBeUndefined()
    await Promise.all([sounds.fetch(), sounds.fetch()])
    await sounds.fetch()
    expect(asked).toEqual([digests.title, digests.thirty, digests.birds])
    expect(sounds.find(['message/title'], 'km')).toEqual([digests.title])
    expect(sounds.find(['message/title'], 'en')).toBeUndefined()
    expect(await (await sounds.open(digests.title))!.text()).toBe(files.title)
  })

  test('of a sentence in pieces are played only if every piece is here', async () => {
    const { sounds } = await aPhone()
    await sounds.fetch()
    expect(sounds.find(['number/30', 'message/unit_bird'], 'km')).toEqual([digests.thirty, digests.birds])
    expect(sounds.find(['item/chick', 'number/30', 'message/unit_bird'], 'km')).toBeUndefined()
    expect(sounds.find([], 'km')).toBeUndefined()
  })

  test('are gone on with after the signal went, and are there after the phone was opened anew', async () => {
    let left = 1
    const cut = await aPhone((digest) => (left-- > 0 ? serve(digest) : undefined))
    await cut.sounds.fetch()
    expect(cut.sounds.find(['message/title'], 'km')).toBeDefined()
    expect(cut.sounds.find(['number/30'], 'km')).toBeUndefined()

    const again = await aPhone(serve, cut.storage)
    expect(again.sounds.find(['message/title'], 'km')).toBeDefined()
    await again.sounds.fetch()
    expect(again.asked).toEqual([digests.thirty, digests.birds])
  })

  test('that are not what they are called are not kept', async () => {
    const { sounds, asked } = await aPhone(() => new Response('something else'))
    await sounds.fetch()
    await sounds.fetch()
    expect(asked).toHaveLength(3)
    expect(sounds.find(['message/title'], 'km')).toBeUndefined()
  })

  test('that nobody plays any more leave the phone', async () => {
    const { sounds, storage, list } = await aPhone()
    await sounds.fetch()
    list([{ ...khmer, sounds: { 'number/30': digests.thirty } }])
    await sounds.fetch()
    expect(await storage.keys('sounds')).toEqual([digests.thirty])
    expect(sounds.find(['message/title'], 'km')).toBeUndefined()
  })

  test('make room for work, and are not fetched again at once', async () => {
    const { sounds, asked, storage } = await aPhone()
    await sounds.fetch()
    expect(await sounds.drop()).toBe(true)
    expect(await storage.keys('sounds')).toEqual([])
    expect(sounds.find(['message/title'], 'km')).toBeUndefined()
    await sounds.fetch()
    expect(asked).toHaveLength(3)
    expect(await sounds.drop()).toBe(false)
  })

  test('stop where there is no room for them', async () => {
    const storage = { ...inMemory(), write: () => Promise.reject(new StorageFull()) }
    const { sounds, asked } = await aPhone(serve, storage)
    await sounds.fetch()
    expect(asked).toEqual([digests.title])
  })
})
