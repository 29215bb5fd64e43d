/**
 * The page to try the API. It knows nothing but the API's own document: every command and every read
 * in it can be chosen, edited and sent, as whoever is signed in.
 */
const at = (id) => document.getElementById(id)

const said = {
  signedOut: { km: 'អ្នកមិនទាន់ចូលប្រើ', en: 'Not signed in' },
  command: { km: 'បញ្ជា', en: 'command' },
  read: { km: 'សំណួរ', en: 'read' },
  permission: { km: 'សិទ្ធិ', en: 'Permission' },
  clock: { km: 'ពេលវេលាដែលរាប់', en: 'Clock' },
  offline: { km: 'ពេលគ្មានសេវា', en: 'Offline' },
  disputes: { km: 'រក្សាទុកជាវិវាទ', en: 'Kept as a dispute' },
  refusals: { km: 'ហេតុដែលអាចបដិសេធ', en: 'May be refused' },
  yes: { km: 'បាន', en: 'yes' },
  no: { km: 'មិនបាន', en: 'no' },
  notJson: { km: 'នេះមិនមែនជា JSON ទេ', en: 'This is not JSON' },
  notSent: { km: 'ផ្ញើមិនបាន៖ គ្មានបណ្ដាញ', en: 'Not sent: no network' },
}
const both = ({ km, en }) => `${km} · ${en}`

const api = await (await fetch('/api/openapi.json')).json()
const me = await fetch('/api/me').then((answer) => (answer.ok ? answer.json() : undefined))
at('who').textContent = me ? (me.person.nameKm ?? me.person.nameLatin) : both(said.signedOut)

const entries = [
  ...Object.keys(api['x-commands']).map((name) => ({
    kind: 'command',
    name,
    schema: api.components.schemas[`${name}.input`],
  })),
  ...Object.entries(api.paths)
    .filter(([path]) => path.startsWith('/api/read/'))
    .map(([path, { get }]) => ({
      kind: 'read',
      name: path.slice('/api/read/'.length),
      summary: `${get.summary} ${get.description}`,
      schema: get.parameters[0].content['application/json'].schema,
    })),
]
let chosen

// What scrolls can be reached from the keyboard; the heading takes the focus when a name is chosen.
for (const id of ['answer', 'schema']) at(id).tabIndex = 0
at('name').tabIndex = -1
list()
at('search').addEventListener('input', list)
at('new-key').addEventListener('click', () => {
  at('about').value = newKey()
})
at('form').addEventListener('submit', (event) => {
  event.preventDefault()
  void send()
})
window.addEventListener('hashchange', chooseFromAddress)
chooseFromAddress()

function list() {
  const wanted = at('search').value.trim().toLowerCase()
  at('names').replaceChildren(
    ...entries
      .filter(({ name, summary = '' }) => `${name} ${summary}`.toLowerCase().includes(wanted))
      .map((entry) => {
        const button = element(
          'button',
          { type: 'button' },
          entry.name,
          ' ',
          element('small', {}, both(said[entry.kind])),
        )
        button.setAttribute('aria-current', String(entry === chosen))
        button.addEventListener('click', () => {
          location.hash = `${entry.kind}=${entry.name}`
        })
        return element('li', {}, button)
      }),
  )
}

function chooseFromAddress() {
  const [kind, name] = location.hash.slice(1).split('=')
  const entry = entries.find((one) => one.kind === kind && one.name === name)
  if (entry && entry !== chosen) show(entry)
}

function show(entry) {
  chosen = entry
  list()
  at('form').hidden = false
  at('name').textContent = entry.name
  at('summary').textContent = entry.summary ?? ''
  at('about-field').hidden = entry.kind !== 'command'
  at('about').required = entry.kind === 'command'
  at('facts').replaceChildren(...factsOf(entry))
  at('input').value = JSON.stringify(exampleOf(entry.schema), null, 2)
  at('schema').textContent = JSON.stringify(entry.schema, null, 2)
  at('wrong').textContent = at('status').textContent = at('answer').textContent = ''
  if (entry.kind === 'command' && api['x-commands'][entry.name].begins) at('about').value = newKey()
  at('name').focus()
}

function factsOf({ kind, name }) {
  if (kind === 'read') return []
  const { permission, clock, offline, disputes, refusals } = api['x-commands'][name]
  const rows = [
    [said.permission, permission],
    [said.clock, clock],
    [said.offline, both(offline ? said.yes : said.no)],
    ...(disputes.length > 0 ? [[said.disputes, disputes.join(', ')]] : []),
    [said.refusals, refusals.join(', ')],
  ]
  return rows.flatMap(([term, value]) => [element('dt', {}, both(term)), element('dd', {}, value)])
}

async function send() {
  let input
  try {
    input = JSON.parse(at('input').value)
    at('wrong').textContent = ''
  } catch {
    at('wrong').textContent = both(said.notJson)
    at('input').focus()
    return
  }
  at('send').disabled = true
  try {
    const response = await (chosen.kind === 'read' ? read(input) : ask(input))
    at('status').textContent = String(response.status)
    at('answer').textContent = JSON.stringify(await response.json(), null, 2)
  } catch {
    at('wrong').textContent = both(said.notSent)
  } finally {
    at('send').disabled = false
  }
}

function read(input) {
  return fetch(`/api/read/${chosen.name}?input=${encodeURIComponent(JSON.stringify(input))}`)
}

function ask(input) {
  const about = at('about').value.trim()
  const envelope = {
    id: uuidv7(),
    home: about.slice(0, 2),
    name: chosen.name,
    about,
    input,
    person: me?.person.key ?? '',
    device: null,
    n: 0,
    askedAt: new Date().toISOString(),
    lastServerTime: null,
    after: [],
    signature: null,
  }
  return fetch('/api/ask', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(envelope),
  })
}

/** Something of the right form to begin with. */
function exampleOf(schema = {}) {
  if ('const' in schema) return schema.const
  if (schema.default !== undefined) return schema.default
  if (schema.enum) return schema.enum[0]
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return exampleOf(choices.find(({ type }) => type === 'null') ?? choices[0])
  switch (schema.type) {
    case 'object': {
      const wanted = Object.entries(schema.properties ?? {}).filter(([name]) => schema.required?.includes(name))
      return Object.fromEntries(wanted.map(([name, one]) => [name, exampleOf(one)]))
    }
    case 'array':
      return schema.minItems ? [exampleOf(schema.items)] : []
    case 'string':
      return ''
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0)
    case 'boolean':
      return false
    default:
      return null
  }
}

/** In the province of whoever asks. */
function newKey() {
  return `${me?.person.key.slice(0, 2) ?? '00'}-${uuidv7()}`
}

function uuidv7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const now = Date.now()
  for (let place = 0; place < 6; place++) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) % 256
  bytes[6] = (bytes[6] & 0x0f) | 0x70
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function element(name, attributes, ...children) {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...children)
  return made
}
