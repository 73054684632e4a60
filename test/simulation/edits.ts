import type { Catalog } from '../../electron/catalog/catalog.ts'
import { propertyOf, type CatalogObject } from '../../electron/catalog/object.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { parentElement, textElement, withChildren, type XmlElement } from '../../electron/xml/element.ts'
import { reference } from '../support/catalog-changes.ts'
import { sld } from '../support/styles.ts'

/** A change, once the catalog is known. */
export type Edit = (catalog: Catalog) => EditRequest

const name = (text: string): XmlElement => textElement('name', text)

function found(catalog: Catalog, kind: CatalogObject['kind'], called: string): CatalogObject {
  const object = catalog.ofKind(kind).find((each) => propertyOf(each, 'name')?.text === called)
  if (object === undefined) throw new Error(`There is no ${kind} ${called}.`)
  return object
}

const change =
  (kind: CatalogObject['kind'], called: string, ...properties: readonly XmlElement[]): Edit =>
  (catalog) => ({ verb: 'modify', kind, name: found(catalog, kind, called).id, properties })

const remove =
  (kind: CatalogObject['kind'], called: string): Edit =>
  (catalog) => ({ verb: 'remove', kind, name: found(catalog, kind, called).id, recurse: true })

const addStore =
  (called: string, description = ''): Edit =>
  (catalog) => ({
    verb: 'add',
    kind: 'dataStore',
    properties: [
      name(called),
      textElement('description', description),
      reference('workspace', found(catalog, 'workspace', 'shared').id),
      parentElement('connectionParameters', [textElement('entry', '/data', { key: 'url' })]),
    ],
  })

const addWorkspace =
  (called: string): Edit =>
  () => ({ verb: 'add', kind: 'workspace', properties: [name(called)] })

const addStyle =
  (called: string, colour: string): Edit =>
  () => ({ verb: 'add', kind: 'style', properties: [name(called)], styleBody: sld(colour) })

const changeBody =
  (called: string, colour: string): Edit =>
  (catalog) => ({
    verb: 'modify',
    kind: 'style',
    name: found(catalog, 'style', called).id,
    styleBody: sld(colour),
  })

const makeDefault =
  (called: string): Edit =>
  (catalog) => ({ verb: 'default', kind: 'workspace', name: found(catalog, 'workspace', called).id })

const setParameter =
  (key: string, value: string): Edit =>
  (catalog) => {
    const store = found(catalog, 'dataStore', 'one')
    const parameters = propertyOf(store, 'connectionParameters') ?? parentElement('connectionParameters', [])
    const others = parameters.children.filter((entry) => entry.attributes.key !== key)
    const changed = withChildren(parameters, [...others, textElement('entry', value, { key })])
    return { verb: 'modify', kind: 'dataStore', name: store.id, properties: [changed] }
  }

const changeGlobal =
  (property: string, value: string): Edit =>
  () => ({ verb: 'modify', kind: 'global', properties: [textElement(property, value)] })

const description = (text: string): XmlElement => textElement('description', text)

/** What two masters do without knowing of each other. */
export const pairs = {
  'different objects': [
    change('dataStore', 'one', description('a')),
    change('dataStore', 'two', description('b')),
  ],
  'different properties of one object': [
    change('dataStore', 'one', description('a')),
    change('dataStore', 'one', textElement('enabled', 'false')),
  ],
  'the same property': [
    change('dataStore', 'one', description('a')),
    change('dataStore', 'one', description('b')),
  ],
  'the body of a style': [changeBody('drawn', 'red'), changeBody('drawn', 'blue')],
  'two keys of one map': [setParameter('user', 'a'), setParameter('schema', 'b')],
  'one key of one map': [setParameter('user', 'a'), setParameter('user', 'b')],
  'different properties of global': [
    changeGlobal('featureTypeCacheSize', '7'),
    changeGlobal('xmlPostRequestLogBufferSize', '77'),
  ],
  'rename and edit': [change('dataStore', 'one', name('uno')), change('dataStore', 'one', description('b'))],
  'rename and rename': [change('dataStore', 'one', name('uno')), change('dataStore', 'one', name('eins'))],
  'two renames to one name': [change('dataStore', 'one', name('x')), change('dataStore', 'two', name('x'))],
  'two workspaces renamed to one name': [
    change('workspace', 'shared', name('x')),
    change('workspace', 'other', name('x')),
  ],
  'rename and add of that name': [change('dataStore', 'one', name('x')), addStore('x')],
  'rename of a workspace and add of that name': [change('workspace', 'shared', name('x')), addWorkspace('x')],
  'remove and edit': [remove('dataStore', 'one'), change('dataStore', 'one', description('b'))],
  'remove and rename': [remove('dataStore', 'one'), change('dataStore', 'one', name('uno'))],
  'remove and rename of a workspace': [
    remove('workspace', 'shared'),
    change('workspace', 'shared', name('x')),
  ],
  'remove and add of a child': [remove('workspace', 'shared'), addStore('three')],
  'remove and remove': [remove('workspace', 'shared'), remove('workspace', 'shared')],
  'remove of a style and change of its body': [remove('style', 'drawn'), changeBody('drawn', 'blue')],
  'rename of a style and change of its body': [
    change('style', 'drawn', name('x')),
    changeBody('drawn', 'blue'),
  ],
  'two workspaces of one name': [addWorkspace('x'), addWorkspace('x')],
  'two styles of one name': [addStyle('x', 'red'), addStyle('x', 'blue')],
  'two stores of one name': [addStore('x', 'a'), addStore('x', 'b')],
  'two defaults': [makeDefault('shared'), makeDefault('other')],
  'a default and its removal': [makeDefault('shared'), remove('workspace', 'shared')],
} satisfies Readonly<Record<string, readonly [Edit, Edit]>>

/** What the pairs need to be there. */
export const before: readonly Edit[] = [
  addWorkspace('shared'),
  addWorkspace('other'),
  addStore('one'),
  addStore('two'),
  addStyle('drawn', 'green'),
]

/** Changes that move, remove, write over, and do several of these in one; several in a list are asked for at once. */
export const changes = {
  'a rename of a store': pairs['remove and rename'][1],
  'a rename of a workspace': pairs['two workspaces renamed to one name'][0],
  'a removal of a workspace': pairs['remove and remove'][0],
  'an addition of a workspace': pairs['two workspaces of one name'][0],
  'a removal of a style': pairs['remove of a style and change of its body'][0],
  'a rename of a style': pairs['rename of a style and change of its body'][0],
  'a change of a body': pairs['the body of a style'][0],
  'another default': pairs['two defaults'][1],
  'a change of the global settings': pairs['different properties of global'][0],
  // The second is refused, since the first leaves settings it was not planned on.
  'three at once': [...pairs['different properties of global'], pairs['the body of a style'][0]],
} satisfies Readonly<Record<string, Edit | readonly Edit[]>>
