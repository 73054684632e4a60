import { describe, expect, it } from 'vitest'
import { join } from 'node:path'
import {
  canBeSame,
  codeOf,
  isProjected,
  meaningOf,
  normalised,
} from '../../../electron/catalog/coordinate-reference-system.ts'
import { driftBetween } from '../../support/replicas.ts'

const wgs84 = (authority: string): string =>
  `GEOGCS["WGS84", \n  DATUM["WGS_1984", \n    SPHEROID["WGS84", 6378137.0, 298.257223563]], \n` +
  `  PRIMEM["Greenwich", 0.0], \n  UNIT["degree", 0.017453292519943295], \n` +
  `  AXIS["Longitude", EAST], \n  AXIS["Latitude", NORTH]${authority}]`

const transverse = (name: string, meridian: number, northing: number, authority = ''): string =>
  `PROJCS["${name}", ${wgs84('')}, PROJECTION["Transverse_Mercator"], ` +
  `PARAMETER["central_meridian", ${meridian}], PARAMETER["latitude_of_origin", 0.0], ` +
  `PARAMETER["scale_factor", 0.9996], PARAMETER["false_easting", 500000.0], ` +
  `PARAMETER["false_northing", ${northing}.0], UNIT["m", 1.0]${authority}]`

describe('the code of a coordinate reference system', () => {
  it('is the identifier of the whole, not of a part', () => {
    expect(codeOf(wgs84(', AUTHORITY["EPSG","4979"]'))).toBe('EPSG:4979')
    const local = `PROJCS["Local", ${wgs84(', AUTHORITY["EPSG","4326"]')}, PROJECTION["Mercator"], UNIT["m", 1.0]]`
    expect(codeOf(local)).toBeUndefined()
    expect(codeOf(local.replace(/\]$/, ', AUTHORITY["EPSG","26713"]]'))).toBe('EPSG:26713')
    expect(codeOf('GEOGCRS["x",ID["EPSG",4258]]')).toBe('EPSG:4258')
  })

  it('is 4326 for longitude and latitude on WGS 84 without an identifier, as grid readers hand it out', () => {
    expect(codeOf(wgs84(''))).toBe('EPSG:4326')
    expect(codeOf(wgs84('').replaceAll('[', '(').replaceAll(']', ')'))).toBe('EPSG:4326')
  })

  it.each([
    ['another ellipsoid', wgs84('').replace('6378137.0', '6378206.4')],
    ['another datum', wgs84('').replace('WGS_1984', 'North_American_Datum_1927')],
    ['grads', wgs84('').replace('0.017453292519943295', '0.015707963267948967')],
    ['another prime meridian', wgs84('').replace('PRIMEM["Greenwich", 0.0]', 'PRIMEM["Paris", 2.337]')],
    ['a shift', wgs84('').replace('563]]', '563], TOWGS84[1,0,0,0,0,0,0]]')],
    ['a third axis', wgs84(', AXIS["h", UP]')],
    ['another authority', wgs84(', AUTHORITY["ESRI","4326"]').replace('WGS_1984', 'D_Other')],
  ])('is not guessed for %s', (_, text) => {
    expect(codeOf(text)).toBeUndefined()
  })

  it.each([
    ['WGS 84 / UTM zone 33N', 15, 0, 'EPSG:32633'],
    ['WGS 84 / UTM zone 1N', -177, 0, 'EPSG:32601'],
    ['WGS 84 / UTM zone 60S', 177, 10_000_000, 'EPSG:32760'],
  ])('is that of the zone for %s', (name, meridian, northing, expected) => {
    expect(codeOf(transverse(name, meridian, northing))).toBe(expected)
  })

  it('is not taken from a name whose parameters say otherwise', () => {
    expect(codeOf(transverse('WGS 84 / UTM zone 33N', 9, 0))).toBeUndefined()
    expect(codeOf(transverse('WGS 84 / UTM zone 33S', 15, 0))).toBeUndefined()
    expect(codeOf(transverse('WGS 84 / UTM zone 61N', 183, 0))).toBeUndefined()
    expect(
      codeOf(transverse('WGS 84 / UTM zone 33N', 15, 0).replace('"m", 1.0', '"ft", 0.3048')),
    ).toBeUndefined()
  })

  it('knows the projections of web maps by name', () => {
    const pseudo = `PROJCS["WGS 84 / Pseudo-Mercator", ${wgs84('')}, PROJECTION["x"], UNIT["m", 1.0]]`
    expect(codeOf(pseudo)).toBe('EPSG:3857')
    const sphere = pseudo
      .replace('WGS 84 / Pseudo-Mercator', 'Popular Visualisation CRS / Mercator')
      .replace('298.257223563', '0.0')
    expect(codeOf(sphere)).toBe('EPSG:3785')
  })

  it('is the text itself where it is a code already', () => {
    expect(codeOf('EPSG:4326')).toBe('EPSG:4326')
    expect(codeOf(' epsg:4326\n')).toBe('EPSG:4326')
  })

  it.each(['', 'WGS84', 'GEOGCS[', 'GEOGCS["a"', 'GEOGCS["a"]]', '["a"]', 'GEOGCS[,]', 'A["x" "y"]'])(
    'is unknown for %j',
    (text) => {
      expect(codeOf(text)).toBeUndefined()
    },
  )

  it('is unknown for text built to exhaust a reader', () => {
    expect(codeOf('A['.repeat(50_000))).toBeUndefined()
    expect(codeOf(`A["${'x'.repeat(300_000)}"]`)).toBeUndefined()
    expect(codeOf(' '.repeat(190_000))).toBeUndefined()
    expect(codeOf('1'.repeat(190_000))).toBeUndefined()
  })
})

