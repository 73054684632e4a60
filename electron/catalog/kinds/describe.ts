import type { Kind, Property, PropertyType } from './property.ts'
import { say } from '../../sentences/say.ts'

type Options = Partial<Omit<Property, 'name' | 'type'>>

const stampedByEachNode = say('catalog.eachNodeStampsOwn')

/** Describes one property; field and bean name follow from the element name unless they are given. */
export function property(name: string, type: PropertyType, options: Options = {}): Property {
  const field = options.field ?? name
  return {
    persisted: 'always',
    ...options,
    name,
    field,
    bean: options.bean ?? field.replace(/^_/, ''),
    type,
  }
}

/** A property with one value, `java` being the XStream alias or class name of that value. */
export function text(name: string, java = 'string', options: Options = {}): Property {
  return property(name, { type: 'text', java }, options)
}

export function flag(name: string, options: Options = {}): Property {
  return text(name, 'boolean', options)
}

export function integer(name: string, options: Options = {}): Property {
  return text(name, 'int', options)
}

export function decimal(name: string, options: Options = {}): Property {
  return text(name, 'double', options)
}

export function strings(name: string, options: Options & { set?: boolean } = {}): Property {
  const { set, ...rest } = options
  return property(name, { type: 'strings', ...(set === undefined ? {} : { set }) }, rest)
}

export function reference(name: string, kinds: readonly Kind[]): Property {
  return property(name, { type: 'reference', kinds })
}

/** An object written in place; its declared type on the wire is an interface, so its class is named there. */
export function part(name: string, className: string, properties: readonly Property[] = []): Property {
  return property(name, { type: 'structure', class: className, properties })
}

/** An object written in place whose declared type is its own class, so that the wire does not name it. */
export function concretePart(
  name: string,
  className: string,
  properties: readonly Property[] = [],
  options: Options = {},
): Property {
  return property(name, { type: 'structure', class: className, declared: true, properties }, options)
}

export const id = text('id')
export const metadata = property('metadata', { type: 'metadata' })
export const keywords = property('keywords', { type: 'keywords' })

const modifiedBy = text('modifiedBy', 'string', {
  since: '2.27.3',
  notCompared: say('catalog.eachNodeRecordsUser'),
})

/** Creation and modification stamps, in files since 2.17, and the author. */
export const stamps: readonly Property[] = [
  text('dateCreated', 'date', { notCompared: stampedByEachNode }),
  text('dateModified', 'date', { notCompared: stampedByEachNode }),
  modifiedBy,
]

/** The same for kinds whose classes have no such fields: files may hold them, a message that did would be refused. */
export const unsentStamps: readonly Property[] = stamps.map((each) => ({ ...each, unsent: true }))

/** A setting that lies in the metadata under its own name, and has accessors as if it were a field. */
export function entry(name: string, java: string): Property {
  return text(name, java, { entry: true, persisted: 'never' })
}

export const internationalTitle = property('internationalTitle', { type: 'international' })
export const internationalAbstract = property('internationalAbstract', { type: 'international' })

export const authorityUrls = property('authorityURLs', {
  type: 'structures',
  class: 'org.geoserver.catalog.impl.AuthorityURL',
  item: 'AuthorityURL',
  properties: [text('name'), text('href')],
})

export const identifiers = property('identifiers', {
  type: 'structures',
  class: 'org.geoserver.catalog.impl.LayerIdentifier',
  item: 'Identifier',
  properties: [text('authority'), text('identifier')],
})

export const metadataLinks = property('metadataLinks', {
  type: 'structures',
  class: 'org.geoserver.catalog.impl.MetadataLinkInfoImpl',
  item: 'metadataLink',
  properties: [id, text('type'), text('about'), text('metadataType'), text('content')],
})

export const attribution = part('attribution', 'org.geoserver.catalog.impl.AttributionInfoImpl', [
  id,
  text('title'),
  text('href'),
  text('logoURL'),
  text('logoType'),
  integer('logoWidth', { default: '0' }),
  integer('logoHeight', { default: '0' }),
])

export const legend = part('legend', 'org.geoserver.catalog.impl.LegendInfoImpl', [
  id,
  integer('width', { default: '0' }),
  integer('height', { default: '0' }),
  text('format'),
  text('onlineResource'),
])

/** A version number, which GeoTools wraps in an object of its own. */
export const versionClass = 'org.geotools.util.Version'
