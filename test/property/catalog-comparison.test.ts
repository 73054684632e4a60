import fc from 'fast-check'
import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { DataDirectoryWriter } from '../../electron/catalog/data-directory-writer.ts'
import { compareCatalogs } from '../../electron/catalog/diff.ts'
import { comparableProperties } from '../../electron/catalog/comparable.ts'
import { digestOf } from '../../electron/catalog/digest.ts'
import { digestOfCatalog } from '../support/catalog-digest.ts'
import { arbitraryCatalog } from '../support/catalog-generator.ts'
import { directoryRoot } from '../support/data-directories.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { holdsPassword, redactedElement } from '../../electron/catalog/passwords.ts'
import { hiddenSecret } from '../../electron/secrets/mark.ts'

const options = { fingerprint: (password: string) => `fp(${password.length})` }

describe('any catalog', () => {
  it('compares equal to what is read back from its files, and has the same digests', () => {
    const path = temporaryDirectory()
    fc.assert(
      fc.property(arbitraryCatalog(), (catalog) => {
        rmSync(path, { recursive: true, force: true })
        const writer = new DataDirectoryWriter(directoryRoot(path), catalog)
        directoryRoot(path).makeDirectory([])
        for (const object of catalog.objects()) writer.write(object)
        writer.writeDefaultWorkspace()
        const other = readDataDirectory(directoryRoot(path), { halves: true }).catalog
        const { equal, unknowable, compared } = compareCatalogs(catalog, other)
        expect({ equal, unknowable, compared }).toEqual({
          equal: true,
          unknowable: [],
          compared: catalog.size,
        })
        expect(digestOfCatalog(other, options)).toEqual(digestOfCatalog(catalog, options))
      }),
      { numRuns: 20 },
    )
  })

  it('has digests that differ exactly where a comparison finds a difference', () => {
    fc.assert(
      fc.property(arbitraryCatalog(), fc.nat(), fc.nat(), (catalog, at, which) => {
        const objects = [...catalog.objects()]
        const target = objects[at % Math.max(1, objects.length)]
        if (target === undefined) return
        const dropped = which % Math.max(1, target.properties.length)
        const changed = { ...target, properties: target.properties.toSpliced(dropped, 1) }
        const other = new Catalog()
        for (const object of objects) other.put(object.id === target.id ? changed : object)
        other.defaultWorkspace = catalog.defaultWorkspace
        const { entries } = compareCatalogs(catalog, other)
        const differs = digestOf(changed, options) !== digestOf(target, options)
        expect(entries.length > 0).toBe(differs)
        expect(digestOfCatalog(other, options).whole !== digestOfCatalog(catalog, options).whole).toBe(
          differs,
        )
        if (differs) expect(entries.every((entry) => 'id' in entry && entry.id === target.id)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('has the same canonical form whatever the order of its properties', () => {
    fc.assert(
      fc.property(arbitraryCatalog(), (catalog) => {
        for (const object of catalog.objects()) {
          const turned = { ...object, properties: object.properties.toReversed() }
          expect([...comparableProperties(turned)]).toEqual([...comparableProperties(object)])
        }
      }),
      { numRuns: 30 },
    )
  })

  it('shows no password once it is redacted', () => {
    fc.assert(
      fc.property(arbitraryCatalog(), (catalog) => {
        for (const object of catalog.objects()) {
          const shown = { ...object, properties: object.properties.map(redactedElement) }
          expect(JSON.stringify(shown).includes(hiddenSecret)).toBe(holdsPassword(object))
          expect(shown.properties.map(redactedElement)).toEqual(shown.properties)
        }
      }),
      { numRuns: 30 },
    )
  })
})
