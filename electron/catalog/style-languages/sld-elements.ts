/**
 * What SLD 1.0 and 1.1 (with Symbology Encoding) have inside which element, in order: steps behind semicolons, the
 * choices of a step beside each other. What GeoServer takes anywhere in an element stands behind the bar.
 */
const sequences: Readonly<Record<string, string>> = {
  StyledLayerDescriptor: 'Name; Title Description; Abstract; UseSLDLibrary; NamedLayer UserLayer',
  NamedLayer:
    'Name; Title Description; Abstract; LayerFeatureConstraints LayerCoverageConstraints; NamedStyle UserStyle',
  UserLayer:
    'Name; Title Description; Abstract; RemoteOWS InlineFeature LayerFeatureConstraints LayerCoverageConstraints; UserStyle',
  UserStyle:
    'Name; Title Description; Abstract; IsDefault; FeatureTypeStyle CoverageStyle OnlineResource | Background VendorOption',
  FeatureTypeStyle:
    'Name; Title Description; Abstract; FeatureTypeName; SemanticTypeIdentifier; Rule OnlineResource | Transformation VendorOption',
  Rule:
    'Name; Title Description; Abstract; LegendGraphic; Filter ElseFilter; MinScaleDenominator; MaxScaleDenominator; ' +
    'LineSymbolizer PolygonSymbolizer PointSymbolizer TextSymbolizer RasterSymbolizer | VendorOption',
  LineSymbolizer: 'Name; Description; Geometry; Stroke; PerpendicularOffset | VendorOption',
  PolygonSymbolizer:
    'Name; Description; Geometry; Fill; Stroke; Displacement; PerpendicularOffset | VendorOption',
  PointSymbolizer: 'Name; Description; Geometry; Graphic | VendorOption',
  TextSymbolizer:
    'Name; Description; Geometry; Label; Font; LabelPlacement; Halo; Fill | Graphic Priority OtherText VendorOption Snippet FeatureDescription',
  RasterSymbolizer:
    'Name; Description; Geometry; Opacity; ChannelSelection; OverlapBehavior; ColorMap; ContrastEnhancement; ShadedRelief; ImageOutline | VendorOption',
  LegendGraphic: 'Graphic',
  Graphic: 'ExternalGraphic Mark; Opacity; Size; Rotation; AnchorPoint; Displacement | Gap InitialGap',
  GraphicFill: 'Graphic',
  GraphicStroke: 'Graphic; InitialGap; Gap',
  Mark: 'WellKnownName OnlineResource InlineContent; Format; MarkIndex; Fill; Stroke',
  ExternalGraphic: 'OnlineResource InlineContent; Format; ColorReplacement',
  Stroke: 'GraphicFill GraphicStroke; CssParameter SvgParameter',
  Fill: 'GraphicFill; CssParameter SvgParameter',
  Font: 'CssParameter SvgParameter',
  Halo: 'Radius; Fill',
  LabelPlacement: 'PointPlacement LinePlacement',
  PointPlacement: 'AnchorPoint; Displacement; Rotation',
  LinePlacement: 'PerpendicularOffset; IsRepeated; InitialGap; Gap; IsAligned; GeneralizeLine',
  AnchorPoint: 'AnchorPointX; AnchorPointY',
  Displacement: 'DisplacementX; DisplacementY',
  ColorMap: 'ColorMapEntry Categorize Interpolate | VendorOption',
  ChannelSelection: 'RedChannel GrayChannel; GreenChannel; BlueChannel',
  RedChannel: 'SourceChannelName; ContrastEnhancement',
  GreenChannel: 'SourceChannelName; ContrastEnhancement',
  BlueChannel: 'SourceChannelName; ContrastEnhancement',
  GrayChannel: 'SourceChannelName; ContrastEnhancement',
  ContrastEnhancement: 'Normalize Histogram Logarithmic Exponential; GammaValue',
  ShadedRelief: 'BrightnessOnly; ReliefFactor',
  ImageOutline: 'LineSymbolizer PolygonSymbolizer',
}

/** Where an element may stand in another: at a step, or, with undefined, anywhere. */
export type Steps = ReadonlyMap<string, number | undefined>

/** What may be in each element that is known, and where. */
export const sldElements: ReadonlyMap<string, Steps> = new Map(
  Object.entries(sequences).map(([parent, sequence]) => [parent, stepsOf(sequence)]),
)

function stepsOf(sequence: string): Steps {
  const [inOrder = '', anywhere = ''] = sequence.split('|')
  const steps = inOrder
    .split(';')
    .flatMap((choices, step) => words(choices).map((name) => [name, step] as const))
  return new Map<string, number | undefined>([
    ...steps,
    ...words(anywhere).map((name) => [name, undefined] as const),
  ])
}

function words(text: string): readonly string[] {
  return text
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '')
}
