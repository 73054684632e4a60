export const eventSentences = {
  added: '{what} hinzugefügt',
  saved: '{what} gesichert',
  removed: '{what} entfernt',
  modified: '{what} geändert: {properties}',
  styleFile: 'Stildatei {file}',
  default: '{property} ist {name}',
  none: 'nicht gesetzt',
  unreadable: 'eine Nachricht, die sich nicht lesen lässt',
  object: '{kind} {title}',
  objectOf: '{kind} {title}',
  unknownToListeners: 'GeoServer {releases} hört mit und kennt {properties} nicht',
} as const

export const kindWords = {
  global: 'Globale Einstellungen',
  logging: 'Protokollierung',
  workspace: 'Arbeitsbereich',
  namespace: 'Namensraum',
  settings: 'Einstellungen des Arbeitsbereichs',
  service: 'Dienst',
  dataStore: 'Datenspeicher',
  coverageStore: 'Rasterspeicher',
  wmsStore: 'WMS-Speicher',
  wmtsStore: 'WMTS-Speicher',
  featureType: 'Objektart',
  coverage: 'Raster',
  wmsLayer: 'WMS-Layer',
  wmtsLayer: 'WMTS-Layer',
  layer: 'Layer',
  layerGroup: 'Layergruppe',
  style: 'Stil',
} as const

export const unsentAreaWords = {
  security: 'Benutzer, Gruppen, Rollen und Zugriffsregeln',
  tiles: 'Kachelcache',
  templates: 'Vorlagen',
  data: 'hochgeladene Daten',
  graphics: 'Grafiken und Schriften von Stilen',
  other: 'Dateien von Erweiterungen',
} as const
