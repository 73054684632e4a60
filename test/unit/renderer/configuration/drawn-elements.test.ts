import { describe, expect, it } from 'vitest'
import {
  notDrawnIn,
  type StyleElement,
} from '../../../../renderer/features/configuration/style/drawn-elements.ts'

/** An element with attributes and with what is in it: a text, or elements. */
function element(
  localName: string,
  within: string | readonly StyleElement[] = [],
  attributes: Readonly<Record<string, string>> = {},
): StyleElement {
  const children = typeof within === 'string' ? [] : within
  return {
    localName,
    children,
    textContent: typeof within === 'string' ? within : children.map((each) => each.textContent).join(''),
    getAttribute: (name) => attributes[name] ?? null,
  }
}

const styleOf = (...symbolizers: readonly StyleElement[]) =>
  ['Rule', 'FeatureTypeStyle', 'UserStyle', 'NamedLayer', 'StyledLayerDescriptor'].reduce<
    readonly StyleElement[]
  >((within, name) => [element(name, within)], symbolizers)

const missingIn = (...symbolizers: readonly StyleElement[]) =>
  styleOf(...symbolizers).flatMap((root) => notDrawnIn(root, (name) => name === 'abs'))
const stroke = (name: string, value = '1') =>
  element('LineSymbolizer', [element('Stroke', [element('CssParameter', value, { name })])])
const mark = (name: string) =>
  element('PointSymbolizer', [element('Graphic', [element('Mark', [element('WellKnownName', name)])])])

describe('what of a style is not drawn in its preview', () => {
  it('is nothing of a line, a polygon and a mark of the usual kinds', () => {
    const fill = element('Fill', [element('SvgParameter', '#336699', { name: 'fill' })])
    expect(missingIn(stroke('stroke-width'), element('PolygonSymbolizer', [fill]), mark('circle'))).toEqual(
      [],
    )
  })

  it('is nothing of what says nothing of how it looks', () => {
    expect(missingIn(element('Name', 'a'), element('Filter', [element('PropertyIsLike')]))).toEqual([])
  })

  it.each([
    [
      'an element nobody draws',
      element('LineSymbolizer', [element('PerpendicularOffset', '2')]),
      'PerpendicularOffset',
    ],
    [
      'an option of a vendor',
      element('TextSymbolizer', [element('VendorOption', 'yes', { name: 'repeat' })]),
      'VendorOption repeat',
    ],
    ['a parameter', stroke('stroke-composite'), 'stroke-composite'],
    ['a mark by name', mark('ttf://Webdings#0x61'), 'WellKnownName ttf://Webdings#0x61'],
    [
      'a picture',
      element('PointSymbolizer', [element('Graphic', [element('ExternalGraphic')])]),
      'ExternalGraphic',
    ],
    ['something half transparent', element('RasterSymbolizer', [element('Opacity', '0.5')]), 'Opacity'],
    [
      'a function nobody computes',
      element('TextSymbolizer', [element('Label', [element('Function', [], { name: 'env' })])]),
      'Function env',
    ],
  ])('names %s', (_what, symbolizer, name) => {
    expect(missingIn(symbolizer)).toEqual([name])
  })

  it('counts a function that is computed, and full opacity, as drawn', () => {
    const label = element('Label', [element('Function', [element('Literal', '1')], { name: 'abs' })])
    expect(missingIn(element('TextSymbolizer', [label]))).toEqual([])
    expect(missingIn(element('RasterSymbolizer', [element('Opacity', '1.0')]))).toEqual([])
  })

  it('names each once, and goes into nothing that is not drawn', () => {
    const picture = element('ExternalGraphic', [element('OnlineResource')])
    const graphic = element('PointSymbolizer', [element('Graphic', [picture])])
    expect(missingIn(graphic, graphic)).toEqual(['ExternalGraphic'])
  })
})
