import { cpSync, readFileSync, statSync, writeFileSync, chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { DataDirectoryWriter } from '../../../electron/catalog/data-directory-writer.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { parentElement } from '../../../electron/xml/element.ts'
import { change, named, object, reference, remove } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow, goldenPath } from '../../support/data-directories.ts'
import { failureOf } from '../../support/failures.ts'
import { recordingFileSystem } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

function opened(path = temporaryDirectory()) {
  cpSync(goldenPath('after-build-up/master'), path, { recursive: true })
  const recording = recordingFileSystem()
  const { catalog } = readDataDirectory(directoryRoot(path))
  const writer = new DataDirectoryWriter(directoryRoot(path, recording.fileSystem), catalog)
  const add = (each: CatalogObject): CatalogObject => {
    catalog.put(each)
    writer.write(each)
    return each
  }
  const id = (...[kind, name]: [Parameters<typeof named>[1], string]) => named(catalog, kind, name).id
  return { path, catalog, writer, calls: recording.calls, add, id, files: () => filesBelow(path) }
}

/** The paths that differ between two states of a directory. */
function changedPaths(before: Map<string, string>, after: Map<string, string>): string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .toSorted()
}

describe('writing an object', () => {
  it('touches nothing when the file holds it already', () => {
    const { path, catalog, writer, calls } = opened()
    chmodSync(join(path, 'workspaces/topp/pg/datastore.xml'), 0o600)
    for (const each of catalog.objects()) writer.write(each, each)
    writer.writeDefaultWorkspace()
    const body = Buffer.from(writer.readStyleBody(named(catalog, 'style', 'red')) ?? [])
    expect(body.byteLength).toBeGreaterThan(0)
    writer.writeStyleBody(named(catalog, 'style', 'red'), body)
    expect(calls.filter((call) => ['create', 'rename', 'removeFile'].includes(call.name))).toEqual([])
  })

  it.skipIf(process.platform === 'win32')(
    'lets nobody else read a file with a password, even when only its permissions have to change',
    () => {
      const { path, catalog, writer, add } = opened()
      const mode = (name: string): number => statSync(join(path, name)).mode & 0o777
      const workspace = reference('workspace', named(catalog, 'workspace', 'topp').id)
      const store = add(object('wmsStore', 'x', { name: 'x', workspace, password: 'secret' }))
      expect(mode('workspaces/topp/x/wmsstore.xml')).toBe(0o600)
      expect(readFileSync(join(path, 'workspaces/topp/x/wmsstore.xml'), 'utf8')).toContain('>plain:secret<')
      chmodSync(join(path, 'workspaces/topp/x/wmsstore.xml'), 0o644)
      writer.write(store, store)
      expect(mode('workspaces/topp/x/wmsstore.xml')).toBe(0o600)
      chmodSync(join(path, 'wms.xml'), 0o640)
      change(catalog, writer, named(catalog, 'service', 'wms').id, { title: 'other' })
      expect(mode('wms.xml')).toBe(0o640)
    },
  )

  it('escapes what XML has no place for', () => {
    const { files, add } = opened()
    add(object('layerGroup', 'g', { name: 'g', title: ' <&> \r\n\u{1f30d}' }))
    expect(files().get('layergroups/g.xml')).toContain('<title> &lt;&amp;&gt; &#xd;\n\u{1f30d}</title>')
  })

  it('keeps the copy of the default workspace in step', () => {
    const { path, catalog, writer, files, id } = opened()
    change(catalog, writer, id('workspace', 'base'), { name: 'ground' })
    expect(files().get('workspaces/default.xml')).toBe(files().get('workspaces/ground/workspace.xml'))
    expect(files().has('workspaces/base/namespace.xml')).toBe(false)
    catalog.defaultWorkspace = undefined
    writer.writeDefaultWorkspace()
    writer.writeDefaultWorkspace()
    expect(files().has('workspaces/default.xml')).toBe(false)
    expect(readDataDirectory(directoryRoot(path)).catalog.defaultWorkspace).toBeUndefined()
  })

  it('moves all that belongs to a renamed object, and what is not ours with it', () => {
    const { path, catalog, writer, files, id } = opened()
    const before = files()
    writeFileSync(join(path, 'workspaces/topp/shp/cities/header.ftl'), 'hello')
    change(catalog, writer, id('workspace', 'topp'), { name: 'hydro' })
    const after = files()
    expect(after.get('workspaces/hydro/shp/cities/header.ftl')).toBe('hello')
    expect([...after.keys()].filter((name) => name.startsWith('workspaces/topp/'))).toEqual([])
    expect([...after.keys()].filter((name) => name.startsWith('workspaces/hydro/')).length).toBe(
      [...before.keys()].filter((name) => name.startsWith('workspaces/topp/')).length + 1,
    )
    expect(after.get('workspaces/hydro/styles/wsred.sld')).toBe(
      before.get('workspaces/topp/styles/wsred.sld'),
    )
  })

  it('keeps what waits at the target of a move, save what the moved directory has too', () => {
    const { path, catalog, writer, files, id } = opened()
    mkdirSync(join(path, 'workspaces/hydro/styles'), { recursive: true })
    writeFileSync(join(path, 'workspaces/hydro/styles/wsred.sld'), 'left over')
    writeFileSync(join(path, 'workspaces/hydro/styles/other.sld'), 'kept')
    const rules = files().get('workspaces/topp/styles/wsred.sld')
    change(catalog, writer, id('namespace', 'topp'), { prefix: 'hydro' })
    const namespace = files().get('workspaces/hydro/namespace.xml')
    change(catalog, writer, id('workspace', 'topp'), { name: 'hydro' })
    expect(files().get('workspaces/hydro/styles/wsred.sld')).toBe(rules)
    expect(files().get('workspaces/hydro/styles/other.sld')).toBe('kept')
    expect(files().get('workspaces/hydro/namespace.xml')).toBe(namespace)
    expect(namespace).toContain('<prefix>hydro</prefix>')
  })

  it('writes the new name of a resource into its layer', () => {
    const { catalog, writer, files, id } = opened()
    change(catalog, writer, id('featureType', 'cities'), { name: 'towns' })
    expect(files().get('workspaces/topp/shp/towns/layer.xml')).toContain('  <name>towns</name>')
  })

  it('takes the rules of a renamed style along, and copies those another style needs', () => {
    const { catalog, writer, files, id, add } = opened()
    const rules = files().get('styles/red.sld')
    change(catalog, writer, id('style', 'red'), { name: 'navy', filename: 'navy.sld' })
    expect(files().get('styles/navy.sld')).toBe(rules)
    expect(files().has('styles/red.sld')).toBe(false)
    add(object('style', 'x', { name: 'x', filename: 'navy.sld' }))
    change(catalog, writer, 'x', { filename: 'x.sld' })
    expect(files().get('styles/navy.sld')).toBe(rules)
    expect(files().get('styles/x.sld')).toBe(rules)
  })

  it('fails, and leaves the directory as it was, when what the object belongs to is missing', () => {
    const { files, add } = opened()
    const before = files()
    const orphan = object('dataStore', 'x', { name: 'x', workspace: reference('workspace', 'gone') })
    expect(failureOf(() => add(orphan)).code).toBe('PLB-CATALOG-PARENT-MISSING')
    expect(changedPaths(before, files())).toEqual([])
  })

  it.each(['..', 'a/../../b', 'x\0'])('never leaves the directory for an object called %j', (name) => {
    const { files, add } = opened()
    const before = files()
    expect(() => add(object('workspace', 'x', { name }))).toThrow()
    expect(() => add(object('style', 'y', { name: 'y', filename: name }))).toThrow()
    expect(changedPaths(before, files())).toEqual([])
  })
})

