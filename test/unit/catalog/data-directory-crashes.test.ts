import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../../electron/catalog/catalog.ts'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { DataDirectoryWriter } from '../../../electron/catalog/data-directory-writer.ts'
import { localFileSystem, type FileSystem } from '../../../electron/storage/files.ts'
import { change, named, object, reference, remove } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow, goldenPath, goldenRoot } from '../../support/data-directories.ts'
import { atEveryCrashPoint } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

type Operation = (catalog: Catalog, writer: DataDirectoryWriter) => void

const golden = readDataDirectory(goldenRoot('after-build-up/master')).catalog
const idOf = (...[kind, name]: [Parameters<typeof named>[1], string]): string => named(golden, kind, name).id
const topp = idOf('workspace', 'topp')
const lab3 = idOf('workspace', 'lab3')
const base = idOf('workspace', 'base')
const shp = idOf('dataStore', 'shp')
const cities = idOf('featureType', 'cities')
const red = idOf('style', 'red')
const namespaceOfTopp = idOf('namespace', 'topp')

/** Copies a small part of a real data directory. */
function prepared(...before: readonly Operation[]): string {
  const path = temporaryDirectory()
  const parts = ['styles/red.xml', 'styles/red.sld', 'layergroups', 'workspaces/topp', 'workspaces/lab3']
  for (const part of [...parts, 'workspaces/base', 'workspaces/default.xml', 'wms.xml']) {
    cpSync(join(goldenPath('after-build-up/master'), part), join(path, part), { recursive: true })
  }
  for (const operation of before) perform(path, operation)
  return path
}

function perform(path: string, operation: Operation, fileSystem: FileSystem = localFileSystem): void {
  const { catalog } = readDataDirectory(directoryRoot(path), { halves: true })
  const writer = new DataDirectoryWriter(directoryRoot(path, fileSystem), catalog)
  operation(catalog, writer)
}

const operations: Readonly<Record<string, { before?: readonly Operation[]; operation: Operation }>> = {
  'renaming a workspace': {
    operation: (catalog, writer) => change(catalog, writer, topp, { name: 'hydro' }),
  },
  'renaming a workspace whose namespace was renamed before': {
    before: [(catalog, writer) => change(catalog, writer, namespaceOfTopp, { prefix: 'hydro' })],
    operation: (catalog, writer) => change(catalog, writer, topp, { name: 'hydro' }),
  },
  'renaming the default workspace': {
    operation: (catalog, writer) => change(catalog, writer, base, { name: 'ground' }),
  },
  'renaming a namespace after its workspace': {
    before: [(catalog, writer) => change(catalog, writer, topp, { name: 'hydro' })],
    operation: (catalog, writer) => change(catalog, writer, namespaceOfTopp, { prefix: 'hydro' }),
  },
  'renaming a store': {
    operation: (catalog, writer) => change(catalog, writer, shp, { name: 'shapes' }),
  },
  'moving a store to another workspace': {
    operation: (catalog, writer) => change(catalog, writer, shp, { workspace: reference('workspace', lab3) }),
  },
  'renaming a feature type': {
    operation: (catalog, writer) => change(catalog, writer, cities, { name: 'towns' }),
  },
  'moving a feature type to another store and name': {
    operation: (catalog, writer) => {
      const store = reference('store', idOf('dataStore', 'pg'), { class: 'dataStore' })
      change(catalog, writer, cities, { name: 'towns', store })
    },
  },
  'renaming a style and its rules': {
    operation: (catalog, writer) => change(catalog, writer, red, { name: 'navy', filename: 'navy.sld' }),
  },
  'moving a style into a workspace': {
    operation: (catalog, writer) => change(catalog, writer, red, { workspace: reference('workspace', topp) }),
  },
  'renaming a style over the rules another one left': {
    before: [
      (catalog, writer) => {
        const left = object('style', 'left', { name: 'left', filename: 'navy.sld' })
        catalog.put(left)
        writer.write(left)
        writer.writeStyleBody(left, Buffer.from('left'))
      },
      (catalog, writer) => change(catalog, writer, 'left', { filename: 'left.sld' }),
    ],
    operation: (catalog, writer) => change(catalog, writer, red, { name: 'navy', filename: 'navy.sld' }),
  },
  'renaming a layer group': {
    operation: (catalog, writer) => change(catalog, writer, idOf('layerGroup', 'wsgrp'), { name: 'all' }),
  },
  'removing a workspace': {
    operation: (catalog, writer) => remove(catalog, writer, topp),
  },
  'removing the default workspace': {
    operation: (catalog, writer) => remove(catalog, writer, base),
  },
  'removing a store': { operation: (catalog, writer) => remove(catalog, writer, shp) },
  'removing a layer': {
    operation: (catalog, writer) => remove(catalog, writer, idOf('layer', 'cities')),
  },
  'removing a style': { operation: (catalog, writer) => remove(catalog, writer, red) },
  'writing the rules of a style': {
    operation: (catalog, writer) => writer.writeStyleBody(named(catalog, 'style', 'red'), Buffer.from('new')),
  },
  'making another workspace the default': {
    operation: (catalog, writer) => {
      catalog.defaultWorkspace = topp
      writer.writeDefaultWorkspace()
    },
  },
}

function sizeOf(path: string): number {
  return readDataDirectory(directoryRoot(path), { halves: true }).catalog.size
}

describe('a crash at any moment, with or without the power gone, is made good by repeating', () => {
  it.each(Object.keys(operations))('%s', (name) => {
    const { before = [], operation = () => undefined } = operations[name] ?? {}
    const uninterrupted = prepared(...before)
    const untouched = filesBelow(uninterrupted)
    const objectsBefore = sizeOf(uninterrupted)
    perform(uninterrupted, operation)
    const expected = filesBelow(uninterrupted)
    expect(expected).not.toEqual(untouched)
    const crashes = atEveryCrashPoint({
      prepare: () => prepared(...before),
      run: (fileSystem, path) => perform(path, operation, fileSystem),
      check: (path, point) => {
        const { catalog } = readDataDirectory(directoryRoot(path), { halves: true })
        // Whatever was cut off, no object may be out of sight meanwhile.
        expect([objectsBefore, sizeOf(uninterrupted)]).toContain(catalog.size)
        new DataDirectoryWriter(directoryRoot(path), catalog).removeLeftovers()
        perform(path, operation)
        expect({ point, files: filesBelow(path) }).toEqual({ point, files: expected })
      },
    })
    expect(crashes).toBeGreaterThan(0)
  })
})
