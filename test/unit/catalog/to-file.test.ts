import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { comparableProperties } from '../../../electron/catalog/comparable.ts'
import { objectFromFile } from '../../../electron/catalog/object-from-file.ts'
import { elementForFile, fileText } from '../../../electron/catalog/to-file.ts'
import type { CatalogObject } from '../../../electron/catalog/object.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { writeXml } from '../../../electron/xml/write.ts'
import type { XmlElement } from '../../../electron/xml/element.ts'
import { object } from '../../support/catalog-changes.ts'

/** The lines an object's file has between its root's tags, without indent, for properties given as XML. */
function linesOf(
  kind: CatalogObject['kind'],
  properties: string,
  ...others: readonly CatalogObject[]
): string[] {
  const { children } = parseXml(`<x>${properties}</x>`)
  const catalog = new Catalog()
  for (const other of others) catalog.put(other)
  const values = Object.fromEntries(children.map((child): [string, XmlElement] => [child.name, child]))
  const lines = writeXml(
    elementForFile({ ...object(kind, 'i', values), properties: children }, catalog),
  ).split('\n')
  return lines.slice(1, -1).map((line) => line.trim())
}

const utm = 'PROJCS["UTM",GEOGCS["x"],AUTHORITY["EPSG","32633"]]'
const local = 'PROJCS["local",GEOGCS["x"]]'
const projectedClass = 'class="org.geotools.referencing.crs.DefaultProjectedCRS"'
const geographicClass = 'class="org.geotools.referencing.crs.DefaultGeographicCRS"'
const escaped = (text: string): string => text.replaceAll('"', '&quot;')

