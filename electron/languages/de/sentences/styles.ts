/** What a style's body has against it. */
export const styleSentences = {
  at: 'Zeile {line}, Spalte {column}: {problem}',
  empty: 'Der Inhalt ist leer.',
  unknownLanguage:
    'Plumbline kann die Sprache {format} nicht prüfen; GeoServer kennt sie höchstens mit einer Erweiterung.',

  notXml: 'Das ist kein XML: Es steht kein Element darin.',
  notWellFormed: 'Das ist kein wohlgeformtes XML: {reason}.',
  notClosed: '<{element}>, in Zeile {line} geöffnet, ist vor </{closing}> nicht geschlossen.',
  notClosedAtEnd: '<{element}>, in Zeile {line} geöffnet, wird nirgends geschlossen.',
  notOpened: '{element} schließt, was nie geöffnet wurde.',
  secondRoot: 'Es gibt mehr als ein Wurzelelement: <{element}> steht neben dem ersten.',
  tooLarge: 'Das Dokument hat mehr {what} als die erlaubten {limit}.',
  doctype:
    'Das Dokument gibt einen Dokumenttyp an. Wofür dessen Entitäten stehen, wird nicht geprüft; manche Leser weisen sie ab.',
  encoding:
    'Das Dokument gibt {encoding} an, wird aber als UTF-8 gesendet und aufbewahrt. Andere Zeichen als ASCII würden falsch gelesen.',

  root: 'Das Wurzelelement ist <{element}>; SLD 1.1 braucht <StyledLayerDescriptor> im Namensraum {namespace}.',
  notSld: 'Das Wurzelelement ist <{element}>, und es steht kein Stil darin.',
  otherRoot:
    'Das Wurzelelement ist <{element}>, nicht <StyledLayerDescriptor>. GeoServer nimmt den Stil darin.',
  noStyle: 'Es steht kein <UserStyle> darin, sodass nichts gezeichnet wird.',
  noVersion: 'Das Dokument gibt seine Version nicht an; GeoServer richtet sich nach dem, was der Stil sagt.',
  otherVersion:
    'Das Dokument gibt Version {written} an, der Stil {version}. GeoServer liest es als {version}.',
  noNamespace: '<{element}> hat keinen Namensraum. GeoServer nimmt es hin, andere Leser nicht.',
  otherNamespace: '<{element}> ist im Namensraum {namespace}, der keiner von SLD ist.',
  unknownElement: '<{parent}> hat nichts, das <{element}> heißt; GeoServer übergeht es.',
  unknownInFilter:
    '<{parent}> nimmt nichts mit dem Namen <{element}> auf; GeoServer übergeht es oder kann nicht zeichnen.',
  otherCase: '<{element}> sollte <{meant}> geschrieben werden.',
  order: 'In <{parent}> gehört <{element}> vor <{before}>.',
  noFeatureTypeStyle: 'Der Stil hat kein <FeatureTypeStyle>, sodass nichts gezeichnet wird.',
  noRule: 'Es steht keine Regel darin, sodass nichts gezeichnet wird.',
  noSymbolizer: 'Die Regel hat keinen Symbolizer, sodass sie nichts zeichnet.',

  commentNotClosed: 'Der Kommentar, der hier beginnt, wird nirgends geschlossen.',
  textNotClosed: 'Dem Text, der hier beginnt, fehlt das schließende Anführungszeichen.',
  bracketNotClosed: 'Der Klammer, die hier öffnet, fehlt ihr {bracket}.',
  noSelector: 'Die Regel, die hier beginnt, hat keinen Selektor.',
  selectorAlone: 'Was hier beginnt, ist keine Regel: Es folgt kein Block darauf.',
  outsideOfRule: 'Was hier steht, gehört in eine Regel.',
  noColon: 'Die Eigenschaft, die hier beginnt, hat keinen Doppelpunkt und keinen Wert.',
  unknownProperty: 'GeoServer kennt keine Eigenschaft {property} und übergeht sie.',

  notYaml: 'Das ist kein YAML, wie YSLD es braucht: {reason}.',
  notAMap:
    'Ein YSLD beginnt mit Eigenschaften wie rules oder feature-styles, nicht mit Text oder einer Liste.',
  noAnchor: 'Es gibt nichts namens {name}, wofür der Alias stehen könnte.',
  keyTwice: '{key} steht hier zweimal; das letzte zählt.',
  drawsNothing: 'Es stehen weder Regeln noch Symbolizer darin, sodass nichts gezeichnet wird.',

  notJson: 'Das ist kein JSON: {reason}.',
  surplusComma: 'Hier steht ein Komma zu viel. GeoServer nimmt es hin, andere Leser nicht.',
  notAnObject: 'Hier wird ein Objekt in geschweiften Klammern gebraucht.',
  noLayers: 'Ein Mapbox-Stil braucht eine Liste von Ebenen (layers).',
  layerLacks: 'Der Ebene fehlt {property}.',
  layerType: 'GeoServer zeichnet keine Ebenen vom Typ {type}.',
  mapboxVersion: 'Die Version eines Mapbox-Stils ist 8.',
} as const
