import { english } from '../../../../electron/sentences/english.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkStyle } from '../../../../electron/catalog/style-languages/check-style.ts'
import { styleRules } from '../../../../electron/services/demo/style-rules.ts'
import { sld } from '../../../support/styles.ts'

const recorded = join(import.meta.dirname, '../../../fixtures/geoserver-2.26/after-build-up/master/styles')

function found(body: string, version = '1.0.0'): readonly string[] {
  return checkStyle('sld', version, body).map(
    ({ severity, place, problem }) =>
      `${severity} ${place === undefined ? '' : `${place.line}:${place.column} `}${problem.key.replace('styles.', '')}`,
  )
}

/** A document with one rule, its parts on lines of their own. */
function document(rule: string, attributes = 'version="1.0.0" xmlns="http://www.opengis.net/sld"'): string {
  return `<StyledLayerDescriptor ${attributes}>
<NamedLayer><Name>x</Name><UserStyle><FeatureTypeStyle><Rule>
${rule}
</Rule></FeatureTypeStyle></UserStyle></NamedLayer>
</StyledLayerDescriptor>
`
}

const line = '<LineSymbolizer><Stroke/></LineSymbolizer>'

describe('an SLD', () => {
  test.each([
    ['a recorded one', readFileSync(join(recorded, 'red.sld'), 'utf8')],
    ['another recorded one', readFileSync(join(recorded, 'blue.sld'), 'utf8')],
    ['one of the demo', styleRules('Rivers', { shape: 'line', color: '#00f', width: 1 })],
    ['one of the tests', sld('blue')],
    ['one with a byte order mark', `\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n${sld('blue')}`],
  ])('that GeoServer draws has nothing against it: %s', (_, body) => {
    expect(found(body)).toEqual([])
  })

  test.each([
    ['a missing end tag', document('<LineSymbolizer><Stroke></LineSymbolizer>'), '3:25 notClosed'],
    [
      'an end tag too few at the end',
      `${sld('a').slice(0, -1 * '</StyledLayerDescriptor>'.length)}`,
      '1:1 notClosedAtEnd',
    ],
    ['an end tag too many', `${sld('a')}</Rule>`, `1:${sld('a').length + 1} notOpened`],
    [
      'a declaration that is not the first',
      `<!-- c -->\n<?xml version="1.0"?>\n${sld('a')}`,
      '2:1 notWellFormed',
    ],
    ['two roots', `${sld('a')}\n${sld('b')}`, '2:1 secondRoot'],
    ['a prefix nobody declared', document('<se:LineSymbolizer/>'), '3:20 notWellFormed'],
    ['an ampersand by itself', document(`<Name>a & b</Name>${line}`), '3:10 notWellFormed'],
    ['text behind the root', `${sld('a')}\nend`, '2:1 notWellFormed'],
    ['no XML at all', 'line { stroke: red }', '1:1 notWellFormed'],
    ['another document', '<wfs><Name>x</Name></wfs>', '1:1 notSld'],
    [
      'no style',
      '<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld"/>',
      '1:1 noStyle',
    ],
    ['nothing', ' \n', 'empty'],
  ])('cannot be drawn with %s', (_, body, expected) => {
    expect(found(body)).toEqual([`error ${expected}`])
  })

  test('says which element is not closed, and where it was opened', () => {
    const [finding] = checkStyle('sld', '1.0.0', document('<LineSymbolizer><Stroke></LineSymbolizer>'))
    expect(finding && english(finding.problem)).toBe(
      '<Stroke>, opened in line 3, is not closed before </LineSymbolizer>.',
    )
  })

  test.each([
    ['no namespace', document(line, 'version="1.0.0"'), '1:1 noNamespace'],
    ['another namespace', document(line, 'version="1.0.0" xmlns="http://sld"'), '1:1 otherNamespace'],
    ['no version', document(line, 'xmlns="http://www.opengis.net/sld"'), '1:1 noVersion'],
    [
      'another version',
      document(line, 'version="1.1.0" xmlns="http://www.opengis.net/sld"'),
      '1:1 otherVersion',
    ],
    ['a title behind the filter', document(`<Filter/><Title>t</Title>${line}`), '3:10 order'],
    ['an element of no SLD', document(`${line}<Colour/>`), `3:${line.length + 1} unknownElement`],
    [
      'what no filter knows',
      document(
        `<Filter xmlns="http://www.opengis.net/ogc"><PropertyIsEqual><Literal>1</Literal></PropertyIsEqual></Filter>${line}`,
      ),
      '3:44 unknownInFilter',
    ],
    [
      'what no value is made of',
      document(
        '<LineSymbolizer><Stroke><CssParameter name="stroke-width"><PropertyNam>w</PropertyNam></CssParameter></Stroke></LineSymbolizer>',
      ),
      '3:59 unknownInFilter',
    ],
    ['small letters', document(`<title>t</title>${line}`), '3:1 otherCase'],
    ['a rule that draws nothing', document('<Title>t</Title>'), '2:56 noSymbolizer'],
    [
      'a style alone',
      '<UserStyle xmlns="http://www.opengis.net/sld" version="1.0.0"><FeatureTypeStyle><Rule><LineSymbolizer/></Rule></FeatureTypeStyle></UserStyle>',
      '1:1 otherRoot',
    ],
    [
      'a document type',
      `<!DOCTYPE x [<!ENTITY c "#f00">]>\n${document(`<Title>&c;</Title>${line}`)}`,
      '1:1 doctype',
    ],
    [
      'another encoding',
      `<?xml version="1.0" encoding="ISO-8859-1"?>\n${document(`<Title>ü</Title>${line}`)}`,
      '1:31 encoding',
    ],
  ])('is drawn by GeoServer all the same with %s', (_, body, expected) => {
    expect(found(body)).toEqual([`doubt ${expected}`])
  })

  test('of version 1.1 needs the root GeoServer reads it by', () => {
    const body = document(line, 'version="1.1.0" xmlns="http://example.org"')
    expect(found(body, '1.1.0')).toEqual(['error 1:1 root'])
    expect(found(document(line, 'version="1.1.0" xmlns="http://www.opengis.net/sld"'), '1.1.0')).toEqual([])
  })

  test('takes what GeoServer adds to the language', () => {
    const body = document(
      '<TextSymbolizer><Label/><Fill/><Graphic/><Priority/><VendorOption name="group">yes</VendorOption></TextSymbolizer>',
    )
    expect(found(body)).toEqual([])
  })

  test('takes filters, geometries in them and values that are computed', () => {
    const body = document(
      `<Filter xmlns="http://www.opengis.net/ogc" xmlns:gml="http://www.opengis.net/gml"><And>
         <Intersects><PropertyName>geom</PropertyName><gml:Point><gml:coordinates>1,2</gml:coordinates></gml:Point></Intersects>
         <PropertyIsBetween><Function name="abs"><PropertyName>a</PropertyName></Function>
           <LowerBoundary><Literal>1</Literal></LowerBoundary><UpperBoundary><Literal>2</Literal></UpperBoundary></PropertyIsBetween>
       </And></Filter>
       <TextSymbolizer><Label>No. <PropertyName xmlns="http://www.opengis.net/ogc">a</PropertyName></Label></TextSymbolizer>`,
    )
    expect(found(body)).toEqual([])
  })

  test('that is built to exhaust its reader is refused in time', () => {
    expect(found('<a>'.repeat(300))).toEqual(['error 1:601 tooLarge'])
    const many = document('<Colour/>'.repeat(1000) + line)
    expect(found(many)).toHaveLength(50)
  })
})
