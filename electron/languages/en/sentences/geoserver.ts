/** What a GeoServer answers and should not. */
export const geoserverSentences = {
  listsMoreThanNames: 'it lists more than {limit} names',
  jsonAnotherForm: 'its JSON has another form',
  redirectsAnotherAddress: 'it redirects to another address',
  catalogMoreThanFiles: 'its catalog has more than {limit} files',
  catalogMoreThanBytes: 'its catalog has more than {limit} bytes',
  noXml: 'it is no XML',
  moreThanObjects: 'it has more than {limit} objects',
  startingOrProxy: 'it answers with status {status}, as one that is starting or behind a proxy',
  status: 'status {status}',
  jsonTooLarge: 'its JSON holds more than {limit} values',
  jsonTooDeep: 'its JSON is nested more than {limit} deep',
} as const
