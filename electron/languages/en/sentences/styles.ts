/** What a style's body has against it. */
export const styleSentences = {
  at: 'Line {line}, column {column}: {problem}',
  empty: 'The body is empty.',
  unknownLanguage:
    'Plumbline cannot check the language {format}; GeoServer knows it with an extension at most.',

  notXml: 'This is no XML: there is no element in it.',
  notWellFormed: 'This is not well-formed XML: {reason}.',
  notClosed: '<{element}>, opened in line {line}, is not closed before </{closing}>.',
  notClosedAtEnd: '<{element}>, opened in line {line}, is never closed.',
  notOpened: '{element} closes what was never opened.',
  secondRoot: 'There is more than one root element: <{element}> stands beside the first.',
  tooLarge: 'The document has more {what} than the {limit} allowed.',
  doctype:
    'The document declares a document type. What its entities stand for is not checked; some readers refuse them.',
  encoding:
    'The document says that it is {encoding}, but it travels and is kept as UTF-8. Other characters than ASCII would be read wrongly.',

  root: 'The root element is <{element}>; SLD 1.1 needs <StyledLayerDescriptor> in the namespace {namespace}.',
  notSld: 'The root element is <{element}>, and there is no style in it.',
  otherRoot: 'The root element is <{element}>, not <StyledLayerDescriptor>. GeoServer takes the style in it.',
  noStyle: 'There is no <UserStyle> in it, so that nothing is drawn.',
  noVersion: 'The document does not say its version; GeoServer goes by what the style says.',
  otherVersion: 'The document says version {written}, the style {version}. GeoServer reads it as {version}.',
  noNamespace: '<{element}> has no namespace. GeoServer takes it, other readers do not.',
  otherNamespace: '<{element}> is in the namespace {namespace}, which is none of SLD.',
  unknownElement: '<{parent}> has nothing called <{element}>; GeoServer passes over it.',
  unknownInFilter: '<{parent}> takes nothing called <{element}>; GeoServer passes over it or cannot draw.',
  otherCase: '<{element}> should be written <{meant}>.',
  order: 'In <{parent}>, <{element}> belongs before <{before}>.',
  noFeatureTypeStyle: 'The style has no <FeatureTypeStyle>, so that nothing is drawn.',
  noRule: 'There is no rule in it, so that nothing is drawn.',
  noSymbolizer: 'The rule has no symbolizer, so that it draws nothing.',

  commentNotClosed: 'The comment that begins here is never closed.',
  textNotClosed: 'The text that begins here has no closing quotation mark.',
  bracketNotClosed: 'The bracket that opens here lacks its {bracket}.',
  noSelector: 'The rule that begins here has no selector.',
  selectorAlone: 'What begins here is no rule: there is no block behind it.',
  outsideOfRule: 'What stands here belongs into a rule.',
  noColon: 'The property that begins here has no colon and no value.',
  unknownProperty: 'GeoServer knows no property {property} and passes over it.',

  notYaml: 'This is no YAML as YSLD needs it: {reason}.',
  notAMap: 'A YSLD begins with properties such as rules or feature-styles, not with a text or a list.',
  noAnchor: 'There is nothing called {name} the alias could stand for.',
  keyTwice: '{key} stands here twice; the last one counts.',
  drawsNothing: 'There are neither rules nor symbolizers in it, so that nothing is drawn.',

  notJson: 'This is no JSON: {reason}.',
  surplusComma: 'There is a comma too many here. GeoServer takes it, other readers do not.',
  notAnObject: 'An object in braces is needed here.',
  noLayers: 'A Mapbox style needs a list of layers.',
  layerLacks: 'The layer has no {property}.',
  layerType: 'GeoServer draws no layers of the type {type}.',
  mapboxVersion: 'The version of a Mapbox style is 8.',
} as const
