import { describe, expect, it } from 'vitest'
import { cssToSld } from '../../../../electron/catalog/css-as-sld/css-to-sld.ts'
import { childText, type XmlElement } from '../../../../electron/xml/element.ts'
import { parseXml } from '../../../../electron/xml/parse.ts'

/** The rules of the SLD that is made of a style. */
function rulesOf(css: string): readonly XmlElement[] {
  return named('Rule', parseXml(cssToSld(css)?.sld ?? '<none/>'))
}

function named(name: string, within: XmlElement): readonly XmlElement[] {
  return within.children.flatMap((child) => [...(child.name === name ? [child] : []), ...named(name, child)])
}

/** What stands in an element, each piece as `Parent/Child[name]=text`. */
function factsOf(element: XmlElement, path = ''): readonly string[] {
  return element.children.flatMap((child) => {
    const own = `${path}${child.name}${child.attributes['name'] === undefined ? '' : `[${child.attributes['name']}]`}`
    return child.children.length > 0 ? factsOf(child, `${own}/`) : [`${own}=${child.text}`]
  })
}

const factsOfOnly = (css: string) => {
  const rules = rulesOf(css)
  expect(rules).toHaveLength(1)
  return rules.flatMap((rule) => factsOf(rule)).filter((fact) => !fact.startsWith('Title='))
}
const titlesOf = (css: string) => rulesOf(css).map((rule) => childText(rule, 'Title'))

