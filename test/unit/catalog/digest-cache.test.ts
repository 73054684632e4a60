import {
  chmodSync,
  cpSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../../electron/catalog/catalog.ts'
import { readDataDirectory, type FileMemory } from '../../../electron/catalog/data-directory.ts'
import { DigestCache } from '../../../electron/catalog/digest-cache.ts'
import { atOnce } from '../../../electron/scheduler/scheduler.ts'
import { digestOfCatalog } from '../../support/catalog-digest.ts'
import { textOfProperty } from '../../../electron/catalog/object.ts'
import { named } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow, goldenPath } from '../../support/data-directories.ts'
import {
  disturbedFileSystem,
  recordingFileSystem,
  type FileSystemCall,
} from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const second = 1_000_000_000n

/** When the files of a directory were changed, in seconds since 1970. */
const stamp = 1_700_000_000

/** A real data directory whose files all changed at one moment, and a cache that believes it is some time later. */
function scanned(options: { readonly secondsLater?: number } = {}) {
  const begin = BigInt(Date.now()) * 1_000_000n
  const path = temporaryDirectory()
  cpSync(goldenPath('after-build-up/master'), path, { recursive: true })
  const touch = (name: string): void => utimesSync(join(path, name), stamp, stamp)
  const { catalog } = readDataDirectory(directoryRoot(path))
  for (const name of filesBelow(path).keys()) touch(name)
  const clock = { now: begin + BigInt(options.secondsLater ?? 60) * second }
  const recording = recordingFileSystem()
  const root = directoryRoot(path, recording.fileSystem)
  const cache = new DigestCache(root, undefined, () => clock.now)
  const during = <Result>(action: () => Result) => {
    const before = recording.calls.length
    const result = action()
    const calls = recording.calls.slice(before)
    const pathsOf = (name: FileSystemCall['name']) =>
      calls.filter((call) => call.name === name).map((call) => call.path.slice(path.length + 1))
    return { result, read: pathsOf('readStart'), listed: pathsOf('names'), looked: pathsOf('stat') }
  }
  const scan = () => {
    const { result, ...calls } = during(() => readDataDirectory(root, { memory: cache }))
    return { ...result, ...calls }
  }
  const look = () => during(() => atOnce(cache.isAsBefore()))
  return { path, catalog, cache, clock, scan, look, during, touch }
}

