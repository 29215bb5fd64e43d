import { expect, test } from 'vitest'
import { commandNames } from '#capabilities/commands.ts'
import { serveStory } from '#dev/testing/served.ts'
import { capabilities, reads } from '#server/capabilities.ts'
import { openApi } from './openapi.ts'

const document: any = JSON.parse(JSON.stringify(openApi({ capabilities, reads, publicUrl: 'http://127.0.0.1:8080' })))

test('every command is an envelope with its input, permission, clock and refusals', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(Object.keys(document['x-commands']).sort()).toEqual([...commandNames].sort())
  expect(document.components.schemas.Envelope.oneOf).toHaveLength(commandNames.length)
  expect(document['x-commands']['proposal.approve']).toMatchObject({
    permission: 'proposal.decide',
    clock: 'received',
    refusals: expect.arrayContaining(['proposal.wrong-state', 'duty.own-affair', 'record.not-found']),
  })
  expect(document.components.schemas['proposal.approve.input'].properties).toHaveProperty('seen')
  expect(document.components.schemas['proposal.approve'].allOf[1].properties.name).toEqual({
    const: 'proposal.approve',
  })
})

test('every read is an address with its question', () => {
  for (const [name, read] of Object.entries(reads)) {
    const { get } = document.paths[`/api/read/${name}`]
    expect(get.summary).toBe(read.summary)
    expect(get.parameters[0].content['application/json'].schema.type).toBe('object')
  }
})

test('every refusal has its words in both languages', () => {
  for (const [reason, words] of Object.entries<any>(document['x-refusals']))
    expect({ reason, km: words.km !== undefined, en: words.en !== undefined }).toEqual({ reason, km: true, en: true })
})

test('whatever it refers to is there', () => {
  const names = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name!)
  expect(names.length).toBeGreaterThan(100)
  expect(names.filter((name) => !(name in document.components.schemas))).toEqual([])
})

test('every address of the server that takes or gives JSON is in it', async () => {
  const served = await serveStory({ bare: true })
  try {
    const inside = served.chamka.app.routes
      .filter(({ method, path }) => method !== 'ALL' && path.startsWith('/api/'))
      .map(({ path }) => path.replaceAll(/:(\w+)/g, '{$1}'))
    const described = new Set([...Object.keys(document.paths), '/api/read/{name}', '/api/problems/{name}'])
    const itself = ['/api/', '/api/page.js', '/api/page.css', '/api/openapi.json']
    expect([...new Set(inside)].filter((path) => !described.has(path) && !itself.includes(path))).toEqual([])
  } finally {
    await served.end()
  }
})
