import { cpSync, readdirSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { MissingFiles } from '../../../electron/engine/replica/missing-files.ts'
import { failureOf } from '../../support/failures.ts'
import { directoryRoot, goldenDirectories, goldenPath } from '../../support/data-directories.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const fixtures = join(import.meta.dirname, '../../fixtures')
/** Every data directory among the fixtures of a folder. */
const below = (folder: string) =>
  readdirSync(join(fixtures, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => basename(path) === 'workspaces')
    .map((path) => join(fixtures, folder, dirname(path)))

function watching(path: string) {
  const root = directoryRoot(path)
  const { catalog } = readDataDirectory(root, { halves: true })
  const missing = new MissingFiles(root, catalog)
  const lookAtAll = () => {
    for (let seen = 0; seen <= catalog.size; seen += 100) missing.step()
  }
  return { catalog, missing, lookAtAll }
}

describe('Looking for missing files', () => {
  it.each([...goldenDirectories.map((name) => goldenPath(name)), ...below('forms'), ...below('cases')])(
    'misses nothing in %s as it was read',
    (path) => {
      const { missing, lookAtAll } = watching(path)
      lookAtAll()
      expect([...missing.all]).toEqual([])
    },
  )

  it('says nothing of a few, which a comparison tells of, names many, and stops all work over half', () => {
    const path = join(temporaryDirectory(), 'data')
    cpSync(goldenPath('after-build-up/master'), path, { recursive: true })
    const { missing, lookAtAll, catalog } = watching(path)
    rmSync(join(path, 'wms.xml'))
    lookAtAll()
    expect([missing.all.length, missing.paths]).toEqual([1, []])
    for (const { name } of readdirSync(path, { withFileTypes: true })) {
      if (name.endsWith('.xml') || name === 'layergroups') rmSync(join(path, name), { recursive: true })
    }
    lookAtAll()
    expect(missing.paths).toContain('global.xml')
    expect(missing.trouble).toBeUndefined()
    missing.check()
    rmSync(join(path, 'workspaces'), { recursive: true })
    lookAtAll()
    expect(failureOf(() => missing.check())).toMatchObject({
      code: 'PLB-ENGINE-DIRECTORY-EMPTIED',
      details: { objects: catalog.size },
    })
    cpSync(goldenPath('after-build-up/master'), path, { recursive: true })
    missing.check()
    lookAtAll()
    expect(missing.all).toEqual([])
  })
})
