import { Catalog } from '../catalog/catalog.ts'
import { byNameOf, propertiesOf } from '../catalog/kinds/table.ts'
import { propertyOf, referenceOf, withProperties, type CatalogObject } from '../catalog/object.ts'
import { childText, isEmptyElement, parentElement, textElement, type XmlElement } from '../xml/element.ts'
import type { AddEvent, ClusterEvent, ModifyEvent, PropertyChange } from './event.ts'

type Find = (id: string) => CatalogObject | undefined

/**
 * The events a real slave has to be sent for one, in order. Applied one after the other they come to the same thing
 * on any node.
 * @param find finds objects the event refers to but does not carry
 * @param catalog has a style for a group none of whose members has one in a catalog
 */
export function inSteps(
  event: ClusterEvent,
  find: Find = () => undefined,
  catalog = new Catalog(),
): readonly ClusterEvent[] {
  if (event.verb !== 'add') return [event]
  switch (event.object.kind) {
    case 'layerGroup':
      return groupInSteps(event, (id) => event.copies.get(id) ?? find(id), catalog)
    case 'settings':
    case 'service':
      return [event, asModification(event)]
    default:
      return [event]
  }
}

/** What belongs to an object, or says which it is; a real slave is not to change it. */
const identifying: ReadonlySet<string> = new Set(['id', 'workspace'])

/**
 * A real slave keeps settings and services of a workspace in memory when the workspace goes, and ignores new ones for
 * one that comes again under the same name; changing them writes their file.
 */
function asModification({ object, copies }: AddEvent): ModifyEvent {
  const table = byNameOf(propertiesOf(object.kind, object.root))
  const changes = object.properties.flatMap((value): readonly PropertyChange[] => {
    const property = table.get(value.name)
    if (identifying.has(value.name) || property?.persisted !== 'always') return []
    return [{ bean: property.bean, name: value.name, before: null, after: value }]
  })
  return { verb: 'modify', object, changes, copies }
}

/**
 * A real slave refuses a new group of which a member has no style of its own, but takes the change to none: so the
 * group is added with the styles its members have by themselves.
 */
function groupInSteps(event: AddEvent, find: Find, catalog: Catalog): readonly ClusterEvent[] {
  const { object, copies } = event
  const styles = propertyOf(object, 'styles')
  if (styles === undefined || !styles.children.some(isEmptyElement)) return [event]
  const members = propertyOf(object, 'publishables')?.children ?? []
  const items = styles.children.map((item, at) => {
    if (!isEmptyElement(item)) return item
    const id = styleOfMember(members[at], find, new Set())
    return id === undefined ? item : parentElement(item.name, [textElement('id', id)])
  })
  const [anyStyle = referenceToAny(catalog)] = items.filter((item) => !isEmptyElement(item))
  if (anyStyle === undefined) return [event]
  const before = parentElement(
    'styles',
    items.map((item) => (isEmptyElement(item) ? anyStyle : item)),
    styles.attributes,
  )
  const whole = withProperties(object, new Map([['styles', before]]))
  return [
    { ...event, object: whole },
    {
      verb: 'modify',
      object: whole,
      changes: [{ bean: 'styles', name: 'styles', before, after: styles }],
      copies,
    },
  ]
}

/** Something cascaded is shown in a style of the other server, which no catalog has; for a moment any style will do. */
function referenceToAny(catalog: Catalog): XmlElement | undefined {
  const style = catalog.ofKind('style').find((each) => propertyOf(each, 'workspace') === undefined)
  return style && parentElement('style', [textElement('id', style.id)])
}

/** The style a member is shown in without one: the default of a layer, the first of a group. */
function styleOfMember(
  member: XmlElement | undefined,
  find: Find,
  seen: ReadonlySet<string>,
): string | undefined {
  const id = member === undefined ? undefined : childText(member, 'id')
  const object = id === undefined || seen.has(id) ? undefined : find(id)
  if (id === undefined || object === undefined) return undefined
  if (object.kind === 'layer') return referenceOf(object, 'defaultStyle')
  const own = propertyOf(object, 'styles')?.children.map((item) => childText(item, 'id'))
  const first = own?.find((style) => style !== undefined)
  if (first !== undefined) return first
  const within = new Set([...seen, id])
  return propertyOf(object, 'publishables')
    ?.children.map((each) => styleOfMember(each, find, within))
    .find((style) => style !== undefined)
}
