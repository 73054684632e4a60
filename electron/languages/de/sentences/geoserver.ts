/** What a GeoServer answers and should not. */
export const geoserverSentences = {
  listsMoreThanNames: 'mehr als {limit} Namen sind aufgeführt',
  jsonAnotherForm: 'das JSON hat eine andere Form',
  redirectsAnotherAddress: 'es leitet an eine andere Adresse weiter',
  catalogMoreThanFiles: 'sein Katalog hat mehr als {limit} Dateien',
  catalogMoreThanBytes: 'sein Katalog hat mehr als {limit} Byte',
  noXml: 'kein XML',
  moreThanObjects: 'es hat mehr als {limit} Objekte',
  startingOrProxy: 'es antwortet mit Status {status}, wie einer, der gerade startet, oder ein Proxy davor',
  status: 'Status {status}',
  jsonTooLarge: 'sein JSON enthält mehr als {limit} Werte',
  jsonTooDeep: 'sein JSON ist mehr als {limit} Ebenen tief',
} as const