describe('the file of an object', () => {
  it('keeps a single value of a kind of its own as it was read, which counts', () => {
    const read = (tolerance: string) => {
      const text = `<featureType><name>a</name><linearizationTolerance>${tolerance}</linearizationTolerance></featureType>`
      const found = objectFromFile(parseXml(text), 'featureType', 'featuretype.xml')
      if (found === undefined || found === null) throw new Error('It can be read.')
      return found
    }
    expect(fileText(read('5.0'), new Catalog())).toContain('<linearizationTolerance>5.0<')
    expect(comparableProperties(read('5.0'))).not.toEqual(comparableProperties(read('6.0')))
  })

  it('is written anew where something of it changed, and not looked through where nothing did', () => {
    let looks = 0
    const long = parseXml(`<metadata>${'<entry key="a">text</entry>'.repeat(20)}</metadata>`)
    const metadata: XmlElement = {
      ...long,
      get children() {
        looks += 1
        return long.children
      },
    }
    const textOf = (title: string, of: XmlElement): string =>
      fileText(object('featureType', 'i', { title, metadata: of }), new Catalog())
    const first = textOf('one', metadata)
    const before = looks
    expect(textOf('other', metadata)).toBe(first.replace('one', 'other'))
    expect(looks).toBe(before)
    const another = parseXml(`<metadata>${'<entry key="a">other</entry>'.repeat(20)}</metadata>`)
    expect(textOf('other', another)).toBe(first.replace('one', 'other').replaceAll('>text<', '>other<'))
    // The same is written otherwise within settings.
    const settings = object('settings', 'i', { metadata: long })
    expect(fileText(settings, new Catalog())).toBe(writeXml(elementForFile(settings, new Catalog())))
  })

  it('has its properties in the order GeoServer writes them, unknown ones behind the one they followed', () => {
    expect(linesOf('workspace', '<a/><isolated>true</isolated><b/><c/><name>w</name><d/><id>i</id>')).toEqual(
      ['<a/>', '<id>i</id>', '<name>w</name>', '<d/>', '<isolated>true</isolated>', '<b/>', '<c/>'],
    )
  })

  it('has no empty collections, nothing of one node alone, but empty texts and objects', () => {
    const properties =
      '<name/><connectionParameters/><metadata/><error><message>down</message></error><description></description>'
    expect(linesOf('dataStore', properties)).toEqual(['<name/>', '<description/>'])
    const group = '<publishables/><styles/><keywords/><internationalTitle/><attribution/><metadataLinks/>'
    expect(linesOf('layerGroup', group)).toEqual(['<internationalTitle/>', '<attribution/>'])
    expect(linesOf('featureType', '<alias/><attributes/><linearizationTolerance/>')).toEqual([])
  })

  it('has codes in place of well-known text, and classes only where the persister needs them', () => {
    const box = (attributes: string, crs: string): string =>
      `<nativeBoundingBox class="x"><minx>1.0</minx><crs ${attributes}>${crs}</crs></nativeBoundingBox>`
    expect(linesOf('coverage', box(projectedClass, utm))).toEqual([
      '<nativeBoundingBox>',
      '<minx>1.0</minx>',
      '<crs class="projected">EPSG:32633</crs>',
      '</nativeBoundingBox>',
    ])
    expect(linesOf('coverage', box('', utm))[2]).toBe('<crs class="projected">EPSG:32633</crs>')
    expect(linesOf('coverage', box(projectedClass, local))[2]).toBe(
      `<crs class="projected">${escaped(local)}</crs>`,
    )
    expect(linesOf('coverage', box(geographicClass, 'GEOGCS["x",AUTHORITY["EPSG","4258"]]'))[2]).toBe(
      '<crs>EPSG:4258</crs>',
    )
    expect(linesOf('coverage', box('class="compound"', 'EPSG:1'))[2]).toBe(
      '<crs class="compound">EPSG:1</crs>',
    )
  })

  it('keeps the native system as text', () => {
    expect(linesOf('featureType', `<nativeCRS ${projectedClass}>${utm}</nativeCRS>`)).toEqual([
      `<nativeCRS class="projected">${escaped(utm)}</nativeCRS>`,
    ])
    expect(linesOf('featureType', `<nativeCRS ${geographicClass}>GEOGCS["x"]</nativeCRS>`)).toEqual([
      '<nativeCRS>GEOGCS[&quot;x&quot;]</nativeCRS>',
    ])
  })

  it('has a grid with its dimension and without classes', () => {
    const grid = `<grid class="org.geotools.coverage.grid.GridGeometry2D" dimension="2"><crs ${projectedClass}>${utm}</crs></grid>`
    expect(linesOf('coverage', grid)).toEqual(['<grid dimension="2">', '<crs>EPSG:32633</crs>', '</grid>'])
  })

  it('has plain entries, and typed ones in settings alone', () => {
    const metadata =
      '<metadata><entry key="a" class="boolean">true</entry><entry key="b" class="null"/><entry key="c">x</entry>' +
      '<entry key="d"><dimensionInfo><enabled>true</enabled></dimensionInfo></entry></metadata>'
    expect(linesOf('style', metadata)).toEqual([
      '<metadata>',
      '<entry key="a">true</entry>',
      '<entry key="c">x</entry>',
      '<entry key="d">',
      '<dimensionInfo>',
      '<enabled>true</enabled>',
      '</dimensionInfo>',
      '</entry>',
      '</metadata>',
    ])
    const map = [
      '<metadata>',
      '<map>',
      '<entry>',
      '<string>a</string>',
      '<boolean>true</boolean>',
      '</entry>',
      '<entry>',
      '<string>c</string>',
      '<string>x</string>',
      '</entry>',
      '<entry>',
      '<string>d</string>',
      '<dimensionInfo>',
      '<enabled>true</enabled>',
      '</dimensionInfo>',
      '</entry>',
      '</map>',
      '</metadata>',
    ]
    expect(linesOf('settings', metadata)).toEqual(map)
    expect(linesOf('global', `<settings>${metadata}</settings>`)).toEqual([
      '<settings>',
      ...map,
      '</settings>',
    ])
    expect(linesOf('global', metadata)[1]).toBe('<entry key="a">true</entry>')
    expect(linesOf('style', '<metadata><entry key="b" class="null"/></metadata>')).toEqual([])
    expect(linesOf('settings', '<metadata><entry key="b" class="null"/></metadata>')).toEqual([])
  })

  it('has the whole workspace in settings', () => {
    const workspace = object('workspace', 'w', { name: 'topp', isolated: 'false' })
    expect(linesOf('settings', '<workspace><id>w</id></workspace>', workspace)).toEqual([
      '<workspace>',
      '<id>w</id>',
      '<name>topp</name>',
      '<isolated>false</isolated>',
      '</workspace>',
    ])
    expect(linesOf('style', '<workspace><id>w</id><name>x</name></workspace>', workspace)).toEqual([
      '<workspace>',
      '<id>w</id>',
      '</workspace>',
    ])
  })

  it('has layers named after their resources and classes in references that need them', () => {
    const coverage = object('coverage', 'c', { name: 'dem' })
    const properties =
      '<styles><style><id>s</id></style></styles><resource><id>c</id></resource><name>old</name>'
    expect(linesOf('layer', properties, coverage)).toEqual([
      '<name>dem</name>',
      '<styles class="linked-hash-set">',
      '<style>',
      '<id>s</id>',
      '</style>',
      '</styles>',
      '<resource class="coverage">',
      '<id>c</id>',
      '</resource>',
    ])
    expect(linesOf('layer', '<name>old</name><enabled>true</enabled>')).toEqual(['<name>old</name>'])
    expect(linesOf('featureType', '<store><id>s</id></store>')[0]).toBe('<store class="dataStore">')
  })

  it('has members of groups with their type and missing styles in their place', () => {
    const member = object('layerGroup', 'g', { name: 'g' })
    const properties =
      '<publishables><published><id>g</id></published><published type="layer"><id>l</id></published></publishables>' +
      '<styles><null/><style><id>s</id></style><style/></styles>'
    expect(linesOf('layerGroup', properties, member)).toEqual([
      '<publishables>',
      '<published type="layerGroup">',
      '<id>g</id>',
      '</published>',
      '<published type="layer">',
      '<id>l</id>',
      '</published>',
      '</publishables>',
      '<styles>',
      '<style/>',
      '<style>',
      '<id>s</id>',
      '</style>',
      '<style/>',
      '</styles>',
    ])
  })

  it('has no class names of the wire', () => {
    const global =
      '<jai class="org.geoserver.config.impl.JAIInfoImpl"><jaiext class="x"><jaiExtOperations class="sorted-set">' +
      '<string>Affine</string></jaiExtOperations></jaiext></jai>'
    expect(linesOf('global', global)).toEqual([
      '<jai>',
      '<jaiext>',
      '<jaiExtOperations class="sorted-set">',
      '<string>Affine</string>',
      '</jaiExtOperations>',
      '</jaiext>',
      '</jai>',
    ])
    expect(linesOf('style', '<format class="string">sld</format>')).toEqual(['<format>sld</format>'])
  })

  it('has references by name as they are', () => {
    expect(linesOf('layer', '<defaultStyle><name>red</name></defaultStyle>')).toEqual([
      '<defaultStyle>',
      '<name>red</name>',
      '</defaultStyle>',
    ])
  })
})
