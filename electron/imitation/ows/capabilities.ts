import { isContainer } from '../../catalog/held-by-groups.ts'
import { textOfProperty } from '../../catalog/object.ts'
import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import type { NodeCore } from '../rest/node-core.ts'
import {
  globalService,
  published,
  publishedLayers,
  type Bounds,
  type Published,
  type PublishedLayer,
} from './published.ts'

/**
 * The capabilities of a service, with what a client needs and what makes those of two nodes differ.
 * @param address of the service on this node
 */
export function capabilitiesOf(core: NodeCore, service: 'wms' | 'wfs' | 'wcs', address: string): XmlElement {
  const { catalog } = core.memory
  const updateSequence =
    catalog.ofKind('global').map((each) => textOfProperty(each, 'updateSequence'))[0] ?? '0'
  const settings = globalService(core, service)
  const about = parentElement('Service', [
    textElement('Name', service.toUpperCase()),
    textElement('Title', (settings && textOfProperty(settings, 'title')) ?? ''),
    textElement('OnlineResource', '', { 'xlink:href': address }),
  ])
  const layers = publishedLayers(core)
  switch (service) {
    case 'wms': {
      const listed = layers.filter(({ kind }) => kind !== 'wmsLayer' || !core.memory.isRemoteStyleSpoilt)
      return parentElement(
        'WMS_Capabilities',
        [
          about,
          parentElement('Capability', [parentElement('Layer', published(core, listed).map(wmsElement))]),
        ],
        { version: '1.3.0', updateSequence, xmlns: 'http://www.opengis.net/wms' },
      )
    }
    case 'wfs':
      return parentElement(
        'wfs:WFS_Capabilities',
        [
          about,
          parentElement(
            'FeatureTypeList',
            layers.filter(({ kind }) => kind === 'featureType').map(featureType),
          ),
        ],
        { version: '2.0.0', updateSequence },
      )
    case 'wcs':
      return parentElement(
        'wcs:Capabilities',
        [
          about,
          parentElement('wcs:Contents', layers.filter(({ kind }) => kind === 'coverage').map(coverage)),
        ],
        { version: '2.0.1', updateSequence },
      )
  }
}

/** A group that only holds others has no name to be asked for by. */
function wmsElement(each: Published): XmlElement {
  if ('layer' in each) return wmsLayer(each.layer)
  const { group, name, members } = each
  return parentElement('Layer', [
    ...(isContainer(group) ? [] : [textElement('Name', name)]),
    textElement('Title', textOfProperty(group, 'title') ?? name),
    ...members.map(wmsElement),
  ])
}

function wmsLayer({ name, title, bounds, style }: PublishedLayer): XmlElement {
  const [west, south, east, north] = bounds
  return parentElement(
    'Layer',
    [
      textElement('Name', name),
      textElement('Title', title),
      parentElement('EX_GeographicBoundingBox', [
        textElement('westBoundLongitude', String(west)),
        textElement('eastBoundLongitude', String(east)),
        textElement('southBoundLatitude', String(south)),
        textElement('northBoundLatitude', String(north)),
      ]),
      ...(style === undefined ? [] : [parentElement('Style', [textElement('Name', style)])]),
    ],
    { queryable: '1' },
  )
}

function featureType({ name, title, bounds }: PublishedLayer): XmlElement {
  return parentElement('FeatureType', [textElement('Name', name), textElement('Title', title), box(bounds)])
}

function coverage({ name, title, bounds }: PublishedLayer): XmlElement {
  return parentElement('wcs:CoverageSummary', [
    textElement('wcs:CoverageId', name.replace(':', '__')),
    textElement('ows:Title', title),
    box(bounds),
  ])
}

function box([west, south, east, north]: Bounds): XmlElement {
  return parentElement('ows:WGS84BoundingBox', [
    textElement('ows:LowerCorner', `${west} ${south}`),
    textElement('ows:UpperCorner', `${east} ${north}`),
  ])
}