describe('styles that would overwrite each other', () => {
  it.each([
    ['rules over a configuration', { name: 'red', filename: 'red.sld' }, { name: 'x', filename: 'red.xml' }],
    [
      'a configuration over rules',
      { name: 'x', filename: 'blue2.xml' },
      { name: 'blue2', filename: 'b.sld' },
    ],
    ['two configurations', { name: 'a', filename: 'a.xml' }, { name: 'a.xml', filename: 'b.sld' }],
  ])('are refused: %s', (_, first, second) => {
    const { writer, files, add } = opened()
    const existing = add(object('style', 'first', first))
    writer.writeStyleBody(existing, Buffer.from('<StyledLayerDescriptor/>'))
    const before = files()
    const thrown = failureOf(() => add(object('style', 'second', second)))
    expect(thrown.code).toBe('PLB-CATALOG-FILE-TAKEN')
    expect(thrown.message).toContain(first.name)
    expect(changedPaths(before, files())).toEqual([])
  })

  it('are not suspected of it when a file was merely left over', () => {
    const { path, add, files } = opened()
    writeFileSync(join(path, 'styles/left.xml'), '<StyledLayerDescriptor/>')
    add(object('style', 'x', { name: 'left', filename: 'left.sld' }))
    expect(files().get('styles/left.xml')).toMatch(/^<style>/)
  })
})

