import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { drawingsOf, type CssDrawing } from './css-cascade.ts'
import { readCssRules } from './css-rules.ts'
import { CssLayer } from './css-layer.ts'

/** A style of another language as far as it could be said in SLD. */
export interface AsSld {
  readonly sld: string
  /** What is in the style and not in the SLD, as the style calls it. */
  readonly leftOut: readonly string[]
}

/** Properties that are said in SLD, and those that say nothing of how it looks. */
const said = new Set(
  (
    'fill fill-opacity fill-size fill-rotation stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin ' +
    'stroke-dasharray stroke-dashoffset stroke-size stroke-rotation mark mark-size mark-rotation label label-anchor ' +
    'label-offset label-rotation font-family font-fill font-opacity font-size font-style font-weight halo-radius ' +
    'halo-color halo-opacity raster-channels raster-color-map mark-mime fill-mime stroke-mime size rotation'
  ).split(' '),
)

/** Drawings of one rule over each other at most. */
const mostLayers = 20

/**
 * Says in SLD what a style in GeoServer's CSS draws, rule by rule, as GeoTools' translator does (CssTranslator), to show
 * how it looks: of a filter it is said that there is one, values that are computed are left out.
 * @param css the body of the style
 * @returns undefined when its structure is broken, or it has nothing to draw
 */
export function cssToSld(css: string): AsSld | undefined {
  const leftOut = new Set<string>()
  const rules = [...drawingsOf(readCssRules(css) ?? [])].map((drawing) => ruleOf(drawing, leftOut))
  if (rules.length === 0) return undefined
  const style = ['FeatureTypeStyle', 'UserStyle', 'NamedLayer'].reduce<readonly XmlElement[]>(
    (within, name) => [parentElement(name, within)],
    rules,
  )
  const sld = parentElement('StyledLayerDescriptor', style, {
    version: '1.0.0',
    xmlns: 'http://www.opengis.net/sld',
  })
  return { sld: writeXml(sld), leftOut: [...leftOut] }
}

function ruleOf(drawing: CssDrawing, leftOut: Set<string>): XmlElement {
  const { title, conditions, properties } = drawing
  const tell = (name: string): void => {
    if (!said.has(name)) leftOut.add(name)
  }
  for (const name of properties.keys()) tell(name)
  /** A symbolizer for each of the values of what it is drawn by. */
  const symbolizers = (
    name: string,
    prefixes: readonly string[],
    within: (layer: CssLayer) => readonly XmlElement[],
  ): readonly XmlElement[] =>
    layersOf(drawing, prefixes, leftOut).flatMap((layer) =>
      layer.parts(prefixes[0] ?? '').length === 0 ? [] : [parentElement(name, within(layer))],
    )
  return parentElement('Rule', [
    textElement('Title', title),
    ...(conditions.filters.size > 0 ? [parentElement('Filter', [])] : []),
    ...(conditions.from > 0 ? [textElement('MinScaleDenominator', String(conditions.from))] : []),
    ...(Number.isFinite(conditions.to) ? [textElement('MaxScaleDenominator', String(conditions.to))] : []),
    ...symbolizers('PolygonSymbolizer', ['fill', 'stroke'], (layer) => [
      ...fillOf(layer),
      ...strokeOf(layer),
    ]),
    ...(properties.has('fill') ? [] : symbolizers('LineSymbolizer', ['stroke'], strokeOf)),
    ...symbolizers('PointSymbolizer', ['mark'], (layer) => graphicOf(layer, 'mark')),
    ...symbolizers('TextSymbolizer', ['label', 'font', 'halo'], textOf),
    ...symbolizers('RasterSymbolizer', ['raster-channels', 'raster'], coloursOf),
  ])
}

/** The layers properties with these prefixes are drawn in, as many as the longest of their lists has values. */
function layersOf(
  drawing: CssDrawing,
  prefixes: readonly string[],
  leftOut: Set<string>,
): readonly CssLayer[] {
  const lengths = [...drawing.properties].flatMap(([name, { length }]) =>
    prefixes.some((prefix) => name === prefix || name.startsWith(`${prefix}-`)) ? [length] : [],
  )
  return Array.from(
    { length: Math.min(mostLayers, Math.max(0, ...lengths)) },
    (_, index) => new CssLayer(drawing.properties, index, drawing.symbol, leftOut),
  )
}

