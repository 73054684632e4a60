import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { publicKeyFrom, reasonToRefuse } from '../../electron/desktop/update-signature.ts'
import { finished, repository, startNode } from '../support/command-line.ts'
import { saying } from '../support/saying.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const script = join(repository, 'build/sign-release.ts')
const run = (...words: readonly string[]) => finished(startNode([script, ...words]))

test('A release is signed with a key of its own, so that an app takes it, and only as it was packed', async () => {
  const directory = temporaryDirectory()
  const keyFile = join(temporaryDirectory(), 'release.pem')
  const made = await run('--new-key', keyFile)
  expect(made.code).toBe(0)
  expect(statSync(keyFile).mode & 0o077).toBe(0)
  const key = publicKeyFrom(made.stdout.trim().split('\n').at(-1) ?? '')
  assert(key !== undefined)
  expect((await run('--new-key', keyFile)).code).toBe(1)

  const file = join(directory, 'plumbline-2.0.0.AppImage')
  writeFileSync(file, 'package')
  const sha512 = createHash('sha512').update('package').digest('base64')
  const description = join(directory, 'latest-linux.yml')
  writeFileSync(
    description,
    `version: 2.0.0\nfiles:\n  - url: plumbline-2.0.0.AppImage\n    sha512: ${sha512}\n    size: 7\nreleaseDate: '2026-01-01'\n`,
  )
  const signed = await run(directory, keyFile)
  expect([signed.code, signed.stderr]).toEqual([0, ''])
  const info: unknown = parse(readFileSync(description, 'utf8'))
  expect(info).toMatchObject({ version: '2.0.0', releaseDate: '2026-01-01', files: [{ size: 7 }] })
  expect(reasonToRefuse(info, { key, version: '1.0.0', file })).toBeUndefined()
  expect(reasonToRefuse(info, { key, version: '2.0.0', file })).toEqual(
    saying('version 2.0.0 is not newer than 2.0.0'),
  )

  writeFileSync(file, 'changed')
  const changed = await run(directory, keyFile)
  expect([changed.code, changed.stderr]).toEqual([
    1,
    'plumbline-2.0.0.AppImage is not what latest-linux.yml says; pack it again.\n',
  ])
  chmodSync(keyFile, 0o644)
  expect((await run(directory, keyFile)).stderr).toContain('chmod 600')
})

test('A key in the repository is not used', async () => {
  const { code, stderr } = await run(temporaryDirectory(), join(repository, 'package.json'))
  expect([code, stderr]).toEqual([1, expect.stringContaining('outside of it') as string])
})
