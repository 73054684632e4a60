import { extname } from 'node:path'
import type { Catalog } from '../../catalog/catalog.ts'
import { describe } from '../../catalog/locations.ts'
import {
  nameOf,
  propertyOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { isEmptyElement, parentElement, textElement } from '../../xml/element.ts'
import { decodeUtf8, parseXml } from '../../xml/parse.ts'
import { writeXml } from '../../xml/write.ts'
import type { Step } from './change.ts'
import { differingProperties } from './differences.ts'
import { restDocument, withId } from './rest-document.ts'

interface StylePlan {
  /** As it is to be. */
  readonly object: CatalogObject
  readonly body: Uint8Array<ArrayBuffer> | undefined
  /** As it is; undefined for a new one. */
  readonly former?: CatalogObject
  /** Whether anything but the rules changes. */
  readonly isChanged?: boolean
  readonly collection: string
  readonly item: string
  /** Where it is to be asked for once it has another name. */
  readonly itemAfter?: string
  readonly catalog: Catalog
}

const xml = 'application/xml'
const types: Readonly<Record<string, string>> = {
  css: 'application/vnd.geoserver.geocss+css',
  ysld: 'application/vnd.geoserver.ysld+yaml',
  mbstyle: 'application/vnd.geoserver.mbstyle+json',
}

/**
 * A style and its rules are two things over REST. Rules are sent to be kept as they are, since GeoServer would write them
 * anew in a form of its own; so they are read here before, for GeoServer takes anything then.
 * @throws PLB-GEOSERVER-RULES-UNREADABLE
 */
export function styleSteps(plan: StylePlan): readonly Step[] {
  const { object, body, former, isChanged = false, collection, item, itemAfter = item, catalog } = plan
  const rules = body === undefined ? undefined : { type: typeOfRules(object, body), body }
  const document = restDocument(object, catalog)
  const whole: Step = { purpose: 'change', method: 'PUT', path: item, type: xml, body: writeXml(document) }
  if (former !== undefined) {
    const write = (path: string): readonly Step[] =>
      rules === undefined
        ? []
        : [{ purpose: 'write the rules', method: 'PUT', path: `${path}?raw=true`, ...rules }]
    const file = textOfProperty(object, 'filename')
    const before = textOfProperty(former, 'filename')
    const followed = fileFollowing(former, object)
    if (file === before && followed === before) return [...write(item), ...(isChanged ? [whole] : [])]
    // The rules follow another name, but not another file that comes with it: that one is begun empty.
    const kept = withProperties(object, new Map([['filename', propertyOf(former, 'filename')]]))
    const others: Step = { ...whole, body: writeXml(restDocument(kept, catalog)) }
    if (file === before || file === followed) return [...write(item), others]
    const moved: Step = {
      ...{ purpose: 'change', method: 'PUT', path: itemAfter, type: xml },
      body: writeXml(parentElement('style', [textElement('filename', file ?? '')])),
    }
    return [...(differingProperties(former, kept).length > 0 ? [others] : []), moved, ...write(itemAfter)]
  }
  if (rules === undefined) {
    return [
      {
        purpose: 'create',
        method: 'POST',
        path: collection,
        type: xml,
        body: writeXml(withId(document, object.id)),
      },
    ]
  }
  const name = nameOf(object) ?? ''
  const path = `${collection}?name=${encodeURIComponent(name)}&raw=true`
  // A style that is made with its rules has the file its name says, and nothing else.
  const hasMore =
    textOfProperty(object, 'filename') !== `${name}.sld` ||
    ['legend', 'metadata'].some((each) => has(object, each))
  return [{ purpose: 'create', method: 'POST', path, ...rules }, ...(hasMore ? [whole] : [])]
}

/** The file a style has once it goes by its new name, which its rules follow. */
export function fileFollowing(former: CatalogObject, object: CatalogObject): string | undefined {
  const file = textOfProperty(former, 'filename')
  const name = nameOf(object)
  return file === undefined || name === nameOf(former) ? file : `${name ?? ''}${extname(file)}`
}

function has(object: CatalogObject, name: string): boolean {
  const property = propertyOf(object, name)
  return property !== undefined && !isEmptyElement(property)
}

function typeOfRules(style: CatalogObject, body: Uint8Array): string {
  const format = textOfProperty(style, 'format') ?? 'sld'
  const other = types[format]
  if (other !== undefined) return other
  const root = readRules(style, body)
  return root.attributes.version === '1.1.0' ? 'application/vnd.ogc.se+xml' : 'application/vnd.ogc.sld+xml'
}

function readRules(style: CatalogObject, body: Uint8Array): ReturnType<typeof parseXml> {
  let root: ReturnType<typeof parseXml>
  try {
    root = parseXml(decodeUtf8(body))
  } catch (error) {
    throw isFailure(error) ? unreadable(style, error) : error
  }
  if (root.name.replace(/^.*:/, '') !== 'StyledLayerDescriptor') throw unreadable(style)
  return root
}

function unreadable(style: CatalogObject, cause?: unknown): Failure {
  return failure('PLB-GEOSERVER-RULES-UNREADABLE', { object: describe(style) }, cause)
}
