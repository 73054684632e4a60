import { xmlLanguage } from '@codemirror/lang-xml'
import { createOlStyleFunction, getFunction, Reader, type FeatureTypeStyle } from '@nieuwlandgeo/sldreader'
import { notDrawnIn } from './drawn-elements.ts'

/** On what a rule is shown: the geometry most of its symbolizers are for. */
export type Sample = 'point' | 'line' | 'polygon' | 'raster'

/** A rule as it is shown, whatever its filter and its scales. */
export interface ShownRule {
  readonly title: string
  readonly isFiltered: boolean
  /** Denominators of the scales between which it draws. */
  readonly scales: { readonly from: number | null; readonly to: number | null }
  readonly sample: Sample
  readonly styleOf: ReturnType<typeof createOlStyleFunction>
  /** Colours of a raster, in order. */
  readonly colours: readonly string[]
}

export interface ShownStyle {
  readonly rules: readonly ShownRule[]
  /** Rules that are not among these. */
  readonly more: number
  /** What is in the style and not drawn, as the document calls it. */
  readonly notDrawn: readonly string[]
}

/** Rules at most; the rest is counted. */
const mostRules = 40

/**
 * Reads an SLD as far as it can be drawn here.
 * @returns undefined when it is not well-formed, or holds no style
 */
export function readStyle(sld: string): ShownStyle | undefined {
  if (isBroken(sld)) return undefined
  const document = new DOMParser().parseFromString(sld, 'application/xml')
  if (document.getElementsByTagName('parsererror').length > 0) return undefined
  const rules = [...document.getElementsByTagNameNS('*', 'Rule')]
  if (rules.length === 0) return undefined
  const notDrawn = notDrawnIn(document.documentElement, (name) => typeof getFunction(name) === 'function')
  withoutGraphics(document)
  return {
    rules: rules.slice(0, mostRules).map(shownRule),
    more: Math.max(0, rules.length - mostRules),
    notDrawn,
  }
}

/**
 * Whether there is no tag, or one or what stands in it is amiss, as it is most of the time while one types. Chromium's parser says so by
 * an element with styles written into it, which the policy of the page refuses and the console tells of every time.
 */
function isBroken(xml: string): boolean {
  const tree = xmlLanguage.parser.parse(xml)
  let found = tree.topNode.getChild('Element') === null
  tree.iterate({
    enter: ({ type }) => {
      found ||= type.isError || /^(Missing|Mismatched)CloseTag$/.test(type.name)
      return !found
    },
  })
  return found
}

/** Graphics from elsewhere lie on the node, and nothing is loaded for them: an empty square stands in their place. */
function withoutGraphics(document: Document): void {
  for (const graphic of [...document.getElementsByTagNameNS('*', 'ExternalGraphic')]) {
    const made = (name: string) => document.createElementNS(graphic.namespaceURI, name)
    const mark = made('Mark')
    const name = made('WellKnownName')
    name.textContent = 'square'
    mark.append(name, made('Stroke'))
    graphic.replaceWith(mark)
  }
}

function shownRule(rule: Element): ShownRule {
  const textOf = (name: string) =>
    [...rule.children].find(({ localName }) => localName === name)?.textContent.trim()
  const title = rule.querySelector(':scope > Description > Title')?.textContent.trim()
  const numberOf = (name: string) => {
    const value = Number(textOf(name) ?? Number.NaN)
    return Number.isFinite(value) ? value : null
  }
  return {
    title: textOf('Title') ?? title ?? textOf('Name') ?? '',
    isFiltered: [...rule.children].some(({ localName }) => /^(Else)?Filter$/.test(localName)),
    scales: { from: numberOf('MinScaleDenominator'), to: numberOf('MaxScaleDenominator') },
    sample: sampleFor(rule),
    styleOf: createOlStyleFunction(drawnAlways(rule), { getProperty: (_, name) => name }),
    colours: [...rule.getElementsByTagNameNS('*', 'ColorMapEntry')].map(
      (entry) => entry.getAttribute('color') ?? '',
    ),
  }
}

function sampleFor(rule: Element): Sample {
  const has = (name: string) => [...rule.children].some(({ localName }) => localName === name)
  if (has('RasterSymbolizer')) return 'raster'
  if (has('PolygonSymbolizer')) return 'polygon'
  if (has('LineSymbolizer')) return 'line'
  return 'point'
}

/** The rule alone, without what it is bound to. */
function drawnAlways(rule: Element): FeatureTypeStyle {
  const alone = rule.ownerDocument.implementation.createDocument(rule.namespaceURI, 'StyledLayerDescriptor')
  const nested = ['NamedLayer', 'UserStyle', 'FeatureTypeStyle'].reduce<Element>((parent, name) => {
    const child = alone.createElementNS(rule.namespaceURI, name)
    parent.append(child)
    return child
  }, alone.documentElement)
  const copy = alone.importNode(rule, true)
  for (const child of [...copy.children]) {
    if (/^((Else)?Filter|M(in|ax)ScaleDenominator)$/.test(child.localName)) child.remove()
  }
  nested.append(copy)
  const read = Reader(new XMLSerializer().serializeToString(alone))
  return read.layers?.[0]?.styles?.[0]?.featuretypestyles?.[0] ?? { rules: [] }
}