function fillOf(layer: CssLayer): readonly XmlElement[] {
  return [
    parentElement('Fill', [
      ...inParent('GraphicFill', graphicOf(layer, 'fill')),
      ...parameter('fill', layer.colour('fill')),
      ...parameter('fill-opacity', layer.number('fill-opacity')),
    ]),
  ]
}

function strokeOf(layer: CssLayer): readonly XmlElement[] {
  if (layer.parts('stroke').length === 0) return []
  const named = ['stroke-width', 'stroke-opacity', 'stroke-dashoffset']
  return [
    parentElement('Stroke', [
      ...inParent('GraphicStroke', graphicOf(layer, 'stroke')),
      ...parameter('stroke', layer.colour('stroke')),
      ...named.flatMap((name) => parameter(name, layer.number(name))),
      ...['stroke-linecap', 'stroke-linejoin'].flatMap((name) => parameter(name, layer.word(name))),
      ...parameter('stroke-dasharray', layer.numbers('stroke-dasharray').join(' ') || undefined),
    ]),
  ]
}

/** The symbol or the picture something is drawn with. */
function graphicOf(layer: CssLayer, kind: 'mark' | 'fill' | 'stroke'): readonly XmlElement[] {
  const graphic = layer.graphic(kind)
  if (graphic === undefined) return []
  const [x, y = x] = layer.numbers(`${kind}-offset`)
  return [
    parentElement('Graphic', [
      graphic.is === 'url'
        ? parentElement('ExternalGraphic', [textElement('Format', 'image')])
        : markOf(graphic.name, graphic.own),
      ...text('Size', layer.number(`${kind}-size`) ?? graphic.own.number('size')),
      ...text('Rotation', layer.number(`${kind}-rotation`) ?? graphic.own.number('rotation')),
      ...inParent('Displacement', [...text('DisplacementX', x), ...text('DisplacementY', y)]),
    ]),
  ]
}

function markOf(name: string, own: CssLayer): XmlElement {
  return parentElement('Mark', [
    textElement('WellKnownName', name),
    ...(!own.has('fill')
      ? [parentElement('Fill', parameter('fill', '#808080'))]
      : own.parts('fill').length > 0
        ? fillOf(own)
        : []),
    ...(!own.has('stroke') ? [parentElement('Stroke', parameter('stroke', '#000000'))] : strokeOf(own)),
  ])
}

function textOf(layer: CssLayer): readonly XmlElement[] {
  const anchor = layer.numbers('label-anchor')
  const offset = layer.numbers('label-offset')
  const [anchorX, anchorY = anchorX] = anchor
  const rotation = text('Rotation', layer.number('label-rotation'))
  const placement =
    offset.length === 1
      ? [parentElement('LinePlacement', [])]
      : inParent('PointPlacement', [
          ...inParent('AnchorPoint', [...text('AnchorPointX', anchorX), ...text('AnchorPointY', anchorY)]),
          ...inParent('Displacement', [
            ...text('DisplacementX', offset[0]),
            ...text('DisplacementY', offset[1]),
          ]),
          ...rotation,
        ])
  return [
    parentElement('Label', layer.label()),
    ...inParent('Font', [
      ...['font-family', 'font-style', 'font-weight'].flatMap((name) => parameter(name, layer.word(name))),
      ...parameter('font-size', layer.number('font-size')),
    ]),
    ...inParent('LabelPlacement', placement),
    ...inParent('Halo', [
      ...text('Radius', layer.number('halo-radius')),
      ...inParent('Fill', [
        ...parameter('fill', layer.colour('halo-color')),
        ...parameter('fill-opacity', layer.number('halo-opacity')),
      ]),
    ]),
    parentElement('Fill', [
      ...parameter('fill', layer.colour('font-fill') ?? '#000000'),
      ...parameter('fill-opacity', layer.number('font-opacity')),
    ]),
  ]
}

function coloursOf(layer: CssLayer): readonly XmlElement[] {
  return inParent(
    'ColorMap',
    layer.colourMap().map((attributes) => parentElement('ColorMapEntry', [], attributes)),
  )
}

function text(name: string, value: string | undefined): readonly XmlElement[] {
  return value === undefined ? [] : [textElement(name, value)]
}

function parameter(name: string, value: string | undefined): readonly XmlElement[] {
  return value === undefined ? [] : [textElement('CssParameter', value, { name })]
}

function inParent(name: string, children: readonly XmlElement[]): readonly XmlElement[] {
  return children.length === 0 ? [] : [parentElement(name, children)]
}
