/** What properties are called within a sentence, where their names do not say what they are. */
export const properties: Readonly<Record<string, string>> = {
  __default: 'default',
  abstractTxt: 'abstract',
  abstrct: 'abstract',
  authorityURLs: 'authority URLs',
  citeCompliant: 'CITE compliant',
  cqlFilter: 'CQL filter',
  gml: 'GML',
  jai: 'image processing',
  latLonBoundingBox: 'bounding box (longitude, latitude)',
  nativeCRS: 'native coordinate reference system',
  passwd: 'password',
  publishables: 'members',
  sldVersion: 'SLD version',
  srs: 'declared SRS',
  uri: 'URI',
  url: 'URL',
}
