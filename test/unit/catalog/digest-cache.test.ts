import { cpSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { DigestCache } from '../../../electron/catalog/digest-cache.ts'
import { digestOfCatalog } from '../../support/catalog-digest.ts'
import { textOfProperty } from '../../../electron/catalog/object.ts'
import { named } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow, goldenPath } from '../../support/data-directories.ts'
import { recordingFileSystem } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const second = 1_000_000_000n

/** When the files of a directory were changed, in seconds since 1970. */
const stamp = 1_700_000_000

/** A real data directory whose files all changed at one moment, and a cache that believes it is some time later. */
function scanned(options: { readonly secondsLater?: number } = {}) {
  const path = temporaryDirectory()
  cpSync(goldenPath('after-build-up/master'), path, { recursive: true })
  const touch = (name: string): void => utimesSync(join(path, name), stamp, stamp)
  const { catalog } = readDataDirectory(directoryRoot(path))
  for (const name of filesBelow(path).keys()) touch(name)
  const clock = { now: (BigInt(stamp) + BigInt(options.secondsLater ?? 60)) * second }
  const cache = new DigestCache(undefined, () => clock.now)
  const scan = (memory: DigestCache = cache) => {
    const recording = recordingFileSystem()
    const content = readDataDirectory(directoryRoot(path, recording.fileSystem), { memory })
    const read = recording.calls.filter((call) => call.name === 'readStart')
    return { ...content, read: read.map((call) => call.path.slice(path.length + 1)) }
  }
  return { path, catalog, cache, clock, scan, touch }
}

describe('scanning a directory again', () => {
  it('reads no file when nothing changed', () => {
    const { scan, catalog } = scanned()
    const first = scan()
    expect(first.read.length).toBeGreaterThan(catalog.size)
    const again = scan()
    expect(again.read).toEqual([])
    expect(again.catalog.defaultWorkspace).toBe(catalog.defaultWorkspace)
    expect([...again.catalog.objects()]).toEqual([...catalog.objects()])
    expect([...again.catalog.objects()].every((each) => first.catalog.get(each.id) === each)).toBe(true)
  })

  it('reads what changed in size, time or inode', () => {
    const { scan, path, touch } = scanned()
    scan()
    const change = (name: string, from: string, to: string): void => {
      const text = readFileSync(join(path, name), 'utf8')
      expect(text).toContain(from)
      writeFileSync(join(path, name), text.replace(from, to))
    }
    change('wms.xml', 'My WMS', 'A longer title')
    touch('wms.xml')
    change('wfs.xml', 'My WFS', 'MY wfs')
    cpSync(join(path, 'wcs.xml'), join(path, 'copy'))
    renameSync(join(path, 'copy'), join(path, 'wcs.xml'))
    touch('wcs.xml')
    const again = scan()
    expect(again.read.toSorted()).toEqual(['wcs.xml', 'wfs.xml', 'wms.xml'])
    expect(textOfProperty(named(again.catalog, 'service', 'wfs'), 'title')).toBe('MY wfs')
  })

  it('forgets what is gone', () => {
    const { scan, path } = scanned()
    const size = scan().catalog.size
    const hidden = join(temporaryDirectory(), 'wms.xml')
    renameSync(join(path, 'wms.xml'), hidden)
    expect(scan().catalog.size).toBe(size - 1)
    renameSync(hidden, join(path, 'wms.xml'))
    expect(scan().read).toEqual(['wms.xml'])
  })

  it('does not trust a file changed so lately that another change might not show', () => {
    const { scan, path, touch, clock } = scanned({ secondsLater: 1 })
    scan()
    // Same size, same inode, same time: nothing but the content tells.
    const text = readFileSync(join(path, 'wfs.xml'), 'utf8')
    writeFileSync(join(path, 'wfs.xml'), text.replace('My WFS', 'MY wfs'))
    touch('wfs.xml')
    const again = scan()
    expect(textOfProperty(named(again.catalog, 'service', 'wfs'), 'title')).toBe('MY wfs')
    clock.now += 60n * second
    expect(scan().read.length).toBeGreaterThan(30)
    expect(scan().read).toEqual([])
  })

  it('reports a damaged file each time', () => {
    const { scan, path, touch } = scanned()
    writeFileSync(join(path, 'wfs.xml'), '<wfs')
    touch('wfs.xml')
    expect(scan().problems).toHaveLength(1)
    expect(scan().problems).toHaveLength(1)
  })

  it('gives the same digests as reading all anew', () => {
    const { scan, cache, path } = scanned()
    const digestOf = () => {
      const { catalog } = scan()
      const bodies = (style: Parameters<typeof cache.styleBody>[2]) =>
        cache.styleBody(directoryRoot(path), catalog, style)
      return digestOfCatalog(catalog, { bodies })
    }
    const first = digestOf()
    expect(digestOf()).toEqual(first)
    const fresh = readDataDirectory(directoryRoot(path)).catalog
    const bodies = (style: Parameters<typeof cache.styleBody>[2]) =>
      new DigestCache().styleBody(directoryRoot(path), fresh, style)
    expect(digestOfCatalog(fresh, { bodies })).toEqual(first)
    expect(digestOfCatalog(fresh).whole).not.toBe(first.whole)
  })
})

describe('the rules of styles', () => {
  it('are read once while they do not change', () => {
    const { scan, cache, path } = scanned()
    const { catalog } = scan()
    const style = named(catalog, 'style', 'red')
    const recording = recordingFileSystem()
    const root = directoryRoot(path, recording.fileSystem)
    const reads = () => recording.calls.filter((call) => call.name === 'readStart').length
    const first = cache.styleBody(root, catalog, style)
    expect(first?.size).toBe(statSync(join(path, 'styles/red.sld')).size)
    expect(cache.styleBody(root, catalog, style)).toEqual(first)
    expect(reads()).toBe(1)
    scan()
    cache.styleBody(root, catalog, style)
    expect(reads()).toBe(1)
    writeFileSync(join(path, 'styles/red.sld'), 'other')
    expect(cache.styleBody(root, catalog, style)).not.toEqual(first)
    rmSync(join(path, 'styles/red.sld'))
    expect(cache.styleBody(root, catalog, style)).toBeUndefined()
  })
})

describe('the directory of another node', () => {
  it('is not taken apart where it holds the same, and is where it does not', () => {
    const { path, scan, cache, clock } = scanned()
    const first = scan().catalog
    const copy = temporaryDirectory()
    cpSync(path, copy, { recursive: true })
    writeFileSync(
      join(copy, 'wfs.xml'),
      readFileSync(join(copy, 'wfs.xml'), 'utf8').replace('My WFS', 'MY wfs'),
    )
    const memory = new DigestCache(cache, () => clock.now)
    const { catalog } = readDataDirectory(directoryRoot(copy), { memory })
    const others = [...catalog.objects()].filter((each) => first.get(each.id) !== each)
    expect(others.map((each) => textOfProperty(each, 'title'))).toEqual(['MY wfs'])
  })
})
