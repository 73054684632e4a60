import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'

/* What GeoServer's classes hold when nobody told them anything. */

export const settingsFlags = [
  'verbose',
  'verboseExceptions',
  'localWorkspaceIncludesPrefix',
  'showCreatedTimeColumnsInAdminList',
  'showModifiedTimeColumnsInAdminList',
] as const

/** Settings as their constructor makes them, which is what a global document without any gets. */
export const newSettings: XmlElement = parentElement('settings', [
  parentElement('contact', [textElement('id', 'contact')]),
  textElement('charset', 'UTF-8'),
  textElement('numDecimals', '4'),
  ...settingsFlags.map((name) => textElement(name, name === 'verbose' ? 'true' : 'false')),
])

export const defaultJaiOperations = [
  ...['Affine', 'BandCombine', 'BandMerge', 'BandSelect', 'Binarize', 'Border', 'ColorConvert', 'Crop'],
  ...[
    'ErrorDiffusion',
    'Format',
    'ImageFunction',
    'Lookup',
    'Mosaic',
    'Null',
    'OrderedDither',
    'Rescale',
    'Scale',
  ],
  ...['Stats', 'Translate', 'Warp', 'algebric', 'operationConst'],
]

const always = ['citeCompliant', 'verbose']
const falseFlags: Readonly<Record<string, readonly string[]>> = {
  wms: [
    ...['getFeatureInfoMimeTypeCheckingEnabled', 'getMapMimeTypeCheckingEnabled', 'dynamicStylingDisabled'],
    ...['featuresReprojectionDisabled', 'transformFeatureInfoDisabled', 'autoEscapeTemplateValues'],
  ],
  wfs: [
    ...['featureBounding', 'canonicalSchemaLocation', 'encodeFeatureMember', 'hitsIgnoreMaxFeatures'],
    ...['includeWFSRequestDumpFile', 'getFeatureOutputTypeCheckingEnabled'],
  ],
  wcs: ['gmlPrefixing', 'latLon'],
}
const zeroNumbers: Readonly<Record<string, readonly string[]>> = {
  wms: ['maxBuffer', 'maxRequestMemory', 'maxRenderingTime', 'maxRenderingErrors'],
  wfs: ['maxFeatures'],
  wcs: ['maxInputMemory', 'maxOutputMemory'],
}

/** A service that is created: zero and false where Java has no null. */
export function zeroService(type: string): readonly XmlElement[] {
  return [
    ...[...always, ...(falseFlags[type] ?? [])].map((name) => textElement(name, 'false')),
    ...(zeroNumbers[type] ?? []).map((name) => textElement(name, '0')),
  ]
}

/** What the first modification writes besides. */
export function serviceDefaults(type: string): readonly XmlElement[] {
  const texts = (values: Readonly<Record<string, string>>): XmlElement[] =>
    Object.entries(values).map(([name, text]) => textElement(name, text))
  switch (type) {
    case 'wms':
      return [
        ...texts({ bboxForEachCRS: 'false', maxRequestedDimensionValues: '100' }),
        parentElement(
          'cacheConfiguration',
          texts({ enabled: 'false', maxEntries: '1000', maxEntrySize: '51200' }),
        ),
        ...texts({
          remoteStyleMaxRequestTime: '60000',
          remoteStyleTimeout: '30000',
          defaultGroupStyleEnabled: 'true',
        }),
      ]
    case 'wfs':
      return [
        parentElement('metadata', [textElement('entry', '50', { key: 'maxNumberOfFeaturesForPreview' })]),
        ...texts({ allowGlobalQueries: 'true', simpleConversionEnabled: 'false' }),
      ]
    case 'wcs':
      return texts({
        defaultDeflateCompressionLevel: '9',
        subsamplingEnabled: 'true',
        overviewPolicy: 'IGNORE',
        maxRequestedDimensionValues: '100',
      })
    default:
      return []
  }
}

/** What a service has that was loaded without saying so. */
export function assumedOnLoading(type: string): readonly XmlElement[] {
  return type === 'wfs' ? [loadedGml] : type === 'wmts' ? loadedWmts : []
}

const loadedWmts: readonly XmlElement[] = Object.entries({
  title: 'GeoServer Web Map Tile Service',
  maintainer: 'GeoServer',
  abstrct: 'Predefined map tiles generated from vector data, raster data, and imagery.',
  accessConstraints: 'NONE',
  fees: 'NONE',
  onlineResource: 'https://geoserver.org',
}).map(([name, text]) => textElement(name, text))

/** How a WFS writes coordinate reference systems in each version of GML. */
const loadedGml: XmlElement = parentElement(
  'gml',
  [
    ['V_10', 'URL'],
    ['V_11', 'URN'],
    ['V_20', 'URN2'],
  ].map(([version = '', style = '']) =>
    parentElement('entry', [
      textElement('version', version),
      parentElement('gml', [
        textElement('srsNameStyle', style),
        textElement('overrideGMLAttributes', 'false'),
      ]),
    ]),
  ),
)
