/** What the preview draws of which element; whatever else is there is told. */
const drawn: Readonly<Record<string, string>> = {
  StyledLayerDescriptor: 'NamedLayer UserLayer',
  NamedLayer: 'UserStyle',
  UserLayer: 'UserStyle',
  UserStyle: 'FeatureTypeStyle',
  FeatureTypeStyle: 'Rule',
  Rule: 'LineSymbolizer PolygonSymbolizer PointSymbolizer TextSymbolizer RasterSymbolizer',
  LineSymbolizer: 'Stroke',
  PolygonSymbolizer: 'Fill Stroke',
  PointSymbolizer: 'Graphic',
  TextSymbolizer: 'Label Font LabelPlacement Halo Fill',
  RasterSymbolizer: 'ColorMap',
  ColorMap: 'ColorMapEntry',
  Graphic: 'Mark Size Rotation Displacement',
  GraphicFill: 'Graphic',
  GraphicStroke: 'Graphic InitialGap Gap',
  Mark: 'WellKnownName Fill Stroke',
  Stroke: 'GraphicStroke CssParameter SvgParameter',
  Fill: 'GraphicFill CssParameter SvgParameter',
  Font: 'CssParameter SvgParameter',
  Halo: 'Radius Fill',
  LabelPlacement: 'PointPlacement LinePlacement',
  PointPlacement: 'AnchorPoint Displacement Rotation',
  AnchorPoint: 'AnchorPointX AnchorPointY',
  Displacement: 'DisplacementX DisplacementY',
  Label: 'Literal PropertyName Function',
}

/** What says nothing of how it looks, or is said in words beside the rule. */
const silent = new Set(
  (
    'Name Title Abstract Description IsDefault FeatureTypeName SemanticTypeIdentifier LegendGraphic Filter ElseFilter ' +
    'MinScaleDenominator MaxScaleDenominator'
  ).split(' '),
)

const values = new Set(['Literal', 'Add', 'Sub', 'Mul', 'Div', 'Function'])

const parameters = new Set(
  (
    'stroke stroke-width stroke-opacity stroke-linejoin stroke-linecap stroke-dasharray stroke-dashoffset fill ' +
    'fill-opacity font-family font-size font-style font-weight'
  ).split(' '),
)

const marks = new Set(
  (
    'circle square triangle star cross x shape://dot shape://plus shape://times shape://horline shape://vertline ' +
    'shape://backslash shape://slash'
  ).split(' '),
)

/** What is looked at of an element of a style. */
export interface StyleElement {
  readonly localName: string
  readonly textContent: string
  readonly children: ArrayLike<StyleElement> & Iterable<StyleElement>
  getAttribute(name: string): string | null
}

/**
 * What is in a style and not in its preview, each once, as it is called in the document. What nobody knows is told, so
 * that nothing is left out in silence.
 * @param knowsFunction whether a function of that name is computed
 */
export function notDrawnIn(root: StyleElement, knowsFunction: (name: string) => boolean): readonly string[] {
  const found = new Set<string>()
  const look = (element: StyleElement): void => {
    const within = new Set((drawn[element.localName] ?? '').split(' '))
    for (const child of element.children) {
      const name = child.localName
      const told = whatIsMissing(child, within, knowsFunction)
      if (told !== undefined) found.add(told)
      else if (!silent.has(name)) look(child)
    }
  }
  look(root)
  return [...found]
}

function whatIsMissing(
  element: StyleElement,
  within: ReadonlySet<string>,
  knowsFunction: (name: string) => boolean,
): string | undefined {
  const name = element.localName
  const own = element.getAttribute('name') ?? ''
  if (silent.has(name)) return undefined
  if (name === 'Function') return knowsFunction(own) ? undefined : `Function ${own}`
  if (values.has(name)) return undefined
  if (name === 'Opacity' && Number(element.textContent) === 1) return undefined
  if (!within.has(name)) return `${name} ${own}`.trim()
  if (name === 'CssParameter' || name === 'SvgParameter') return parameters.has(own) ? undefined : own
  if (name === 'WellKnownName') {
    const mark = element.textContent.trim()
    return element.children.length === 0 && marks.has(mark) ? undefined : `${name} ${mark}`.trim()
  }
  return undefined
}
