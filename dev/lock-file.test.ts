import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectFolder } from '#server/project.ts'

test('the lock file holds the packages of every platform, or npm ci refuses it', () => {
  const said = execFileSync(process.execPath, ['dev/lock-file.mjs', '--check'], {
    cwd: projectFolder,
    encoding: 'utf8',
  })
  expect(said).toBe('0 packages of other platforms are missing\n')
})

test('the lock file names no registry', () => {
  expect(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/registry/)
})
