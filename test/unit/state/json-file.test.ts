import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { JsonFile } from '../../../electron/state/json-file.ts'
import { Notices } from '../../../electron/state/notices.ts'
import { localFileSystem, type FileSystem } from '../../../electron/storage/files.ts'
import { failingFileSystem } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

const schema = z.object({ version: z.literal(1), names: z.array(z.string()) })

function open(path: string, fileSystem: FileSystem = localFileSystem) {
  const notices = new Notices()
  const initial = { version: 1 as const, names: [] }
  const file = new JsonFile({ path, schema, initial, version: 1, fileSystem, now: () => 0, notices })
  return { file, notices }
}

/** A file with some content, alone in its directory. */
function written(content: string) {
  const directory = temporaryDirectory()
  const path = join(directory, 'names.json')
  writeFileSync(path, content)
  return { path, names: () => readdirSync(directory), content: () => readFileSync(path, 'utf8') }
}

it('A file of a newer version is left as it is, also when something is to be kept there', () => {
  const newer = JSON.stringify({ version: 2, people: ['a'] })
  const { path, names, content } = written(newer)
  const { file, notices } = open(path)
  file.set({ version: 1, names: ['b'] })
  expect(file.value.names).toEqual(['b'])
  expect(content()).toBe(newer)
  expect(names()).toEqual(['names.json'])
  expect(notices.all).toEqual([saying(/newer Plumbline.*only until Plumbline ends/)])
})

it.each([
  ['{"version":1,"names":["secr', 'it is no JSON'],
  ['{"version":1,"names":[4]}', 'unexpected names.0'],
  ['[]', 'it holds something else'],
])('A damaged file is set aside, and nothing of it is said (%#)', (damaged, reason) => {
  const { path, names, content } = written(damaged)
  const { file, notices } = open(path)
  expect(notices.all).toEqual([saying(`could not be read (${reason}); it lies at `)])
  file.set({ version: 1, names: ['new'] })
  expect(JSON.parse(content())).toEqual({ version: 1, names: ['new'] })
  const [aside = ''] = names().filter((name) => name.startsWith('names.json.damaged-'))
  expect(readFileSync(join(path, '..', aside), 'utf8')).toBe(damaged)
})

it('A damaged file that cannot be set aside is never written over', () => {
  const { path, names, content } = written('{')
  const { file, notices } = open(
    path,
    failingFileSystem('EACCES', ({ name }) => name === 'rename'),
  )
  file.set({ version: 1, names: ['new'] })
  expect(content()).toBe('{')
  expect(names()).toEqual(['names.json'])
  expect(notices.all).toEqual([saying(/was left alone: .*permission denied/)])
})

it('A file that cannot be looked at is left alone and the reason is said', () => {
  const { path } = written('{}')
  const fails = failingFileSystem('EACCES', ({ path: at }) => at === path)
  expect(open(path, fails).notices.all).toEqual([saying('permission denied')])
})

it('What the full disk does not take is kept in memory, said once, and the file stays', () => {
  const { path, content } = written('{"version":1,"names":["a"]}')
  const { file, notices } = open(
    path,
    failingFileSystem('ENOSPC', ({ name }) => name === 'create'),
  )
  file.set({ version: 1, names: ['b'] })
  file.set({ version: 1, names: ['c'] })
  expect(file.value.names).toEqual(['c'])
  expect(content()).toBe('{"version":1,"names":["a"]}')
  expect(notices.all).toEqual([saying(/only until Plumbline ends: .*is full/)])
})
