/** Reads the programmes, and refuses them with file, path and rule where they cannot be right. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ProgrammeMistake, parsed } from './mistake.ts'
import { type BuiltInPlaces, builtInPlaces } from './places.ts'
import { type Definition, ProgrammeFile, RolesFile } from './programme.ts'
import { type Mistake, mistakesIn, mistakesInRoles } from './rules.ts'

export interface Programmes {
  readonly definitions: Readonly<Record<string, Definition>>
  readonly places: BuiltInPlaces
  readonly roles: RolesFile
}

const notProgrammes = new Set(['places.json', 'roles.json'])

/** `permissions` is everything that some command or read asks for. */
export function loadProgrammes(folder: string, permissions: ReadonlySet<string>): Programmes {
  const places = builtInPlaces(folder)
  const roles = rolesIn(folder)
  refuseFirst('programmes/roles.json', mistakesInRoles(roles, permissions))

  const names = readdirSync(folder)
    .filter((name) => name.endsWith('.json') && !notProgrammes.has(name))
    .sort()
  const definitions: Record<string, Definition> = {}
  for (const name of names) {
    const file = `programmes/${name}`
    const programme = parsed(ProgrammeFile, readFileSync(join(folder, name), 'utf8'), file)
    if (`${programme.code}.json` !== name)
      throw new ProgrammeMistake(file, 'code', `a programme's file bears its code, ${programme.code}.json`)
    refuseFirst(file, mistakesIn(programme, places.units))
    definitions[programme.code] = { ...programme, roles }
  }
  for (const { code, partOf } of Object.values(definitions)) {
    if (partOf !== null && !definitions[partOf])
      throw new ProgrammeMistake(`programmes/${code}.json`, 'partOf', `there is no programme ${partOf}`)
  }
  return { definitions, places, roles }
}

function rolesIn(folder: string): RolesFile {
  return parsed(RolesFile, readFileSync(join(folder, 'roles.json'), 'utf8'), 'programmes/roles.json')
}

function refuseFirst(file: string, [first]: readonly Mistake[]): void {
  if (first) throw new ProgrammeMistake(file, first.path, first.rule)
}
