import { expect } from 'vitest'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import type { Kind } from '../../../electron/catalog/kinds/property.ts'
import { propertyOf, type CatalogObject } from '../../../electron/catalog/object.ts'
import type { Replica } from '../../../electron/engine/replica/replica.ts'
import type { AddEvent, ModifyEvent, RemoveEvent, StyleFileEvent } from '../../../electron/wire/event.ts'
import { parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import { danglingReferences, formsOf, replicaIn } from '../../support/replicas.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** A list of references, such as the members of a layer group; null for an empty place. */
export function references(
  name: string,
  item: string,
  ids: readonly (string | null)[],
  type?: Kind,
): XmlElement {
  return parentElement(
    name,
    ids.map((id) =>
      id === null ? parentElement(item, []) : reference(item, id, type === undefined ? {} : { type }),
    ),
  )
}

/** Connection parameters of a store. */
export function parameters(values: Readonly<Record<string, string>>): XmlElement {
  return parentElement(
    'connectionParameters',
    Object.entries(values).map(([key, value]) => textElement('entry', value, { key })),
  )
}

/** Everything there is in one workspace: `ws-a`, `ns-a`, `st-a`, `pg-a`, `roads-a`, `layer-a`, `all-a`. */
function workspaceOf(name: string): readonly CatalogObject[] {
  const inWorkspace = { workspace: reference('workspace', `ws-${name}`) }
  return [
    object('workspace', `ws-${name}`, { name, isolated: 'false' }),
    object('namespace', `ns-${name}`, { prefix: name, uri: `http://${name}`, isolated: 'false' }),
    object('style', `st-${name}`, { name: 'line', ...inWorkspace, format: 'sld', filename: 'line.sld' }),
    object('dataStore', `pg-${name}`, {
      name: 'pg',
      type: 'PostGIS',
      enabled: 'true',
      ...inWorkspace,
      connectionParameters: parameters({ host: 'db', passwd: 's3cret', namespace: `http://${name}` }),
    }),
    object('featureType', `roads-${name}`, {
      name: 'roads',
      nativeName: 'roads',
      namespace: reference('namespace', `ns-${name}`),
      title: `Roads of ${name}`,
      enabled: 'true',
      store: reference('store', `pg-${name}`, { class: 'dataStore' }),
    }),
    object('layer', `layer-${name}`, {
      type: 'VECTOR',
      defaultStyle: reference('defaultStyle', `st-${name}`),
      styles: references('styles', 'style', ['st']),
      resource: reference('resource', `roads-${name}`, { class: 'featureType' }),
    }),
    object('layerGroup', `all-${name}`, {
      name: 'all',
      mode: 'SINGLE',
      ...inWorkspace,
      publishables: references('publishables', 'published', [`layer-${name}`], 'layer'),
      styles: references('styles', 'style', [null]),
    }),
  ]
}

/**
 * A small catalog in which everything has a namesake: the global style `st` called line, and the same store, feature
 * type, layer, style and group in the workspaces a and b. A is the default. The group `atlas` holds the groups of both.
 */
export function worldObjects(): readonly CatalogObject[] {
  return [
    object('style', 'st', { name: 'line', format: 'sld', filename: 'line.sld' }),
    ...workspaceOf('a'),
    ...workspaceOf('b'),
    object('layerGroup', 'all', {
      name: 'all',
      mode: 'SINGLE',
      publishables: references('publishables', 'published', ['layer-a', 'layer-b'], 'layer'),
      styles: references('styles', 'style', ['st', null]),
    }),
    object('layerGroup', 'atlas', {
      name: 'atlas',
      mode: 'NAMED',
      publishables: references('publishables', 'published', ['all-a', 'all-b'], 'layerGroup'),
      styles: references('styles', 'style', [null, null]),
    }),
  ]
}

export function added(each: CatalogObject, ...copies: readonly CatalogObject[]): AddEvent {
  return { verb: 'add', object: each, copies: copiesOf(copies) }
}

export function removed(each: CatalogObject, ...copies: readonly CatalogObject[]): RemoveEvent {
  return { verb: 'remove', object: each, copies: copiesOf(copies) }
}

/** The object with some of its properties changed to a text or an element, or taken away. */
export function modified(
  each: CatalogObject,
  values: Readonly<Record<string, string | XmlElement | null>>,
  ...copies: readonly CatalogObject[]
): ModifyEvent {
  const changes = Object.entries(values).map(([name, value]) => ({
    bean: name,
    name,
    before: propertyOf(each, name) ?? null,
    after: typeof value === 'string' ? textElement(name, value) : value,
  }))
  return { verb: 'modify', object: each, changes, copies: copiesOf(copies) }
}

export function styleFile(workspace: string | undefined, fileName: string, body: string): StyleFileEvent {
  const resourcePath =
    workspace === undefined ? `styles/${fileName}` : `/workspaces/${workspace}/styles/${fileName}`
  return {
    verb: 'style-file',
    fileName,
    resourcePath,
    body,
    ...(workspace === undefined ? {} : { workspace }),
  }
}

function copiesOf(objects: readonly CatalogObject[]): ReadonlyMap<string, CatalogObject> {
  return new Map(objects.map((each) => [each.id, each]))
}

export interface World {
  readonly path: string
  readonly replica: Replica
  /** The object with that id; there must be one. */
  readonly get: (id: string) => CatalogObject
}

/** The small catalog in a directory of its own. */
export function world(): World {
  const path = temporaryDirectory()
  const replica = replicaIn(path)
  for (const [workspace, name] of [
    [undefined, 'global'],
    ['a', 'a'],
    ['b', 'b'],
  ] as const) {
    for (const each of worldObjects()) {
      if (workspace === undefined ? each.id === 'st' : each.id.endsWith(`-${name}`))
        replica.apply(added(each))
    }
    replica.apply(styleFile(workspace, 'line.sld', `<sld>${name}</sld>`))
  }
  for (const each of worldObjects()) if (each.id === 'all' || each.id === 'atlas') replica.apply(added(each))
  return worldIn(path, replica)
}

/** The small catalog as a directory holds it. */
export function worldIn(path: string, replica: Replica = replicaIn(path)): World {
  return {
    path,
    replica,
    get(id) {
      const found = replica.catalog.get(id)
      if (found === undefined) throw new Error(`There is no ${id}.`)
      return found
    },
  }
}

/** Fails unless the directory holds what memory holds, without problems, and nothing refers to what is not there. */
export function expectWhole({ path, replica }: Pick<World, 'path' | 'replica'>): void {
  const reread = readDataDirectory(directoryRoot(path), { halves: true })
  expect(reread.problems.map(({ path: file, failure }) => `${file}: ${failure.message}`)).toEqual([])
  expect(formsOf(reread.catalog)).toEqual(formsOf(replica.catalog))
  expect(danglingReferences(replica.catalog)).toEqual([])
}