describe('scanning a directory again', () => {
  it('reads no file and lists no directory when nothing changed', () => {
    const { scan, look, catalog } = scanned()
    const first = scan()
    expect(first.read.length).toBeGreaterThan(catalog.size)
    expect(first.listed).not.toEqual([])
    const { looked, ...found } = look()
    expect(found).toEqual({ result: true, read: [], listed: [] })
    const again = scan()
    expect(again).toMatchObject({ read: [], listed: [] })
    // At each thing once, in all three, and once more at a directory before it is listed: it may be a link.
    for (const { looked: places, listed } of [first, { looked, listed: [] }, again]) {
      const twice = places.filter((place, at) => places.indexOf(place) !== at)
      expect(new Set(twice).size).toBe(twice.length)
      expect(listed).toEqual(expect.arrayContaining(twice))
    }
    expect(again.catalog.defaultWorkspace).toBe(catalog.defaultWorkspace)
    expect([...again.catalog.objects()]).toEqual([...catalog.objects()])
    expect([...again.catalog.objects()].every((each) => first.catalog.get(each.id) === each)).toBe(true)
  })

  it('reads what is said to have its old time and size, and has another content', () => {
    const { scan, look, path, touch } = scanned()
    scan()
    const text = readFileSync(join(path, 'wfs.xml'), 'utf8')
    writeFileSync(join(path, 'wfs.xml'), text.replace('My WFS', 'MY wfs'))
    touch('wfs.xml')
    expect(look().result).toBe(false)
    expect(scan().read).toEqual(['wfs.xml'])
  })

  it.each<[string, (path: string) => void]>([
    ['a file that is added', (path) => writeFileSync(join(path, 'styles/new.xml'), '<style/>')],
    ['a file that is gone', (path) => rmSync(join(path, 'wms.xml'))],
    ['a directory that is gone', (path) => rmSync(join(path, 'workspaces'), { recursive: true })],
    ['a file that turned into a link', turnIntoLink('wms.xml')],
    ['a directory that turned into a link', turnIntoLink('styles')],
    ['a file nobody may read any more', (path) => chmodSync(join(path, 'wms.xml'), 0)],
  ])('sees %s by looking again', (_, change) => {
    const { scan, look, path } = scanned()
    scan()
    expect(look().result).toBe(true)
    change(path)
    expect(look().result).toBe(false)
    scan()
    expect(look().result).toBe(true)
  })

  it('sees what comes into a directory between being seen itself and being listed', () => {
    const { path, clock } = scanned()
    const late = join(path, 'styles/late.xml')
    let isLate = true
    const fileSystem = disturbedFileSystem(({ name, path: place }) => {
      if (!isLate || name !== 'names' || place !== join(path, 'styles')) return
      isLate = false
      writeFileSync(late, '<style><id>late</id><name>late</name><filename>late.sld</filename></style>')
    })
    const root = directoryRoot(path, fileSystem)
    const cache = new DigestCache(root, undefined, () => clock.now)
    readDataDirectory(root, { memory: cache })
    expect(atOnce(cache.isAsBefore())).toBe(false)
    const { catalog } = readDataDirectory(root, { memory: cache })
    expect(catalog.get('late')).toBeDefined()
    expect(atOnce(cache.isAsBefore())).toBe(true)
    rmSync(late)
    expect(readDataDirectory(root, { memory: cache }).catalog.get('late')).toBeUndefined()
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

  it('reads such a file no more once another change would show', () => {
    const { scan, look, clock } = scanned({ secondsLater: 1 })
    const { read } = scan()
    expect(look()).toMatchObject({ result: true, read })
    clock.now += 60n * second
    expect(look()).toMatchObject({ result: true, read })
    expect(look()).toMatchObject({ result: true, read: [], listed: [] })
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
      const bodies = (style: Parameters<typeof cache.styleBody>[1]) => cache.styleBody(catalog, style)
      return digestOfCatalog(catalog, { bodies })
    }
    const first = digestOf()
    expect(digestOf()).toEqual(first)
    const fresh = readDataDirectory(directoryRoot(path)).catalog
    const bodies = (style: Parameters<typeof cache.styleBody>[1]) =>
      new DigestCache(directoryRoot(path)).styleBody(fresh, style)
    expect(digestOfCatalog(fresh, { bodies })).toEqual(first)
    expect(digestOfCatalog(fresh).whole).not.toBe(first.whole)
  })

  it.each<[string, (path: string) => void]>([
    ['gone', (path) => rmSync(path)],
    ['torn', (path) => truncateSync(path, statSync(path).size >> 1)],
  ])('finds what reading all anew finds while each of the files in turn is %s, and after', (_, damage) => {
    const { path, cache } = scanned()
    const root = directoryRoot(path)
    for (const [name, content] of filesBelow(path)) {
      const file = join(path, name)
      damage(file)
      for (const state of ['damaged', 'whole'] as const) {
        if (state === 'whole') writeFileSync(file, content)
        const { catalog, problems, unsent } = readDataDirectory(root)
        const found = readDataDirectory(root, { memory: cache })
        expect([name, state, found.catalog.defaultWorkspace]).toEqual([name, state, catalog.defaultWorkspace])
        expect(found.problems).toEqual(problems)
        expect(found.unsent).toEqual(unsent)
        expect([...found.catalog.objects()]).toEqual([...catalog.objects()])
      }
    }
  })
})

describe('putting together what changed', () => {
  /** Each value of a file in turn, however deep, as the text before it and itself. */
  const valuesIn = (text: string): readonly { readonly index: number; readonly value: string }[] =>
    [...text.matchAll(/(?<=>)[^<>]+(?=<\/)/g)].map(({ index, 0: value }) => ({ index, value }))

  const told = (catalog: Catalog) => JSON.stringify([[...catalog.objects()], [...catalog.strays]])

  it('finds what reading all anew finds when a value in a file becomes another, is gone, or is its own again', () => {
    const { path, cache, touch, clock } = scanned()
    const root = directoryRoot(path)
    const known = new Set<string>()
    for (const [name, text] of filesBelow(path)) {
      for (const { index, value } of name.endsWith('.xml') ? valuesIn(text) : []) {
        const begin = text.lastIndexOf('<', index)
        const element = text.slice(begin, index)
        // The first of its kind, wherever it stands: an id of the object's own is another thing than one it refers to.
        const form = `${text.slice(0, text.indexOf('>'))} ${text.slice(text.lastIndexOf('<', begin - 1), index)}`
        if (known.has(form)) continue
        known.add(form)
        const end = index + value.length
        const without = text.slice(0, begin) + text.slice(text.indexOf('>', end) + 1)
        for (const other of [`${text.slice(0, index)}other${text.slice(end)}`, without, text]) {
          writeFileSync(join(path, name), other)
          touch(name)
          clock.now += 60n * second
          const { catalog, problems, unsent } = readDataDirectory(root)
          const found = readDataDirectory(root, { memory: cache })
          expect([name, element, found.catalog.defaultWorkspace]).toEqual([
            name,
            element,
            catalog.defaultWorkspace,
          ])
          expect(found.problems).toEqual(problems)
          expect(found.unsent).toEqual(unsent)
          expect(told(found.catalog)).toBe(told(catalog))
          expect([...catalog.objects()].every((each) => found.catalog.sameName(each) !== undefined)).toBe(
            true,
          )
        }
      }
    }
    expect(known.size).toBeGreaterThan(100)
  })

  it('keeps all but the objects whose values changed, without putting the rest together again', () => {
    const { path, scan, cache } = scanned()
    const before = scan().catalog
    const wfs = join(path, 'wfs.xml')
    writeFileSync(wfs, readFileSync(wfs, 'utf8').replace('My WFS', 'another title'))
    const memory: FileMemory = {
      begin: () => {
        cache.begin()
      },
      list: (directory) => cache.list(directory),
      ask: (question) => cache.ask(question),
      objectOf: (...file) => cache.objectOf(...file),
      together: (found) =>
        cache.together(found, () => {
          throw new Error('It was put together again.')
        }),
    }
    const after = readDataDirectory(directoryRoot(path), { memory }).catalog
    expect([...after.objects()].filter((each) => before.get(each.id) !== each)).toEqual([
      named(after, 'service', 'wfs'),
    ])
    expect([...before.objects()].map(({ id }) => id)).toEqual([...after.objects()].map(({ id }) => id))
  })
})

/** Moves something out of a directory and puts a link to it in its place. */
function turnIntoLink(name: string): (path: string) => void {
  return (path) => {
    const elsewhere = join(temporaryDirectory(), 'it')
    renameSync(join(path, name), elsewhere)
    symlinkSync(elsewhere, join(path, name))
  }
}

describe('the rules of styles', () => {
  it('are read once while they do not change', () => {
    const { scan, look, during, cache, path } = scanned()
    const { catalog } = scan()
    const style = named(catalog, 'style', 'red')
    const body = () => during(() => cache.styleBody(catalog, style))
    const first = body()
    expect(first.result?.size).toBe(statSync(join(path, 'styles/red.sld')).size)
    expect(first.read).toEqual(['styles/red.sld'])
    expect(body()).toEqual({ ...first, read: [] })
    scan()
    expect(body().read).toEqual([])
    expect(look().result).toBe(true)
    writeFileSync(join(path, 'styles/red.sld'), 'other')
    expect(look().result).toBe(false)
    expect(body().result).not.toEqual(first.result)
    rmSync(join(path, 'styles/red.sld'))
    expect(look().result).toBe(false)
    expect(body().result).toBeUndefined()
    scan()
    expect(body().result).toBeUndefined()
    expect(look().result).toBe(true)
    writeFileSync(join(path, 'styles/red.sld'), 'other')
    expect(look().result).toBe(false)
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
    const root = directoryRoot(copy)
    const { catalog } = readDataDirectory(root, { memory: new DigestCache(root, cache, () => clock.now) })
    const others = [...catalog.objects()].filter((each) => first.get(each.id) !== each)
    expect(others.map((each) => textOfProperty(each, 'title'))).toEqual(['MY wfs'])
  })
})
