import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { DataDirectoryWriter } from '../../../electron/catalog/data-directory-writer.ts'
import {
  directoryRoot,
  filesBelow,
  goldenDirectories,
  goldenPath,
  goldenRoot,
} from '../../support/data-directories.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

describe.each(goldenDirectories)('the real data directory %s', (name) => {
  it('is read without problems', () => {
    expect(readDataDirectory(goldenRoot(name)).problems).toEqual([])
  })

  it('is the same byte for byte after it was read and written to an empty directory', () => {
    const { catalog } = readDataDirectory(goldenRoot(name))
    const path = temporaryDirectory()
    const writer = new DataDirectoryWriter(directoryRoot(path), catalog)
    const original = new DataDirectoryWriter(goldenRoot(name), catalog)
    for (const object of catalog.objects()) {
      writer.write(object)
      const body = object.kind === 'style' ? original.readStyleBody(object) : undefined
      if (body !== undefined) writer.writeStyleBody(object, body)
    }
    writer.writeDefaultWorkspace()
    expect(Object.fromEntries(filesBelow(path))).toEqual(Object.fromEntries(filesOfObjects(name)))
  })
})

/** The files of a golden directory without those of styles that no longer exist. */
function filesOfObjects(name: string): Map<string, string> {
  const files = filesBelow(goldenPath(name))
  for (const path of files.keys()) {
    const isLeft =
      path.endsWith('.bak') || (path.endsWith('.sld') && !files.has(path.replace('.sld', '.xml')))
    if (isLeft) files.delete(path)
  }
  return files
}
