import { describe, expect, it } from 'vitest'
import { kinds, type Kind, type Property } from '../../../electron/catalog/kinds/property.ts'
import type { Release } from '../../../electron/catalog/kinds/release.ts'
import { kindTable, propertiesOf, serviceTypes } from '../../../electron/catalog/kinds/table.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { anyReceiver, listenersOf } from '../../../electron/wire/receiver.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import type { ClusterEvent } from '../../../electron/wire/event.ts'
import { elementNameOf, javaNameOf } from '../../../electron/wire/names.ts'
import { childOf, parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { fieldsOfClass } from '../../support/class-tables.ts'
import { masterMessages, messagesToSlave } from '../../support/recorded-messages.ts'

const releases = ['2.23', '2.24.2', '2.25', '2.26.2', '2.27', '2.27.6', '2.28', '2.28.1'] as const
const roots = kinds.flatMap((kind): readonly { kind: Kind; root: string }[] =>
  kind === 'service' ? serviceTypes.map((root) => ({ kind, root })) : [{ kind, root: kindTable[kind].root }],
)

describe.each(releases)('GeoServer %s', (release) => {
  it.each(roots)('has every field of a $root it is sent, whatever its file holds', ({ kind, root }) => {
    const object = fullObject(kind, root)
    for (const event of eventsOn(object)) {
      const { body } = encodeEvent(event, find, { runs: 'geoserver', releases: [release] })
      expect(unknownFields(parseXml(body), release)).toEqual([])
    }
  })

  it.each(roots)('is sent every field of a $root it has', ({ kind, root }) => {
    const { body } = encodeEvent({ verb: 'add', object: fullObject(kind, root), copies: noCopies }, find, {
      runs: 'geoserver',
      releases: [release],
    })
    const sent = new Set(objectIn(parseXml(body)).children.map(({ name }) => javaNameOf(name)))
    const className = kind === 'service' ? serviceClassIn(body) : kindTable[kind].class
    const missing = [...(fieldsOfClass(className, release) ?? [])].filter((name) => !sent.has(name))
    // What is alive in one node alone, and what nobody ever sends.
    expect(missing.filter((name) => !['error', 'clientProperties'].includes(name))).toEqual([])
  })
})

it('no class of the table of kinds is missing from the class tables', () => {
  for (const { kind, root } of roots) {
    const { body } = encodeEvent({ verb: 'add', object: fullObject(kind, root), copies: noCopies }, find)
    const className = kind === 'service' ? serviceClassIn(body) : kindTable[kind].class
    expect([className, fieldsOfClass(className, '2.26') === undefined]).toEqual([className, false])
  }
})

it('no class of what objects hold is missing from them', () => {
  const named = (element: XmlElement): readonly string[] => [
    javaNameOf(element.name),
    ...element.children.flatMap(named),
  ]
  const classes = roots.flatMap(({ kind, root }) => {
    const object = fullObject(kind, root)
    const { body } = encodeEvent({ verb: 'add', object, copies: noCopies }, find)
    return named(objectIn(parseXml(body))).filter((name) => /^org\.geoserver\.(catalog|config)\./.test(name))
  })
  expect([...new Set(classes)].filter((name) => fieldsOfClass(name, '2.26') === undefined)).toEqual([])
})

it.each([
  ['2.26.2', messagesToSlave().filter(({ verdict }) => verdict === 'applied')],
  ['2.26.2', masterMessages('2.26')],
  ['2.27.6', masterMessages('2.27')],
] as const)('real messages of %s hold no field the class tables lack', (release, messages) => {
  const unknown = messages.flatMap(({ body }) => unknownFields(parseXml(body), release))
  expect([...new Set(unknown)]).toEqual([])
})

describe('whoever listens', () => {
  const body = (object: CatalogObject, receiver = anyReceiver): string =>
    encodeEvent({ verb: 'add', object, copies: noCopies }, undefined, receiver).body
  const service = (root: string, ...properties: XmlElement[]): CatalogObject => ({
    kind: 'service',
    root,
    id: 's',
    properties: [textElement('id', 's'), textElement('name', 'S'), ...properties],
  })

  it('is sent a field of some releases only when it says something', () => {
    expect(body(service('wfs', textElement('disableStoredQueriesManagement', 'false')))).not.toContain(
      'StoredQueries',
    )
    expect(body(service('wfs', textElement('disableStoredQueriesManagement', 'true')))).toContain(
      '<disableStoredQueriesManagement>true<',
    )
    const stamps = [textElement('id', 'w'), textElement('modifiedBy', 'me'), textElement('dateCreated', 'x')]
    const workspace: CatalogObject = { kind: 'workspace', root: 'workspace', id: 'w', properties: stamps }
    expect(body(workspace)).not.toContain('modifiedBy')
    expect(body(workspace)).toContain('<dateCreated>')
  })

  it('is sent image processing as those know it who made the settings', () => {
    const global = (...settings: XmlElement[]): CatalogObject => ({
      kind: 'global',
      root: 'global',
      id: 'global',
      properties: [parentElement('jai', [textElement('tileThreads', '7'), ...settings])],
    })
    expect(body(global(textElement('pngAcceleration', 'false')))).toContain(
      '<jai class="org.geoserver.config.impl.JAIInfoImpl">',
    )
    expect(body(global())).toContain(
      '<imageProcessing class="org.geoserver.config.impl.ImageProcessingInfoImpl">',
    )
    // Where the releases are known, nobody has to guess.
    expect(body(global(), listenersOf(['2.26.2', '2.26.4']))).toContain('<jai class=')
    expect(body(global(), listenersOf(['2.28.1']))).toContain('<imageProcessing class=')
  })

  it.each(roots)(
    'is sent of a $root what the GeoServers of all releases have, when they are known',
    (each) => {
      for (const event of eventsOn(fullObject(each.kind, each.root))) {
        const document = parseXml(encodeEvent(event, find, listenersOf(['2.26.2', '2.28-SNAPSHOT'])).body)
        for (const release of ['2.26.2', '2.28'] as const)
          expect(unknownFields(document, release)).toEqual([])
      }
    },
  )

  it('is anybody as soon as one of them is not known', () => {
    for (const versions of [undefined, [], ['2.26.2', 'of my own']])
      expect(listenersOf(versions)).toEqual(anyReceiver)
  })
})

const noCopies = new Map<string, CatalogObject>()

/** One object of each kind with everything the table knows, and something nobody knows. */
function fullObject(kind: Kind, root: string): CatalogObject {
  const properties = fullProperties(propertiesOf(kind, root))
  const junk = [textElement('leftByAnOldRelease', 'x'), textElement('atom:link', '')]
  return { kind, root, id: `${root}-id`, properties: [...properties, ...junk] }
}

const objects = new Map(roots.map(({ kind, root }) => [`${root}-id`, fullObject(kind, root)]))
const find = (id: string): CatalogObject | undefined => objects.get(id)

function eventsOn(object: CatalogObject): readonly ClusterEvent[] {
  const table = new Map(propertiesOf(object.kind, object.root).map((each) => [each.name, each]))
  const changes = object.properties.map((value) => ({
    bean: table.get(value.name)?.bean ?? value.name,
    name: value.name,
    before: null,
    after: value,
  }))
  return [
    { verb: 'add', object, copies: noCopies },
    { verb: 'modify', object, changes, copies: noCopies },
    { verb: 'remove', object, copies: noCopies },
  ]
}

function fullProperties(properties: readonly Property[]): readonly XmlElement[] {
  return properties.map((property) => fullValue(property))
}

function fullValue({ name, type }: Property): XmlElement {
  switch (type.type) {
    case 'text':
      return textElement(name, type.java === 'boolean' ? 'true' : type.java === 'int' ? '5' : `${name} text`)
    case 'reference':
      return parentElement(name, [textElement('id', `${type.kinds[0] ?? ''}-id`)])
    case 'references':
      return parentElement(
        name,
        type.kinds.map((kind) => parentElement(type.item, [textElement('id', `${kind}-id`)], { type: kind })),
      )
    case 'strings':
    case 'keywords':
      return parentElement(name, [textElement('string', 'one')])
    case 'metadata':
    case 'parameters':
      return parentElement(name, [textElement('entry', 'v', { key: 'k' })])
    case 'envelope':
      return parentElement(name, [textElement('minx', '0.0'), textElement('crs', 'EPSG:4326')])
    case 'crs':
      return textElement(name, 'EPSG:4326')
    case 'grid':
      return parentElement(name, [textElement('crs', 'EPSG:4326')], { dimension: '2' })
    case 'range':
      return parentElement(name, [textElement('min', '0.0'), textElement('max', '1.0')])
    case 'international':
      return parentElement(name, [textElement('en', 'text')])
    case 'structure':
      return parentElement(name, fullProperties(type.properties))
    case 'structures':
      return parentElement(name, [parentElement(type.item, fullProperties(type.properties))])
    case 'password':
      return textElement(name, 'plain:secret')
    case 'backReference':
    case 'opaque':
      return name === 'error' || name === 'clientProperties'
        ? parentElement(name, [])
        : textElement(name, 'x')
  }
}

/** The object a message is about: inside its source, and inside a proxy around that. */
function objectIn(root: XmlElement): XmlElement {
  const source = childOf(root, 'source') ?? root
  const handler = childOf(source, 'handler')
  return (handler && childOf(handler, 'proxyObject')) ?? source
}

function serviceClassIn(body: string): string {
  return objectIn(parseXml(body)).attributes.class ?? ''
}

/** Fields of known classes anywhere in a message that the release's classes do not have. */
function unknownFields(element: XmlElement, release: Release): readonly string[] {
  const className = element.attributes.class ?? javaNameOf(element.name)
  const known = fieldsOfClass(className, release)
  // An element that says what it refers to holds no fields.
  const own =
    known === undefined || element.attributes.reference !== undefined
      ? []
      : element.children.flatMap(({ name }) =>
          [...known].some((field) => elementNameOf(field) === name) ? [] : [`${className}.${name}`],
        )
  return [...own, ...element.children.flatMap((child) => unknownFields(child, release))]
}
