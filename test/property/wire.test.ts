import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { comparableProperties } from '../../electron/catalog/comparable.ts'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { compareCatalogs } from '../../electron/catalog/diff.ts'
import { elementForFile } from '../../electron/catalog/to-file.ts'
import { nameOf, type CatalogObject } from '../../electron/catalog/object.ts'
import { propertiesOf } from '../../electron/catalog/kinds/table.ts'
import { noFiles } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { decodeBody, decodeEncoded } from '../../electron/wire/decode.ts'
import { encodeEvent } from '../../electron/wire/encode.ts'
import type { Receiver } from '../../electron/wire/receiver.ts'
import type { AddEvent, ClusterEvent, ModifyEvent, RemoveEvent } from '../../electron/wire/event.ts'
import { isEmptyElement, type XmlElement } from '../../electron/xml/element.ts'
import { writeXml } from '../../electron/xml/write.ts'
import { asSent } from '../support/as-sent.ts'
import { inDependencyOrder } from '../support/dependency-order.ts'
import { arbitraryFutureCatalog } from '../support/unknown-properties.ts'

const noCopies = new Map<string, CatalogObject>()

function sent(
  event: ClusterEvent,
  catalog: Catalog,
  receiver: Receiver = { runs: 'plumbline' },
): ClusterEvent {
  const encoded = encodeEvent(event, (id) => catalog.get(id), receiver)
  const read = decodeBody(encoded.handler, encoded.body)
  expect(isDeepStrictEqual(decodeEncoded(encoded), read)).toBe(true)
  return read
}

function isOnObject(event: ClusterEvent): event is AddEvent | ModifyEvent | RemoveEvent {
  return event.verb !== 'style-file' && event.verb !== 'default'
}

/** There is one of them, which is never removed. */
function isAlone(object: CatalogObject): boolean {
  return object.kind === 'global' || object.kind === 'logging'
}

function fileOf(object: CatalogObject, catalog: Catalog): string {
  return writeXml(withoutEmptyTexts(elementForFile(object, catalog)))
}

/** GeoServer reads texts in no language as none, so they are not sent. */
function withoutEmptyTexts(element: XmlElement): XmlElement {
  const children = element.children.filter((child) => {
    const isDescription = element.name === 'attribute' && child.name === 'description'
    return !(isEmptyElement(child) && (isDescription || child.name.startsWith('international')))
  })
  return { ...element, children: children.map(withoutEmptyTexts) }
}

describe('any object of any catalog', () => {
  it('is the same after it was sent to be added, changed or removed', () => {
    fc.assert(
      fc.property(arbitraryFutureCatalog(), (catalog) => {
        for (const object of catalog.objects()) {
          const expected = fileOf(asSent(object), catalog)
          for (const verb of ['add', 'remove'] as const) {
            if (verb === 'remove' && isAlone(object)) continue
            const event = sent({ verb, object, copies: noCopies }, catalog)
            if (!isOnObject(event)) throw new Error(`${verb} became ${event.verb}.`)
            expect(event.verb).toBe(object.kind === 'logging' ? 'modify' : verb)
            expect([event.object.kind, event.object.root, event.object.id]).toEqual([
              object.kind,
              object.root,
              object.id,
            ])
            expect(fileOf(event.object, catalog)).toBe(expected)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('arrives with every object it refers to, the same as well', () => {
    fc.assert(
      fc.property(arbitraryFutureCatalog(), (catalog) => {
        for (const object of catalog.objects()) {
          const event = sent({ verb: 'add', object, copies: noCopies }, catalog)
          if (!isOnObject(event)) throw new Error(`add became ${event.verb}.`)
          for (const [id, copy] of event.copies) {
            const original = catalog.get(id)
            expect(original?.kind).toBe(copy.kind)
            if (original !== undefined) expect(fileOf(copy, catalog)).toBe(fileOf(asSent(original), catalog))
          }
        }
      }),
      { numRuns: 20 },
    )
  })

  it('has changes that arrive as they were, from nothing to a value and back', () => {
    fc.assert(
      fc.property(arbitraryFutureCatalog(), (catalog) => {
        for (const object of catalog.objects()) {
          if (object.kind === 'logging') continue
          const table = new Map(propertiesOf(object.kind, object.root).map((each) => [each.name, each]))
          // What no class has is not sent, and a name that stays the same only serves to find the object.
          const sendable = object.properties.filter(
            ({ name }) => table.get(name)?.unsent !== true && name !== 'name',
          )
          const changes = sendable.map((value, at) => ({
            bean: table.get(value.name)?.bean ?? value.name,
            name: value.name,
            before: at % 2 === 0 ? value : null,
            after: at % 2 === 0 ? null : value,
          }))
          const event = sent({ verb: 'modify', object, changes, copies: noCopies }, catalog)
          if (event.verb !== 'modify') throw new Error(`modify became ${event.verb}.`)
          expect(event.changes.map(({ bean, name }) => [bean, name])).toEqual(
            changes.map(({ bean, name }) => [bean, name]),
          )
          for (const side of ['before', 'after'] as const) {
            const values = (from: typeof event.changes): CatalogObject => ({
              ...object,
              properties: from.flatMap((change) => change[side] ?? []),
            })
            expect([...comparableProperties(values(event.changes))]).toEqual([
              ...comparableProperties(values(changes)),
            ])
          }
        }
      }),
      { numRuns: 20 },
    )
  })
})

describe('any catalog', () => {
  it('arises from nothing when its objects are sent one after the other', () => {
    fc.assert(
      fc.property(arbitraryFutureCatalog(), (catalog) => {
        const replica = new Replica(new Catalog(), noFiles)
        for (const object of inDependencyOrder(catalog)) {
          const outcome = replica.apply(sent({ verb: 'add', object, copies: noCopies }, catalog))
          const note = 'the object was missing and was made from the state the event carries'
          expect(outcome).toEqual({ outcome: 'applied', notes: object.kind === 'logging' ? [note] : [] })
        }
        const workspace = catalog.get(catalog.defaultWorkspace ?? '', 'workspace')
        if (workspace !== undefined) {
          const object = { kind: 'workspace', id: workspace.id, name: nameOf(workspace) } as const
          const copies = new Map([[workspace.id, workspace]])
          replica.apply(sent({ verb: 'default', property: 'defaultWorkspace', object, copies }, catalog))
        }
        const expected = new Catalog()
        for (const object of catalog.objects()) expected.put(asSent(object))
        expected.defaultWorkspace = catalog.defaultWorkspace
        expect(compareCatalogs(expected, replica.catalog).entries).toEqual([])
        for (const object of expected.objects()) {
          const arrived = replica.catalog.get(object.id)
          expect(arrived && fileOf(arrived, replica.catalog)).toBe(fileOf(object, expected))
        }
      }),
      { numRuns: 25 },
    )
  })
})
