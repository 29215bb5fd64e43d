/**
 * The reference: everything that can be derived from the product is derived, kept in docs/reference and
 * held against the product by a test. The difference that a change makes there is what it means.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { claimStates } from '#capabilities/claims/claim.ts'
import { commandNamed, commandNames } from '#capabilities/commands.ts'
import { installationRoles, type Roles } from '#capabilities/people/role.ts'
import { proposalSteps } from '#capabilities/proposals/proposal.ts'
import { voucherSteps } from '#capabilities/vouchers/voucher.ts'
import { reads } from '#server/capabilities.ts'
import { projectFolder } from '#server/project.ts'
import { refusalsOf } from './refusing.ts'
import { fieldsOf } from './shapes.ts'
import { tablesIn } from './tables.ts'

export const referenceFolder = 'docs/reference'

const made = '<!-- Made by `npm run chamka -- reference`; never edited. -->'

/** Each page by its file name. */
export async function referencePages(db: Pick<pg.ClientBase, 'query'>): Promise<Record<string, string>> {
  const pages = {
    'commands.md': commandsPage(),
    'reads.md': readsPage(),
    'permissions.md': permissionsPage(),
    'refusals.md': refusalsPage(),
    'states.md': statesPage(),
    'tables.md': page(
      'Tables',
      'Every table of the product. Records are rows with a home, an id and a version.',
      await tablesIn(db),
    ),
  }
  return Object.fromEntries(Object.entries(pages).map(([name, text]) => [name, `${text}\n`]))
}

function page(title: string, lead: string, text: string): string {
  return [made, `# ${title}`, '', lead, '', text].join('\n')
}

function commandsPage(): string {
  const nouns = [...new Set(commandNames.map((name) => name.split('.')[0]!))]
  const sections = nouns.map((noun) =>
    [
      `## ${noun}`,
      ...commandNames.filter((name) => name.startsWith(`${noun}.`)).map((name) => commandEntry(noun, name)),
    ].join('\n\n'),
  )
  return page(
    'Commands',
    `Everything that may be asked: ${commandNames.length} commands. Each may also be refused with \`input.invalid\`, \`actor.not-allowed\`,
\`record.not-found\`, \`actor.out-of-reach\` and \`programme.closed\`, and one that begins a record with \`record.exists\`. The other refusals
are those that its rules name. A name that ends in \`?\` may be left out.`,
    sections.join('\n\n'),
  )
}

function commandEntry(noun: string, name: string): string {
  const { permission, clock, offline, begins, office, disputes, input } = commandNamed(name)!
  const facts = [
    `Permission \`${permission}\``,
    clock === 'received' ? 'counts when it is received' : 'counts when it happened',
    begins === true && 'begins the record',
    begins === 'either' && 'begins the record or goes on with it',
    offline && 'works without a signal',
    office && 'stays in the office',
  ]
  const refusals = refusalsOf(noun, name.slice(noun.length + 1))
  const fields = fieldsOf(input)
  return [
    `### ${name}`,
    '',
    `${facts.filter(Boolean).join('; ')}.`,
    '',
    fields.length > 0 ? `Given: ${fields.join(', ')}.` : 'Given: nothing.',
    ...(refusals.length > 0 ? ['', `Refused with: ${refusals.map((reason) => `\`${reason}\``).join(', ')}.`] : []),
    ...(disputes ? ['', `Kept as disputed: ${disputes.map((reason) => `\`${reason}\``).join(', ')}.`] : []),
  ].join('\n')
}

function readsPage(): string {
  const rows = Object.entries(reads).map(
    ([name, { permission, summary, input }]) =>
      `| \`${name}\` | \`${permission}\` | ${summary} | ${fieldsOf(input).join(', ')} |`,
  )
  return page(
    'Reads',
    'Every question that can be read at `GET /api/read/<name>?input=<JSON>`. Each looks with the eyes of whoever asks: what lies out of reach is not there.',
    ['| read | permission | what it tells | given |', '| --- | --- | --- | --- |', ...rows].join('\n'),
  )
}

