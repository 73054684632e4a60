import { describe, expect, it } from 'vitest'
import { offerOf } from '../../../../electron/geoserver/ows/capabilities.ts'
import { compareOffers } from '../../../../electron/services/maps/documents.ts'
import { parseXml } from '../../../../electron/xml/parse.ts'

const layer = (name: string, title: string, more = '') =>
  `<Layer queryable="1"><Name>${name}</Name><Title>${title}</Title>${more}</Layer>`

const wms = (host: string, layers: string, { sequence = '1', title = 'Maps', more = '' } = {}) =>
  offerOf(
    parseXml(
      `<WMS_Capabilities version="1.3.0" updateSequence="${sequence}" xmlns:xlink="http://www.w3.org/1999/xlink"
        xsi:schemaLocation="http://www.opengis.net/wms http://${host}/geoserver/schemas/wms/1.3.0/capabilities_1_3_0.xsd">
        <Service><Title>${title}</Title><OnlineResource xlink:href="http://${host}/geoserver/ows?"/></Service>
        <Capability><Request><GetMap><Format>image/png</Format><Format>image/jpeg</Format></GetMap></Request>
        <Layer><Title>All</Title>${more}${layers}</Layer></Capability></WMS_Capabilities>`,
    ),
  )

describe('documents of two nodes', () => {
  it('are equal but for hosts, the count of changes, white space and the order of layers', () => {
    const legend = (host: string) =>
      `<Style><Name>line</Name><LegendURL><OnlineResource xlink:href="https://${host}/gs/topp/ows?service=WMS"/></LegendURL></Style>`
    const one = wms('gs1:8080', layer('topp:a', 'A', legend('gs1')) + layer('topp:b', 'B\n  and more'))
    const other = wms(
      'gs2.example',
      layer('topp:b', 'B and more') + layer('topp:a', 'A', legend('maps.example')),
      {
        sequence: '77',
      },
    )
    expect(compareOffers(one, other)).toEqual({ differences: [], more: 0 })
  })

  it('differ in titles, styles, layers, contact and addresses elsewhere, each named with both values', () => {
    const style = (name: string) => `<Style><Name>${name}</Name></Style>`
    const link = (address: string) => `<MetadataURL><OnlineResource xlink:href="${address}"/></MetadataURL>`
    const one = wms(
      'gs1',
      layer('a', 'A', style('line') + link('http://one.example/a.xml')) + layer('b', 'B'),
    )
    const other = wms(
      'gs1',
      layer('a', 'A', style('line2') + link('http://two.example/a.xml')) + layer('c', 'C'),
      {
        title: 'Other maps',
      },
    )
    expect(compareOffers(one, other).differences).toEqual([
      { layer: null, what: 'WMS_Capabilities/Service/Title', reference: 'Maps', node: 'Other maps' },
      { layer: 'a', what: 'Layer/Style/Name', reference: 'line', node: 'line2' },
      {
        layer: 'a',
        what: 'Layer/MetadataURL/OnlineResource@href',
        reference: 'http://one.example/a.xml',
        node: 'http://two.example/a.xml',
      },
      { layer: 'b', what: 'Name', reference: 'b', node: null },
      { layer: 'c', what: 'Name', reference: null, node: 'c' },
    ])
  })

  it('count what comes more often on one side', () => {
    const crs = (...codes: readonly string[]) => ({
      more: codes.map((code) => `<CRS>${code}</CRS>`).join(''),
    })
    const [one, other] = [
      wms('a', '', crs('EPSG:1', 'EPSG:2', 'EPSG:2')),
      wms('b', '', crs('EPSG:2', 'EPSG:1')),
    ]
    expect(compareOffers(one, other).differences).toEqual([
      { layer: null, what: 'WMS_Capabilities/Capability/Layer/CRS', reference: 'EPSG:2', node: null },
    ])
  })

  it('are told of a layer in a group apart from the group', () => {
    const group = (inner: string) => wms('a', layer('g', 'Group', layer('in', inner)))
    expect(compareOffers(group('one'), group('two')).differences).toEqual([
      { layer: 'in', what: 'Layer/Title', reference: 'one', node: 'two' },
    ])
  })

  it('are told of up to a limit, with how many more there are, and long values cut', () => {
    const many = (prefix: string) =>
      wms('a', Array.from({ length: 60 }, (_, at) => layer(`l${at}`, prefix.repeat(300))).join(''))
    const { differences, more } = compareOffers(many('x'), many('y'))
    expect([differences.length, more]).toEqual([50, 10])
    expect(differences[0]?.node).toBe(`${'y'.repeat(200)}…`)
  })

  it('of WFS and WCS are compared by their types and coverages, whatever their prefixes', () => {
    const wfs = (title: string) =>
      offerOf(
        parseXml(
          `<wfs:WFS_Capabilities updateSequence="9"><FeatureTypeList><FeatureType><Name>a</Name><Title>${title}</Title></FeatureType></FeatureTypeList></wfs:WFS_Capabilities>`,
        ),
      )
    const wcs = (id: string) =>
      offerOf(
        parseXml(
          `<wcs:Capabilities><wcs:Contents><wcs:CoverageSummary><wcs:CoverageId>${id}</wcs:CoverageId></wcs:CoverageSummary></wcs:Contents></wcs:Capabilities>`,
        ),
      )
    expect(compareOffers(wfs('A'), wfs('B')).differences).toMatchObject([
      { layer: 'a', what: 'FeatureType/Title' },
    ])
    expect(compareOffers(wcs('r__dem'), wcs('r__dem2')).differences).toHaveLength(2)
  })
})
