import { childText, isEmptyElement, withChildren, type XmlElement } from '../xml/element.ts'
import { propertyOf, withProperties, type CatalogObject } from './object.ts'
import { withReferences } from './references.ts'

/** The object without its references to what is gone, as a GeoServer has it that finds nothing behind them. */
export function withoutReferences(object: CatalogObject, isGone: (id: string) => boolean): CatalogObject {
  const whole = object.kind === 'layerGroup' ? withoutMembers(object, isGone) : object
  const stripped = withReferences(whole, (id) => (isGone(id) ? null : id))
  // A set has no places to keep: an item without its reference goes altogether.
  const styles = object.kind === 'layer' ? propertyOf(stripped, 'styles') : undefined
  if (styles === undefined) return stripped
  const kept = withChildren(
    styles,
    styles.children.filter((item) => !isEmptyElement(item)),
  )
  return withProperties(stripped, new Map([['styles', kept]]))
}

/**
 * Members of a group, or of one of its own styles, and the styles they are shown in are parallel lists: a member
 * goes with its style.
 */
function withoutMembers(group: CatalogObject, isGone: (id: string) => boolean): CatalogObject {
  const changes = new Map(withoutItems(group.properties, 'publishables', isGone))
  const own = propertyOf(group, 'layerGroupStyles')
  const ownStyles = own?.children.map((style) => {
    const changed = new Map(withoutItems(style.children, 'layers', isGone))
    return changed.size === 0
      ? style
      : withChildren(
          style,
          style.children.map((child) => changed.get(child.name) ?? child),
        )
  })
  if (own !== undefined && ownStyles?.some((style, at) => style !== own.children[at]) === true) {
    changes.set('layerGroupStyles', withChildren(own, ownStyles))
  }
  return changes.size === 0 ? group : withProperties(group, changes)
}

/** The lists of members and of their styles without those that go; nothing when none goes. */
function withoutItems(
  elements: readonly XmlElement[],
  members: string,
  isGone: (id: string) => boolean,
): readonly (readonly [string, XmlElement])[] {
  const list = elements.find((element) => element.name === members)
  const stays = list?.children.map((member) => !isGone(childText(member, 'id') ?? '')) ?? []
  if (!stays.includes(false)) return []
  return elements
    .filter((element) => element === list || element.name === 'styles')
    .map((element) => [
      element.name,
      withChildren(
        element,
        element.children.filter((_, at) => stays[at] !== false),
      ),
    ])
}
