import { isSameElement, withChildren, type XmlElement } from '../../xml/element.ts'

/** Parts of these stand each for itself, so that two changes of different parts can both be made. */
const looseStructures: ReadonlySet<string> = new Set([
  'settings',
  'contact',
  'address',
  'metadata',
  'connectionParameters',
  'map',
])

/**
 * A property as it is after a change that was made without knowing how it is now: part by part where parts stand for
 * themselves, such as the entries of a map; elsewhere the change says what it is.
 * @param before what whoever made the change saw
 */
export function mergeChange(
  now: XmlElement | undefined,
  before: XmlElement | undefined,
  after: XmlElement | undefined,
): XmlElement | undefined {
  if (isSameElement(now, before)) return after
  if (isSameElement(before, after)) return now
  if (now === undefined || after === undefined || !looseStructures.has(after.name)) return after
  const [present, former, wanted] = [partsOf(now), partsOf(before), partsOf(after)]
  if (present === undefined || former === undefined || wanted === undefined) return after
  const parts = [...new Set([...present.keys(), ...wanted.keys()])].flatMap(
    (key) => mergeChange(present.get(key), former.get(key), wanted.get(key)) ?? [],
  )
  return withChildren(now, parts)
}

/** Children by what tells them apart; undefined when two of them cannot be told apart. */
function partsOf(element: XmlElement | undefined): ReadonlyMap<string, XmlElement> | undefined {
  const parts = new Map<string, XmlElement>()
  for (const child of element?.children ?? []) {
    const key = `${child.name} ${child.attributes.key ?? ''}`
    if (parts.has(key)) return undefined
    parts.set(key, child)
  }
  return parts
}
