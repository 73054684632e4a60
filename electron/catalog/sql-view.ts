import { childOf, childText, textElement, withChildren, type XmlElement } from '../xml/element.ts'

/** The definition of an SQL view, the entry JDBC_VIRTUAL_TABLE in the metadata of a feature type. */

const geometryTypes = [
  'Point',
  'LineString',
  'LinearRing',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'Geometry',
  'GeometryCollection',
] as const

/** The type of a geometry as the current release names it; any it does not know is a geometry of some kind. */
export function geometryTypeOf(name: string): string {
  return geometryTypes.find((type) => type.toLowerCase() === name.trim().toLowerCase()) ?? 'Geometry'
}

/** A view as the current release writes it: older ones leave out what is false or not known. */
export function currentSqlView(view: XmlElement): XmlElement {
  const children = view.children.map((child) => (child.name === 'geometry' ? currentGeometry(child) : child))
  if (childOf(view, 'escapeSql') !== undefined) return withChildren(view, children)
  const at = children.findIndex(({ name }) => name !== 'name' && name !== 'sql')
  const place = at < 0 ? children.length : at
  return withChildren(view, children.toSpliced(place, 0, textElement('escapeSql', 'false')))
}

function currentGeometry(geometry: XmlElement): XmlElement {
  return withChildren(geometry, [
    textElement('name', childText(geometry, 'name') ?? ''),
    textElement('type', geometryTypeOf(childText(geometry, 'type') ?? '')),
    textElement('srid', childText(geometry, 'srid') ?? '-1'),
  ])
}