describe('well-known text', () => {
  it('is the same whatever its white space, brackets and ways to write a number', () => {
    const compact = wgs84('').replaceAll(/\s+(?=[A-Z"0-9])/g, '')
    expect(normalised(compact)).toBe(normalised(wgs84('')))
    expect(normalised('LOCAL_CS("a ""b""", 1.0)')).toBe('LOCAL_CS["a ""b""",1]')
  })

  it('keeps the white space inside names', () => {
    expect(normalised('LOCAL_CS["a  b"]')).not.toBe(normalised('LOCAL_CS["a b"]'))
  })

  it('is still compared when it cannot be read', () => {
    expect(normalised('  no  text ')).toBe('no text')
  })

  it('says whether it is of a projected system', () => {
    expect(isProjected(transverse('x', 1, 0))).toBe(true)
    expect(isProjected(wgs84(''))).toBe(false)
    expect(isProjected('EPSG:32633')).toBe(false)
  })
})

describe('what a text means under its code', () => {
  const system = (shift: string, more = '') =>
    `PROJCS["DHDN / Zone 3", GEOGCS["DHDN", DATUM["Deutsches", SPHEROID["Bessel 1841", 6377397.155, 299.1528128]${shift}, ` +
    `AUTHORITY["EPSG","6314"]], PRIMEM["Greenwich", 0.0], UNIT["degree", 0.0174532925]], ` +
    `PROJECTION["Transverse_Mercator"], PARAMETER["central_meridian", 9.0], PARAMETER["scale_factor", 1.0], ` +
    `UNIT["m", 1.0]${more}, AUTHORITY["EPSG","31467"]]`
  const shift = ', TOWGS84[598.1, 73.7, 418.2, 0.202, 0.045, -2.455, 6.7]'

  it.each([
    ['another shift', system(shift.replace('598.1', '582.0'))],
    ['no shift', system('')],
    ['another ellipsoid', system(shift).replace('6377397.155', '6378137.0')],
    ['another meridian', system(shift).replace('"central_meridian", 9.0', '"central_meridian", 12.0')],
    ['another scale', system(shift).replace('"scale_factor", 1.0', '"scale_factor", 0.9996')],
    ['another projection', system(shift).replace('Transverse_Mercator', 'Mercator_1SP')],
    ['another unit', system(shift).replace('"m", 1.0', '"ft", 0.3048')],
    ['other axes', system(shift, ', AXIS["Northing", NORTH], AXIS["Easting", EAST]')],
    ['another code', system(shift).replace('31467', '31468')],
  ])('differs for %s', (_, other) => {
    expect(canBeSame(system(shift), other)).toBe(false)
  })

  it.each([
    [
      'other names',
      system(shift).replace('"DHDN / Zone 3"', '"GK3"').replace('"Deutsches"', '"D_Deutsches"'),
    ],
    ['identifiers of parts', system(shift).replace(', AUTHORITY["EPSG","6314"]', '')],
    ['more digits', system(shift).replace('0.0174532925', '0.017453292519943295')],
    [
      'parameters in another order',
      system(shift).replace(
        'PARAMETER["central_meridian", 9.0], PARAMETER["scale_factor", 1.0]',
        'PARAMETER["Scale_Factor", 1.0], PARAMETER["central_meridian", 9]',
      ),
    ],
    ['no prime meridian', system(shift).replace(' PRIMEM["Greenwich", 0.0],', '')],
    ['the code alone', 'EPSG:31467'],
  ])('is the same for %s', (_, other) => {
    expect(canBeSame(system(shift), other)).toBe(true)
  })

  it('a shift of nothing is none', () => {
    expect(meaningOf(system(', TOWGS84[0,0,0,0,0,0,0]'))).toBe(meaningOf(system('')))
  })

  it('a layer whose shift differs is found to differ', () => {
    const folder = join(import.meta.dirname, '../../fixtures/cases/11-nativecrs-datum-shift')
    expect(driftBetween(join(folder, 'A'), join(folder, 'B')).entries).toMatchObject([
      {
        type: 'different',
        kind: 'featureType',
        title: 'alpha:roads',
        properties: [{ property: 'nativeCRS' }],
      },
    ])
  })
})