describe('removing an object', () => {
  it.each([
    ['workspace', 'topp', /^workspaces\/topp\//],
    ['namespace', 'topp', /^workspaces\/topp\/namespace\.xml$/],
    ['dataStore', 'shp', /^workspaces\/topp\/shp\//],
    ['featureType', 'cities', /^workspaces\/topp\/shp\/cities\//],
    ['layer', 'cities', /^workspaces\/topp\/shp\/cities\/layer\.xml$/],
    ['layerGroup', 'grp', /^layergroups\/grp\.xml$/],
    ['settings', 'settings', /^workspaces\/topp\/settings\.xml$/],
    ['service', 'wfs', /^wfs\.xml$/],
  ] as const)('%s takes away exactly its own files', (kind, name, own) => {
    const { catalog, writer, files, id } = opened()
    const before = files()
    remove(catalog, writer, id(kind, name))
    const expected = [...before.keys()].filter((path) => own.test(path)).toSorted()
    expect(expected).not.toEqual([])
    expect(changedPaths(before, files())).toEqual(expected)
    expect(expected.filter((path) => files().has(path))).toEqual([])
  })

  it('sets the rules of a style aside under the first free name', () => {
    const { catalog, writer, files, id, add } = opened()
    const rules = files().get('styles/red.sld')
    remove(catalog, writer, id('style', 'red'))
    expect(files().has('styles/red.xml')).toBe(false)
    expect(files().has('styles/red.sld')).toBe(false)
    expect(files().get('styles/red.sld.bak')).toBe(rules)
    for (const suffix of ['.bak.1', '.bak.2']) {
      const again = add(object('style', 'again', { name: 'red', filename: 'red.sld' }))
      writer.writeStyleBody(again, Buffer.from(suffix))
      remove(catalog, writer, 'again')
      expect(files().get(`styles/red.sld${suffix}`)).toBe(suffix)
    }
  })

  it('leaves rules another style still uses', () => {
    const { catalog, writer, files, id, add } = opened()
    const rules = files().get('styles/red.sld')
    add(object('style', 'x', { name: 'x', filename: 'red.sld' }))
    remove(catalog, writer, id('style', 'red'))
    expect(files().get('styles/red.sld')).toBe(rules)
  })

  it('that is not there, or belongs to nothing, does nothing', () => {
    const { writer, files } = opened()
    const before = files()
    writer.remove(object('workspace', 'x', { name: 'none' }))
    writer.remove(object('dataStore', 'x', { name: 'x', workspace: reference('workspace', 'gone') }))
    writer.remove(object('style', 'x', { name: 'none', filename: 'none.sld' }))
    expect(changedPaths(before, files())).toEqual([])
  })
})

describe('rules of a style', () => {
  it('are written as they are, bytes and all', () => {
    const { writer, catalog } = opened()
    const bytes = Buffer.from([0, 255, 1, 254, 13, 10])
    const style = named(catalog, 'style', 'wsred')
    writer.writeStyleBody(style, bytes)
    expect(writer.readStyleBody(style)).toEqual(bytes)
  })

  it('have no place without a file name', () => {
    const { writer, add } = opened()
    const style = add(object('style', 'x', { name: 'x', metadata: parentElement('metadata', []) }))
    expect(writer.readStyleBody(style)).toBeUndefined()
    expect(failureOf(() => writer.writeStyleBody(style, Buffer.from('x'))).code).toBe(
      'PLB-CATALOG-NAME-MISSING',
    )
  })
})

describe('leftovers of a crash', () => {
  it('are removed among the configuration and nowhere else', () => {
    const { path, writer, files } = opened()
    const before = files()
    const leftover = '.plumbline-0123456789abcdef.new'
    for (const place of ['', 'styles', 'layergroups', 'workspaces', 'workspaces/topp/shp/cities']) {
      writeFileSync(join(path, place, leftover), 'x')
    }
    mkdirSync(join(path, 'data'))
    writeFileSync(join(path, 'data', leftover), 'x')
    writer.removeLeftovers()
    expect(changedPaths(before, files())).toEqual([`data/${leftover}`])
    new DataDirectoryWriter(
      directoryRoot(join(path, 'none')),
      readDataDirectory(directoryRoot(path)).catalog,
    ).removeLeftovers()
  })
})