describe('what a style in CSS draws, said in SLD', () => {
  it.each([
    [
      'a line',
      '* { stroke: #f00; stroke-width: 2px; stroke-dasharray: 4 2; stroke-linecap: round }',
      [
        'LineSymbolizer/Stroke/CssParameter[stroke]=#ff0000',
        'LineSymbolizer/Stroke/CssParameter[stroke-width]=2',
        'LineSymbolizer/Stroke/CssParameter[stroke-linecap]=round',
        'LineSymbolizer/Stroke/CssParameter[stroke-dasharray]=4 2',
      ],
    ],
    [
      'an area with its border',
      '* { fill: rgb(0, 128, 0); fill-opacity: 50%; stroke: navy; }',
      [
        'PolygonSymbolizer/Fill/CssParameter[fill]=#008000',
        'PolygonSymbolizer/Fill/CssParameter[fill-opacity]=0.5',
        'PolygonSymbolizer/Stroke/CssParameter[stroke]=#000080',
      ],
    ],
    [
      'a mark nothing is said of',
      '* { mark: symbol(circle) }',
      [
        'PointSymbolizer/Graphic/Mark/WellKnownName=circle',
        'PointSymbolizer/Graphic/Mark/Fill/CssParameter[fill]=#808080',
        'PointSymbolizer/Graphic/Mark/Stroke/CssParameter[stroke]=#000000',
      ],
    ],
    [
      'a mark with its own',
      "* { mark: symbol('square'); mark-size: 8 } :mark { fill: red; stroke: none; rotation: 45deg }",
      [
        'PointSymbolizer/Graphic/Mark/WellKnownName=square',
        'PointSymbolizer/Graphic/Mark/Fill/CssParameter[fill]=#ff0000',
        'PointSymbolizer/Graphic/Size=8',
        'PointSymbolizer/Graphic/Rotation=45',
      ],
    ],
    [
      'a picture',
      '* { mark: url(icons/a;b.png); mark-mime: "image/png" }',
      ['PointSymbolizer/Graphic/ExternalGraphic/Format=image'],
    ],
    [
      'hatching',
      '* { fill: symbol(shape://slash); } :fill { stroke: blue; size: 12 }',
      [
        'PolygonSymbolizer/Fill/GraphicFill/Graphic/Mark/WellKnownName=shape://slash',
        'PolygonSymbolizer/Fill/GraphicFill/Graphic/Mark/Fill/CssParameter[fill]=#808080',
        'PolygonSymbolizer/Fill/GraphicFill/Graphic/Mark/Stroke/CssParameter[stroke]=#0000ff',
        'PolygonSymbolizer/Fill/GraphicFill/Graphic/Size=12',
      ],
    ],
    [
      'a label',
      `* { label: [name] ', ' [code]; font-family: "DejaVu Sans"; font-size: 12; halo-radius: 2; label-anchor: 0.5 0 }`,
      [
        'TextSymbolizer/Label/PropertyName=name',
        'TextSymbolizer/Label/Literal=, ',
        'TextSymbolizer/Label/PropertyName=code',
        'TextSymbolizer/Font/CssParameter[font-family]=DejaVu Sans',
        'TextSymbolizer/Font/CssParameter[font-size]=12',
        'TextSymbolizer/LabelPlacement/PointPlacement/AnchorPoint/AnchorPointX=0.5',
        'TextSymbolizer/LabelPlacement/PointPlacement/AnchorPoint/AnchorPointY=0',
        'TextSymbolizer/Halo/Radius=2',
        'TextSymbolizer/Fill/CssParameter[fill]=#000000',
      ],
    ],
  ])('of %s', (_, css, facts) => {
    expect(factsOfOnly(css)).toEqual(facts)
    expect(cssToSld(css)?.leftOut).toEqual([])
  })

  it('of a raster, colour by colour', () => {
    const [rule] = rulesOf(
      '* { raster-channels: auto; raster-color-map: color-map-entry(black, 0, 0.5) color-map-entry(#FFF, 10) }',
    )
    expect(
      rule === undefined ? [] : named('ColorMapEntry', rule).map(({ attributes }) => attributes),
    ).toEqual([
      { color: '#000000', quantity: '0', opacity: '0.5' },
      { color: '#ffffff', quantity: '10' },
    ])
  })

  it('once for each of the values of a list, of which a single one is for all', () => {
    expect(factsOfOnly('* { stroke: red, lime; stroke-width: 5, 2; stroke-opacity: 0.5 }')).toEqual([
      'LineSymbolizer/Stroke/CssParameter[stroke]=#ff0000',
      'LineSymbolizer/Stroke/CssParameter[stroke-width]=5',
      'LineSymbolizer/Stroke/CssParameter[stroke-opacity]=0.5',
      'LineSymbolizer/Stroke/CssParameter[stroke]=#00ff00',
      'LineSymbolizer/Stroke/CssParameter[stroke-width]=2',
      'LineSymbolizer/Stroke/CssParameter[stroke-opacity]=0.5',
    ])
  })

  it('of symbols by their number', () => {
    const facts = factsOfOnly(
      '* { mark: symbol(circle), symbol(star) } :symbol { fill: red } :nth-mark(2) { fill: lime } :mark { stroke: none }',
    )
    expect(facts.filter((fact) => fact.includes('[fill]'))).toEqual([
      'PointSymbolizer/Graphic/Mark/Fill/CssParameter[fill]=#ff0000',
      'PointSymbolizer/Graphic/Mark/Fill/CssParameter[fill]=#00ff00',
    ])
  })

  it('rule by rule, each with what it inherits', () => {
    const css = `
      @mode "Flat";
      * { stroke: black }
      /* @title Great rivers */
      [kind = 'river, ]great'] { stroke-width: 4; [@sd < 30k] { stroke: blue } }
      [@scale > 1M], #streams.7 { stroke-width: 1 }`
    expect(titlesOf(css)).toEqual([
      '*',
      'Great rivers',
      '[@sd < 30k]',
      '[@scale > 1M], #streams.7',
      '[@scale > 1M], #streams.7',
    ])
    const [, great, near, far, one] = rulesOf(css).map((rule) => factsOf(rule))
    expect(great).toEqual(
      expect.arrayContaining([
        'Filter=',
        expect.stringMatching(/\[stroke\]=#000000$/),
        expect.stringMatching(/-width\]=4$/),
      ]),
    )
    expect(near).toEqual(
      expect.arrayContaining([
        'MaxScaleDenominator=30000',
        expect.stringMatching(/\[stroke\]=#0000ff$/),
        expect.stringMatching(/-width\]=4$/),
      ]),
    )
    expect(far).toContain('MinScaleDenominator=1000000')
    expect(far).not.toContain('Filter=')
    expect(one).toContain('Filter=')
  })

  it('by what is said more closely, and of two of a kind by the later', () => {
    const css = '[a = 1] { stroke: red } * { stroke: lime } [a = 1] { stroke-width: 3 } * { stroke: blue }'
    expect(rulesOf(css).map((rule) => factsOf(rule).filter((fact) => !fact.startsWith('Title')))).toEqual([
      [
        'Filter=',
        'LineSymbolizer/Stroke/CssParameter[stroke]=#ff0000',
        'LineSymbolizer/Stroke/CssParameter[stroke-width]=3',
      ],
      ['LineSymbolizer/Stroke/CssParameter[stroke]=#0000ff'],
    ])
  })

  it('with what it leaves out, as it is written', () => {
    const css = `* { stroke: red; stroke-width: [lanes / 2]; stroke-opacity: 20m; stroke-offset: 3; -gt-label-repeat: 5;
      mark: symbol([shape]); label: [strToUpperCase(name)] }`
    expect(cssToSld(css)?.leftOut).toEqual([
      'stroke-offset',
      'label-repeat',
      'stroke-width: [lanes / 2]',
      'stroke-opacity: 20m',
      'mark: [shape]',
      'label: [strToUpperCase(name)]',
    ])
  })

  it.each([
    ['a rule that is not closed', '* { stroke: red'],
    ['a bracket too many', '* { stroke: red } }'],
    ['a text that is not closed', '* { label: "a }'],
    ['nothing that draws', '* { stroke-width: 2 }'],
    ['nothing', ''],
    ['SLD', '<StyledLayerDescriptor/>'],
    ['rules that multiply', `${'a, b, c, d, e, f, g, h, i, j {'.repeat(6)} fill: red ${'}'.repeat(6)}`],
    ['rules within each other without an end', `${'* {'.repeat(100_000)} fill: red ${'}'.repeat(100_000)}`],
  ])('is nothing of %s', (_, css) => {
    expect(cssToSld(css)).toBeUndefined()
  })

  it('also of symbols that are filled with themselves, and of functions within each other', () => {
    const css = '* { mark: symbol(circle) } :symbol { fill: symbol(circle) }'
    expect(rulesOf(css)).toHaveLength(1)
    expect(cssToSld(css)?.leftOut).toEqual(['fill: symbol(circle)'])
    expect(
      rulesOf(`* { fill: ${'f('.repeat(100_000)} }`.replace(' }', `${')'.repeat(100_000)} }`)),
    ).toHaveLength(1)
  })
})
