import type { Catalog } from '../../electron/catalog/catalog.ts'
import type { Kind } from '../../electron/catalog/kinds/property.ts'
import { nameOf, propertyOf, referenceOf, type CatalogObject } from '../../electron/catalog/object.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { duplicatingRequest } from '../../electron/services/configuration/duplicate.ts'
import { parentElement, textElement, type XmlElement } from '../../electron/xml/element.ts'
import { reference } from './catalog-changes.ts'
import { requestFor, type EditChoice } from './random-edits.ts'

/** As {@link requestFor}, and what only GeoServers hold or do in a way of their own. */
export function stockRequestFor(choice: EditChoice, catalog: Catalog): EditRequest | undefined {
  const { verb, object: at, value } = choice
  if (verb % 2 === 0) return requestFor({ ...choice, verb: verb / 2 }, catalog)
  const pick = (...kinds: readonly Kind[]): CatalogObject | undefined => {
    const candidates = catalog.ofKind(...kinds)
    return candidates[at % Math.max(1, candidates.length)]
  }
  return makers[((verb - 1) / 2) % makers.length]?.(pick, value, catalog)
}

type Pick = (...kinds: readonly Kind[]) => CatalogObject | undefined
type Maker = (pick: Pick, value: number, catalog: Catalog) => EditRequest | undefined

const modes = ['SINGLE', 'OPAQUE_CONTAINER', 'NAMED', 'CONTAINER', 'EO']

function modified(
  object: CatalogObject | undefined,
  ...properties: readonly XmlElement[]
): EditRequest | undefined {
  return object && { verb: 'modify', kind: object.kind, name: object.id, service: object.root, properties }
}

/** Values of properties of each kind that GeoServer takes and writes as they are. */
const properties: readonly (readonly [kinds: readonly Kind[], make: (value: number) => XmlElement])[] = [
  [['featureType', 'coverage', 'wmsLayer', 'wmtsLayer'], (value) => textElement('abstract', `Of ${value}`)],
  [['featureType', 'coverage'], (value) => textElement('enabled', String(value % 2 === 0))],
  [['featureType', 'coverage'], (value) => textElement('advertised', String(value % 2 === 0))],
  [
    ['featureType', 'coverage'],
    (value) => parentElement('keywords', [textElement('string', `word ${value}`)]),
  ],
  [
    ['featureType', 'coverage'],
    (value) => parentElement('metadata', [textElement('entry', String(value), { key: 'cacheAgeMax' })]),
  ],
  [['layer'], (value) => textElement('queryable', String(value % 2 === 0))],
  [['layer'], (value) => textElement('path', `/path ${value}`)],
  [['layerGroup'], (value) => textElement('title', `Group ${value}`)],
  [['settings'], (value) => textElement('numDecimals', String(value % 9))],
  [['service'], (value) => textElement('maintainer', `Somebody ${value}`)],
  [['wmsStore', 'wmtsStore'], (value) => textElement('enabled', String(value % 2 === 0))],
  [['workspace', 'namespace'], (value) => textElement('isolated', String(value % 2 === 0))],
  [['dataStore', 'coverageStore'], (value) => textElement('enabled', String(value % 2 === 0))],
]

const makers: readonly Maker[] = [
  (pick, value) => {
    const [kinds, make] = properties[value % properties.length] ?? [[]]
    return modified(pick(...kinds), ...(make === undefined ? [] : [make(value)]))
  },
  (pick, value) => {
    const group = pick('layerGroup')
    const [layer, style] = [pick('layer'), pick('style')]
    const mode = modes[value % modes.length] ?? ''
    const root =
      mode === 'EO' && layer !== undefined && style !== undefined
        ? [reference('rootLayer', layer.id), reference('rootLayerStyle', style.id)]
        : [parentElement('rootLayer', []), parentElement('rootLayerStyle', [])]
    const had = group !== undefined && propertyOf(group, 'rootLayer') !== undefined
    return modified(group, textElement('mode', mode), ...(had || mode === 'EO' ? root : []))
  },
  (pick, value) => {
    const group = pick('layerGroup')
    const members = group === undefined ? [] : (propertyOf(group, 'publishables')?.children ?? [])
    const style = pick('style')
    if (style === undefined || members.length === 0) return undefined
    const styles = members.map((_, index) =>
      index === value % members.length ? reference('style', style.id) : parentElement('style', []),
    )
    return modified(group, parentElement('styles', styles))
  },
  (pick, value, catalog) => {
    const object = pick('layer', 'layerGroup', 'style', 'dataStore', 'wmsStore')
    if (object === undefined) return undefined
    const workspace = catalog.get(referenceOf(object, 'workspace') ?? '')
    const space = workspace === undefined ? '' : `${nameOf(workspace) ?? ''}:`
    try {
      return duplicatingRequest(
        { catalog, styleBody: () => undefined },
        object.id,
        `${space}copy${value % 4}`,
      )
    } catch (error) {
      if (isFailure(error)) return undefined
      throw error
    }
  },
  (pick) => {
    const object = pick(
      'coverage',
      'coverageStore',
      'wmsStore',
      'wmtsStore',
      'settings',
      'wmsLayer',
      'wmtsLayer',
    )
    return object && { verb: 'remove', kind: object.kind, name: object.id, recurse: true }
  },
]