function permissionsPage(): string {
  const roles = JSON.parse(readFileSync(join(projectFolder, 'programmes/roles.json'), 'utf8')) as Roles
  const all: [string, Roles[string]][] = [
    ...Object.entries(roles),
    ...Object.entries(installationRoles).map(([name, role]): [string, Roles[string]] => [
      `${name} of the installation`,
      role,
    ]),
  ]
  const permissions = [...new Set(all.flatMap(([, role]) => role.permissions))].sort()
  const table = [
    `| permission | ${all.map(([name]) => name).join(' | ')} |`,
    `| --- | ${all.map(() => ':-:').join(' | ')} |`,
    ...permissions.map(
      (permission) =>
        `| \`${permission}\` | ${all.map(([, role]) => (role.permissions.includes(permission) ? '●' : '')).join(' | ')} |`,
    ),
  ]
  const told = all.map(
    ([name, { names, purpose, level, tier, apartFrom }]) =>
      `| ${name} | ${names.km} | ${purpose.en} | ${level} | ${tier || ''} | ${apartFrom.join(', ')} |`,
  )
  const needed = [
    ...commandNames.map((name) => commandNamed(name)!.permission),
    ...Object.values(reads).map((one) => one.permission),
  ]
  const system = [...new Set(needed)].filter((permission) => !permissions.includes(permission)).sort()
  return page(
    'Permissions',
    'Who may do what, as `programmes/roles.json` says it. A grant gives a role within a reach: places, one household or one shop.',
    [
      '| role | Khmer | for | widest reach | decides at tier | never beside |',
      '| --- | --- | --- | --- | --- | --- |',
      ...told,
      '',
      ...table,
      '',
      `The system alone: ${system.map((permission) => `\`${permission}\``).join(', ')}.`,
    ].join('\n'),
  )
}

type Messages = Readonly<Record<string, unknown>>

function refusalsPage(): string {
  const [km, en] = ['km', 'en'].map(
    (language) =>
      JSON.parse(readFileSync(join(projectFolder, `ui/words/messages/${language}.json`), 'utf8')) as Messages,
  ) as [Messages, Messages]
  const source = readFileSync(join(projectFolder, 'door/refusal.ts'), 'utf8')
  const reasons = [...source.matchAll(/^ {2}'([a-z]+\.[a-z-]+)':/gm)].map(([, reason]) => reason!)
  const rows = reasons.map((reason) => {
    const key = `refusal_${reason.replace(/[.-]/g, '_')}`
    return `| \`${reason}\` | ${sentence(km[key])} | ${sentence(en[key])} |`
  })
  return page(
    'Refusals',
    'Every way a well-formed request can be turned down, in the words that people read: what happened, and what to do next.',
    ['| reason | Khmer | English |', '| --- | --- | --- |', ...rows].join('\n'),
  )
}

/** A sentence that a number chooses between shows the form that it ends with. */
function sentence(message: unknown): string {
  if (typeof message === 'string') return message.replaceAll('|', '\\|')
  const forms = (message as { match: Record<string, string> }[]).flatMap(({ match }) => Object.values(match))
  return forms.at(-1)!.replaceAll('|', '\\|')
}

type Steps = Readonly<Record<string, { readonly from: readonly string[]; readonly to: string }>>

export function stateDiagram(steps: Steps): string {
  const arrows = Object.entries(steps).flatMap(([step, { from, to }]) =>
    from.map((state) => `  ${nameOf(state)} --> ${nameOf(to === 'same' ? state : to)}: ${step}`),
  )
  return ['```mermaid', 'stateDiagram-v2', ...arrows, '```'].join('\n')
}

const nameOf = (state: string) => state.replaceAll('-', '_')

function statesPage(): string {
  return page(
    'States',
    'What can become of a record, from the tables that the rules themselves read.',
    [
      `## Proposal\n\n${stateDiagram(proposalSteps)}`,
      `## Voucher\n\n${stateDiagram(voucherSteps)}`,
      `## Claim\n\nA claim's state follows from its lines: ${claimStates.map((state) => `*${state}*`).join(', ')}. While a line is matched or disputed it is
submitted, or part-paid once another was paid; when none waits any more it is paid, or rejected if nothing was.`,
    ].join('\n\n'),
  )
}
