import { cssProperties } from './css-properties.ts'
import { filterElements } from './filter-elements.ts'
import { sldElements } from './sld-elements.ts'

/** An element as someone who writes one needs to know it. */
export interface KnownElement {
  readonly name: string
  /** Whose namespace it is of in SLD 1.1; SLD 1.0 has but `sld` and `filter`. */
  readonly family: 'sld' | 'symbology' | 'filter'
  /** What may be in it, in order; undefined where anything may, or nothing is known. */
  readonly children: readonly string[] | undefined
  readonly attributes: readonly KnownName[]
  /** What is often written in it. */
  readonly texts: readonly string[]
}

/** A name with the values that are often given to it. */
export interface KnownName {
  readonly name: string
  readonly values: readonly string[]
}

/** Elements Symbology Encoding left to SLD itself. */
const ofDescriptor = new Set(
  (
    'StyledLayerDescriptor NamedLayer UserLayer NamedStyle UserStyle IsDefault UseSLDLibrary LayerFeatureConstraints ' +
    'LayerCoverageConstraints RemoteOWS InlineFeature Background'
  ).split(' '),
)

const strokes =
  'stroke stroke-width stroke-opacity stroke-linejoin stroke-linecap stroke-dasharray stroke-dashoffset'
const parameters = `${strokes} fill fill-opacity font-family font-style font-weight font-size`.split(' ')

/** Options GeoServer's renderer takes beside the standard, as its documentation of SLD extensions lists them. */
const vendorOptions = (
  'allGroup allowOverruns autoWrap charSpacing composite composite-base conflictResolution displacementMode followLine ' +
  'forceLeftToRight goodnessOfFit graphic-margin graphic-placement graphic-resize group inclusion kerning labelAllGroup ' +
  'labelObstacle maxAngleDelta maxDisplacement minGroupDistance partials polygonAlign random random-rotation random-seed ' +
  'random-symbol-count random-tile-size removeOverlaps renderingMap repeat ruleEvaluation sortBy sortByGroup spaceAround ' +
  'strikethroughText underlineText wordSpacing'
).split(' ')

/** Functions of GeoServer that styles call most. */
export const styleFunctions: readonly string[] = (
  'abs area buffer Categorize ceil centroid Concatenate convert dateFormat dateParse endAngle endPoint env equalTo ' +
  'floor geometryType greaterThan if_then_else in Interpolate interiorPoint isNull jenks lessThan max min numberFormat ' +
  'offset parameter PropertyExists property Quantile Recode round startAngle startPoint strConcat strLength strReplace ' +
  'strSubstring strToLowerCase strToUpperCase strTrim vertices'
).split(' ')

const attributes: Readonly<Record<string, readonly KnownName[]>> = {
  StyledLayerDescriptor: [named('version', '1.0.0 1.1.0')],
  CssParameter: [{ name: 'name', values: parameters }],
  SvgParameter: [{ name: 'name', values: parameters }],
  VendorOption: [{ name: 'name', values: vendorOptions }],
  ColorMap: [named('type', 'ramp intervals values'), named('extended', 'true false')],
  ColorMapEntry: ['color', 'quantity', 'opacity', 'label'].map((name) => named(name)),
  OnlineResource: [named('xlink:type', 'simple'), named('xlink:href')],
  Function: [{ name: 'name', values: styleFunctions }],
  PropertyIsLike: ['wildCard', 'singleChar', 'escape'].map((name) => named(name)),
  PropertyIsEqualTo: [named('matchCase', 'true false')],
  FeatureId: [named('fid')],
}

/** Shapes every GeoServer draws, and those of the renderer's own. */
const marks = (
  'square circle triangle star cross x arrow hatch shape://vertline shape://horline shape://slash shape://backslash ' +
  'shape://dot shape://plus shape://times shape://oarrow shape://carrow shape://coarrow shape://ccarrow ' +
  'extshape://triangle extshape://arrow extshape://narrow extshape://sarrow'
).split(' ')

const texts: Readonly<Record<string, readonly string[]>> = {
  WellKnownName: marks,
  Format: ['image/png', 'image/svg+xml', 'image/jpeg', 'image/gif', 'ttf'],
  SemanticTypeIdentifier: ['generic:geometry'],
  IsDefault: ['true', 'false'],
  OverlapBehavior: ['AVERAGE', 'LATEST_ON_TOP', 'EARLIEST_ON_TOP', 'RANDOM'],
  BrightnessOnly: ['true', 'false'],
  IsRepeated: ['true', 'false'],
  IsAligned: ['true', 'false'],
  GeneralizeLine: ['true', 'false'],
}

/** The elements of SLD 1.0 and 1.1, and of the filters in them. */
export function knownElements(): readonly KnownElement[] {
  const children = new Map<string, ReadonlySet<string>>(
    [...sldElements, ...filterElements].map(([name, known]) => [name, new Set(known.keys())]),
  )
  const within = new Set([...filterElements.values()].flatMap((names) => [...names]))
  const names = new Set([...children.keys(), ...[...children.values()].flatMap((each) => [...each])])
  return [...names].map((name) => ({
    name,
    family: ofDescriptor.has(name) ? 'sld' : name === 'Filter' || within.has(name) ? 'filter' : 'symbology',
    children: children.has(name) ? [...(children.get(name) ?? [])] : undefined,
    attributes: attributes[name] ?? [],
    texts: texts[name] ?? [],
  }))
}

/** The properties of GeoServer's CSS. */
export function knownProperties(): readonly KnownName[] {
  return [...cssProperties].map(([name, values]) => ({ name, values }))
}

function named(name: string, values = ''): KnownName {
  return { name, values: values.split(' ').filter((value) => value !== '') }
}
