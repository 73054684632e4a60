import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { profileFileIn, readProfileFile } from '../../../electron/desktop/opened-files.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

test('The profile file is found among the options of the runtime', () => {
  expect(profileFileIn(['--no-sandbox', '.', 'prod.plumbline'], '/home/me')).toBe('/home/me/prod.plumbline')
  expect(profileFileIn(['/srv/PROD.PLUMBLINE'], '/home/me')).toBe('/srv/PROD.PLUMBLINE')
  expect(profileFileIn(['--a=b.plumbline', 'notes.txt'], '/home/me')).toBeUndefined()
})

test('What is no file, or too large for one, is not read', () => {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'a.plumbline'))
  expect(() => readProfileFile(join(directory, 'a.plumbline'))).toThrow('is not a file')
  writeFileSync(join(directory, 'b.plumbline'), Buffer.alloc(1_000_001))
  expect(() => readProfileFile(join(directory, 'b.plumbline'))).toThrow('too large')
  writeFileSync(join(directory, 'c.plumbline'), '{}')
  expect(readProfileFile(join(directory, 'c.plumbline'))).toBe('{}')
})
