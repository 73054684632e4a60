import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LogFile } from '../../../electron/services/logging/log-file.ts'
import { say } from '../../../electron/sentences/say.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const at = Date.UTC(2026, 0, 2, 3, 4, 5)

function entries(directory: string, name = 'plumbline.log'): Record<string, unknown>[] {
  return readFileSync(join(directory, 'logs', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('A line says when, how bad and what, and nobody else may read it', () => {
  const directory = temporaryDirectory()
  new LogFile(directory, { now: () => at }).write('info', 'started', { version: '1.0' })
  expect(entries(directory)).toEqual([
    { at: '2026-01-02T03:04:05.000Z', level: 'info', message: 'started', version: '1.0' },
  ])
  expect(statSync(join(directory, 'logs/plumbline.log')).mode & 0o777).toBe(0o600)
})

test('What is said is written in English for who reads it, and as key and values for programs', () => {
  const directory = temporaryDirectory()
  new LogFile(directory).write('warning', say('log.noTray', { reason: 'no bus, password=hunter2' }))
  expect(entries(directory)[0]).toMatchObject({
    message: 'there is no tray: no bus, password=••••••',
    said: { key: 'log.noTray', values: { reason: 'no bus, password=••••••' } },
  })
})

test('An error is written with what lies underneath it', () => {
  const directory = temporaryDirectory()
  const error = new Error('could not connect', { cause: new Error('refused, passcode=hunter2') })
  new LogFile(directory).error('a call failed', error, { where: 'profiles.open' })
  expect(entries(directory)[0]).toMatchObject({
    level: 'error',
    where: 'profiles.open',
    error: 'could not connect ← refused, passcode=••••••',
  })
  expect(readFileSync(join(directory, 'logs/plumbline.log'), 'utf8')).not.toContain('hunter2')
})

test('There are never more than five files, and none is larger than it may be', () => {
  const directory = temporaryDirectory()
  const log = new LogFile(directory, { largestFile: 2000 })
  for (let number = 0; number < 300; number++)
    log.write('info', `line ${number}`, { filler: 'x'.repeat(100) })
  const names = readdirSync(join(directory, 'logs'))
  expect(names.toSorted()).toEqual(['plumbline.log', ...[1, 2, 3, 4].map((age) => `plumbline.log.${age}`)])
  for (const name of names) expect(statSync(join(directory, 'logs', name)).size).toBeLessThanOrEqual(2000)
  expect(entries(directory).at(-1)).toMatchObject({ message: 'line 299' })
})

test('A new start goes on in the file that is there', () => {
  const directory = temporaryDirectory()
  new LogFile(directory).write('info', 'first')
  new LogFile(directory).write('info', 'second')
  expect(entries(directory).map(({ message }) => message)).toEqual(['first', 'second'])
})

test('Where nothing can be written nothing is thrown', () => {
  const file = join(temporaryDirectory(), 'file')
  writeFileSync(file, '')
  new LogFile(file).write('error', 'lost')
  expect(existsSync(join(file, 'logs'))).toBe(false)
})
