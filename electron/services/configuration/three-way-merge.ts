import type { Catalog } from '../../catalog/catalog.ts'
import { withProperties, type CatalogObject } from '../../catalog/object.ts'
import { isEmptyElement, isSameElement, type XmlElement } from '../../xml/element.ts'
import { textOfValue } from '../../catalog/object-text.ts'
import type { Snapshot } from './versions.ts'
import { redactedElement } from '../../catalog/passwords.ts'
import { hideSecrets } from '../../secrets/text.ts'

/** A property both sides changed, each to something else; texts without passwords. */
export interface MergeConflict {
  readonly property: string
  readonly base: string | null
  readonly mine: string | null
  readonly theirs: string | null
}

export interface Merged {
  /** Theirs with what only I changed; where both did, theirs stands. */
  readonly object: CatalogObject
  readonly conflicts: readonly MergeConflict[]
}

/**
 * Brings my changes together with what the object has become meanwhile, property by property.
 * @param base what I started from; without it every property that differs is a conflict
 * @param mine the properties I changed, an empty one for one I took away
 */
export function threeWayMerge(
  base: Snapshot | undefined,
  mine: { readonly properties: readonly XmlElement[]; readonly styleBody: string | undefined },
  theirs: Snapshot,
  catalog: Catalog,
): Merged {
  const conflicts: MergeConflict[] = []
  const taken = new Map<string, XmlElement | undefined>()
  for (const element of mine.properties) {
    const { name } = element
    const own = isEmptyElement(element) ? undefined : element
    const before = base && valueOf(base.object, name)
    const now = valueOf(theirs.object, name)
    if (isSameElement(own, now)) continue
    if (base !== undefined && isSameElement(before, now)) {
      taken.set(name, own)
      continue
    }
    const text = (value: XmlElement | undefined): string | null =>
      value === undefined ? null : textOfValue(redactedElement(value), catalog)
    conflicts.push({ property: name, base: text(before), mine: text(own), theirs: text(now) })
  }
  const { styleBody } = mine
  if (styleBody !== undefined && styleBody !== theirs.styleBody && base?.styleBody !== theirs.styleBody) {
    const text = (body: string | undefined): string | null =>
      body === undefined ? null : hideSecrets(body, 'addresses')
    conflicts.push({
      property: 'body',
      base: text(base?.styleBody),
      mine: text(styleBody),
      theirs: text(theirs.styleBody),
    })
  }
  return { object: withProperties(theirs.object, taken), conflicts }
}

function valueOf(object: CatalogObject, name: string): XmlElement | undefined {
  return object.properties.find((each) => each.name === name && !isEmptyElement(each))
}
