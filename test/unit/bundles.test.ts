import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { bundled } from '../support/processes/bundle.ts'

test('what is bundled for Node is ASCII, which it keeps in one byte a character', () => {
  const directory = dirname(bundled('plumbline') ?? '')
  const files = readdirSync(directory).filter((name) => name.endsWith('.js'))
  expect(files).not.toEqual([])
  for (const name of files)
    expect(readFileSync(join(directory, name), 'latin1'), name).not.toMatch(/[^\0-\x7f]/)
})
