import fc from 'fast-check'
import { rmSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { DataDirectoryWriter } from '../../electron/catalog/data-directory-writer.ts'
import type { Catalog } from '../../electron/catalog/catalog.ts'
import { elementForFile, fileText } from '../../electron/catalog/to-file.ts'
import { writeXml } from '../../electron/xml/write.ts'
import { arbitraryCatalog } from '../support/catalog-generator.ts'
import { directoryRoot, filesBelow } from '../support/data-directories.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

describe('any catalog', () => {
  it('is read back as it was written', () => {
    const path = temporaryDirectory()
    fc.assert(
      fc.property(arbitraryCatalog(), (catalog) => {
        rmSync(path, { recursive: true, force: true })
        writeAll(path, catalog)
        const content = readDataDirectory(directoryRoot(path), { halves: true })
        expect(content.problems).toEqual([])
        expect(content.catalog.defaultWorkspace).toBe(catalog.defaultWorkspace)
        expect(formsOf(content.catalog)).toEqual(formsOf(catalog))
      }),
      { numRuns: 30 },
    )
  })

  it('has the same text in its files whatever was written before', () => {
    fc.assert(
      fc.property(arbitraryCatalog(), arbitraryCatalog(), (one, other) => {
        for (const catalog of [one, other, one])
          for (const object of [...one.objects(), ...other.objects()])
            expect(fileText(object, catalog)).toBe(writeXml(elementForFile(object, catalog)))
      }),
      { numRuns: 30 },
    )
  })

  it('is written the same again after it was read', () => {
    const first = temporaryDirectory()
    const second = temporaryDirectory()
    fc.assert(
      fc.property(arbitraryCatalog(), (catalog) => {
        for (const path of [first, second]) rmSync(path, { recursive: true, force: true })
        writeAll(first, catalog)
        writeAll(second, readDataDirectory(directoryRoot(first), { halves: true }).catalog)
        expect(filesBelow(second)).toEqual(filesBelow(first))
      }),
      { numRuns: 15 },
    )
  })
})

function writeAll(path: string, catalog: Catalog): void {
  const writer = new DataDirectoryWriter(directoryRoot(path), catalog)
  directoryRoot(path).makeDirectory([])
  for (const object of catalog.objects()) writer.write(object)
  writer.writeDefaultWorkspace()
}

/** The file of each object, by id. */
function formsOf(catalog: Catalog): Record<string, string> {
  return Object.fromEntries(
    [...catalog.objects()].map((object) => [object.id, writeXml(elementForFile(object, catalog))]),
  )
}
