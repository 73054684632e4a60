import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Catalog } from '../../electron/catalog/catalog.ts'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import { compareCatalogs } from '../../electron/catalog/diff.ts'
import { locationOf } from '../../electron/catalog/locations.ts'
import { elementForFile } from '../../electron/catalog/to-file.ts'
import { noFiles } from '../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../electron/engine/replica/replica.ts'
import { directoryInMemory } from '../../electron/storage/files-in-memory.ts'
import { decodeBody } from '../../electron/wire/decode.ts'
import { encodeEvent } from '../../electron/wire/encode.ts'
import { anyReceiver, ownReceiver, type Receiver } from '../../electron/wire/receiver.ts'
import { inSteps } from '../../electron/wire/steps.ts'
import { escapeText, writeXml } from '../../electron/xml/write.ts'
import { inDependencyOrder } from '../support/dependency-order.ts'
import { awkwardText } from '../support/property-generator.ts'

/*
 * What files hold in structures the table of kinds does not describe field by field, in the forms of all releases:
 * read, sent, applied, written and read again it is the same, and nothing is added to it or comes in another order.
 */

type Xml = fc.Arbitrary<string>

const text: Xml = awkwardText.map(escapeText)
const word: Xml = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,8}$/)

function element(name: string, content: Xml): Xml {
  return content.map((inner) => `<${name}>${inner}</${name}>`)
}

/** Any of the parts, each once at most, in any order or in the one given. */
function some(parts: Readonly<Record<string, Xml>>, inOrder = false): Xml {
  return fc
    .record(
      Object.fromEntries(Object.entries(parts).map(([name, content]) => [name, element(name, content)])),
      { requiredKeys: [] },
    )
    .chain((made) => {
      const all = Object.values(made)
      return inOrder ? fc.constant(all) : fc.shuffledSubarray(all, { minLength: all.length })
    })
    .map((all) => all.join(''))
}

function many(item: Xml, least = 0): Xml {
  return fc.array(item, { minLength: least, maxLength: 3 }).map((items) => items.join(''))
}

function several(names: Xml, item: (name: string) => Xml): Xml {
  return fc
    .uniqueArray(names, { maxLength: 3 })
    .chain((found) => fc.tuple(...found.map(item)))
    .map((items) => items.join(''))
}

const boolean = fc.constantFrom('true', 'false')
const number = fc.integer({ min: -1, max: 99_999 }).map(String)

/** The long names of classes old releases wrote where newer ones have short ones. */
const either = (...names: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...names)

const sqlView: Xml = fc
  .tuple(
    element('name', word),
    element('sql', text),
    fc.option(element('escapeSql', boolean), { nil: '' }),
    many(element('keyColumn', word)),
    several(word, (name) =>
      some({ type: either('Point', 'MULTIPOLYGON', 'Curve'), srid: number }, true).map(
        (rest) => `<geometry><name>${name}</name>${rest}</geometry>`,
      ),
    ),
    several(word, (name) =>
      some({ defaultValue: text, regexpValidator: text }, true).map(
        (rest) => `<parameter><name>${name}</name>${rest}</parameter>`,
      ),
    ),
  )
  .map((parts) => `<virtualTable>${parts.join('')}</virtualTable>`)

const dimension: Xml = element(
  'dimensionInfo',
  some({
    enabled: boolean,
    attribute: word,
    endAttribute: word,
    presentation: either('LIST', 'DISCRETE_INTERVAL', 'CONTINUOUS_INTERVAL'),
    resolution: either('1', '3600000', '0.5'),
    units: either('ISO8601', 'EPSG:5030', ''),
    unitSymbol: text,
    defaultValue: some({ strategy: either('MINIMUM', 'FIXED'), referenceValue: text }),
    nearestMatchEnabled: boolean,
    rawNearestMatchEnabled: boolean,
    acceptableInterval: text,
    startValue: word,
    endValue: word,
  }),
)

const inputBand = element(
  'inputCoverageBand',
  fc.tuple(element('coverageName', word), element('band', number)).map((parts) => parts.join('')),
)

const coverageView: Xml = fc
  .tuple(
    many(
      fc
        .tuple(either('', ' class="singleton-list"'), many(inputBand, 1), some({ definition: word }), number)
        .map(
          ([single, bands, definition, index]) =>
            `<coverageBand><inputCoverageBands${single}>${bands}</inputCoverageBands>${definition}` +
            `<index>${index}</index><compositionType>BAND_SELECT</compositionType></coverageBand>`,
        ),
      1,
    ),
    some({
      name: word,
      envelopeCompositionType: either('UNION', 'INTERSECTION'),
      selectedResolution: either('BEST', 'WORST'),
      selectedResolutionIndex: number,
    }),
  )
  .map(([bands, rest]) => `<coverageView><coverageBands>${bands}</coverageBands>${rest}</coverageView>`)

/** A plain entry of a map, in each way GeoServer reads one. */
function plainEntry(key: string): Xml {
  return fc
    .tuple(fc.nat({ max: 2 }), text, boolean)
    .map(([form, value, flag]) =>
      form === 0
        ? `<entry key="${key}">${value}</entry>`
        : form === 1
          ? `<entry><string>${key}</string><string>${value}</string></entry>`
          : `<entry><string>${key}</string><boolean>${flag}</boolean></entry>`,
    )
}

