import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { kinds, type Kind, type Property } from '../../../electron/catalog/kinds/property.ts'
import { propertiesOf, serviceTypes } from '../../../electron/catalog/kinds/table.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { resolveRequest, type EditRequest } from '../../../electron/engine/master/resolve-request.ts'
import { textElement } from '../../../electron/xml/element.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { failureOf } from '../../support/failures.ts'

const each = kinds.flatMap((kind): readonly (readonly [Kind, string])[] =>
  kind === 'service' ? serviceTypes.map((type) => [kind, type] as const) : [[kind, kind]],
)

/** A catalog with an object of that kind, and the edit of it that gives a document. */
function worldOf(kind: Kind, root: string, ...more: readonly CatalogObject[]) {
  const catalog = new Catalog()
  catalog.put({ ...object(kind, 'x', { kept: 'as it came' }), root })
  for (const other of more) catalog.put(other)
  const edit = (verb: EditRequest['verb'], input: string) =>
    resolveRequest({ verb, kind, service: kind === 'service' ? root : undefined, name: 'x', input }, catalog)
  return { edit }
}

/** The name of a property that is made of others, and of one of these. */
function partsOf(properties: readonly Property[]): readonly (readonly [Property, string])[] {
  return properties.flatMap((property) =>
    property.type.type === 'structure'
      ? property.type.properties.slice(0, 1).map((part) => [property, part.name] as const)
      : [],
  )
}

/**
 * Such as why a store cannot be reached. Entries of the metadata and what a layer passes on are kept elsewhere, and the
 * layers a group had before 2.3 are read as what it publishes.
 */
function isFleeting({ name, persisted, entry, delegated }: Property): boolean {
  return (
    persisted === 'never' && entry !== true && delegated !== true && !['__default', 'layers'].includes(name)
  )
}

describe.each(each)('what is typed of a %s (%s)', (kind, root) => {
  it.each(['add', 'modify'] as const)('to %s it goes by the names there are', (verb) => {
    const { edit } = worldOf(kind, root)
    for (const input of [
      '{"absract":"x"}',
      '{"absract":{"a":"x"}}',
      `<${root}><absract>x</absract></${root}>`,
    ]) {
      const { code, details } = failureOf(() => edit(verb, input))
      expect(code).toBe('PLB-ENGINE-EDIT-REFUSED')
      expect(details.reason).toMatchObject({ key: 'edits.noSuchProperty', values: { name: 'absract' } })
    }
  })

  it('to modify it may have each name of what is kept, and what the object has already', () => {
    const { edit } = worldOf(kind, root)
    const properties = propertiesOf(kind, root)
    for (const { name } of properties.filter((property) => !isFleeting(property)))
      expect(edit('modify', `<${root}><${name}/></${root}>`).verb).toBe('modify')
    expect(edit('modify', '{"kept":"otherwise"}')).toMatchObject({ properties: [{ name: 'kept' }] })
  })

  it('to modify it has no name of what a GeoServer knows only while it runs', () => {
    const { edit } = worldOf(kind, root)
    for (const { name } of propertiesOf(kind, root).filter(isFleeting)) {
      const { reason } = failureOf(() => edit('modify', `<${root}><${name}>x</${name}></${root}>`)).details
      expect(reason).toMatchObject({ key: 'edits.noSuchProperty', values: { name } })
    }
  })

  it('in its parts, too', () => {
    const { edit } = worldOf(kind, root)
    for (const [{ name }, part] of partsOf(propertiesOf(kind, root))) {
      const inner = (child: string) => `<${root}><${name}><${child}/></${name}></${root}>`
      expect(edit('modify', inner(part)).verb).toBe('modify')
      const { reason } = failureOf(() => edit('modify', inner('absract'))).details
      expect(reason).toMatchObject({ key: 'edits.noSuchProperty', values: { name: 'absract' } })
    }
  })
})

describe('what is typed', () => {
  it('names the properties that can be given', () => {
    const { edit } = worldOf('layerGroup', 'layerGroup')
    const { reason } = failureOf(() => edit('modify', '{"abstract":"x"}')).details
    expect(reason).toMatchObject({
      values: { names: expect.arrayContaining(['title', 'abstractTxt', 'publishables']) as unknown },
    })
    expect(reason).not.toMatchObject({
      values: { names: expect.arrayContaining(['dateCreated']) as unknown },
    })
  })

  it('of a service nobody knows is taken as it comes', () => {
    const { edit } = worldOf('service', 'ogcapi')
    expect(edit('modify', '{"absract":"x"}')).toMatchObject({ properties: [{ name: 'absract' }] })
  })

  it('says where a property of a layer belongs, unless it is what that has', () => {
    const resource = object('featureType', 'r', { name: 'roads', title: 'Roads', enabled: 'true' })
    const { edit } = worldOf(
      'layer',
      'layer',
      resource,
      object('layer', 'x', { resource: reference('resource', 'r') }),
    )
    expect(edit('modify', '{"title":"Roads"}')).toBeDefined()
    const layer = (input: string) => () => edit('modify', input)
    expect(failureOf(layer('{"title":"Streets"}')).details.reason).toMatchObject({ key: 'edits.belongsTo' })
    expect(failureOf(layer('<layer><enabled>false</enabled></layer>')).details.reason).toMatchObject({
      key: 'edits.belongsTo',
    })
  })

  it('may be what the REST interface of a GeoServer shows, with its links', () => {
    const { edit } = worldOf('workspace', 'workspace')
    const link = '<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="alternate" href="http://x"/>'
    const input = `<workspace><name>topp</name><isolated>false</isolated><dataStores>${link}</dataStores></workspace>`
    expect(edit('modify', input)).toMatchObject({
      properties: [textElement('name', 'topp'), textElement('isolated', 'false')],
    })
    const newer = '<global><imageProcessing><recycling>true</recycling></imageProcessing></global>'
    expect(worldOf('global', 'global').edit('modify', newer)).toMatchObject({ properties: [{ name: 'jai' }] })
    expect(edit('add', '{"name":"topp","uri":"http://topp"}')).toBeDefined()
    expect(failureOf(() => edit('modify', '{"uri":"http://topp"}')).code).toBe('PLB-ENGINE-EDIT-REFUSED')
  })
})