function metadata(composites: Readonly<Record<string, Xml>>): Xml {
  const parts = Object.entries(composites).map(([key, value]) =>
    fc.option(
      value.map((inner) => `<entry key="${key}">${inner}</entry>`),
      { nil: '' },
    ),
  )
  return fc
    .tuple(
      several(
        word.map((name) => `x${name}`),
        plainEntry,
      ),
      ...parts,
    )
    .chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
    .chain((all) => fc.constantFrom(all.join(''), `<map>${all.join('')}</map>`))
}

const gml: Xml = fc
  .tuple(
    fc.subarray(['V_10', 'V_11', 'V_20']),
    either('version', 'org.geoserver.wfs.WFSInfo_-Version'),
    either('gml', 'org.geoserver.wfs.GMLInfoImpl'),
    some({ srsNameStyle: either('XML', 'URN2'), overrideGMLAttributes: boolean, mimeTypeToForce: text }),
  )
  .map(([versions, key, value, content]) =>
    versions
      .map((version) => `<entry><${key}>${version}</${key}><${value}>${content}</${value}></entry>`)
      .join(''),
  )

const processGroups: Xml = many(
  element(
    'processGroup',
    some({
      factoryClass: fc.constant('org.geotools.process.vector.VectorProcessFactory'),
      enabled: boolean,
      roles: many(element('string', word)),
    }),
  ),
)

const readParameters: Xml = several(word, (key) =>
  fc.oneof(
    text.map((value) => `<entry><string>${key}</string><string>${value}</string></entry>`),
    fc.constant(`<entry><string>${key}</string><null/></entry>`),
  ),
)

const inSpace = '<namespace><id>ns</id></namespace>'

const directory = fc
  .record({
    vector: metadata({
      JDBC_VIRTUAL_TABLE: sqlView,
      time: dimension,
      elevation: dimension,
      custom_dimension_X: dimension,
    }),
    raster: metadata({ COVERAGE_VIEW: coverageView, time: dimension }),
    parameters: readParameters,
    store: metadata({}),
    gml,
    processGroups,
  })
  .map((made): Readonly<Record<string, string>> => ({
    'workspaces/w/workspace.xml': '<workspace><id>ws</id><name>w</name></workspace>',
    'workspaces/w/namespace.xml': '<namespace><id>ns</id><prefix>w</prefix><uri>http://w</uri></namespace>',
    'workspaces/w/v/datastore.xml': `<dataStore><id>v</id><name>v</name><workspace><id>ws</id></workspace><metadata>${made.store}</metadata></dataStore>`,
    'workspaces/w/v/f/featuretype.xml': `<featureType><id>f</id><name>f</name>${inSpace}<metadata>${made.vector}</metadata><store class="dataStore"><id>v</id></store></featureType>`,
    'workspaces/w/v/f/layer.xml':
      '<layer><id>lf</id><type>VECTOR</type><resource class="featureType"><id>f</id></resource></layer>',
    'workspaces/w/r/coveragestore.xml':
      '<coverageStore><id>r</id><name>r</name><workspace><id>ws</id></workspace></coverageStore>',
    'workspaces/w/r/c/coverage.xml': `<coverage><id>c</id><name>c</name>${inSpace}<metadata>${made.raster}</metadata><store class="coverageStore"><id>r</id></store><parameters>${made.parameters}</parameters></coverage>`,
    'workspaces/w/r/c/layer.xml':
      '<layer><id>lc</id><type>RASTER</type><resource class="coverage"><id>c</id></resource></layer>',
    'wfs.xml': `<wfs><id>wfs</id><name>WFS</name><gml>${made.gml}</gml></wfs>`,
    'wps.xml': `<wps><id>wps</id><name>WPS</name><processGroups>${made.processGroups}</processGroups></wps>`,
  }))

function catalogOf(files: Readonly<Record<string, string>>): Catalog {
  const bytes = Object.entries(files).map(([path, content]) => [path, Buffer.from(content)] as const)
  const { catalog, problems } = readDataDirectory(directoryInMemory(new Map(bytes)))
  expect(problems.map(({ path, failure }) => `${path}: ${failure.message}`)).toEqual([])
  return catalog
}

/** The files of a node that had nothing and was sent all of a catalog. */
function sent(catalog: Catalog, receiver: Receiver): Readonly<Record<string, string>> {
  const find = (id: string) => catalog.get(id)
  const replica = new Replica(new Catalog(), noFiles)
  for (const object of inDependencyOrder(catalog)) {
    for (const event of inSteps({ verb: 'add', object, copies: new Map() }, find)) {
      const { handler, body } = encodeEvent(event, find, receiver)
      expect(replica.apply(decodeBody(handler, body))).toMatchObject({ outcome: 'applied' })
    }
  }
  return Object.fromEntries(
    [...replica.catalog.objects()].map((object) => [
      locationOf(object, replica.catalog).file.join('/'),
      writeXml(elementForFile(object, replica.catalog)),
    ]),
  )
}

it.each([
  ['a node of Plumbline', ownReceiver],
  ['whoever listens', anyReceiver],
])('composites of every kind come through messages to %s as they were', (_, receiver) => {
  fc.assert(
    fc.property(directory, (files) => {
      const catalog = catalogOf(files)
      expect(compareCatalogs(catalog, catalogOf(files)).entries).toEqual([])
      const once = sent(catalog, receiver)
      expect(compareCatalogs(catalog, catalogOf(once)).entries).toEqual([])
      expect(sent(catalogOf(once), receiver)).toEqual(once)
    }),
    { numRuns: 25 },
  )
})
