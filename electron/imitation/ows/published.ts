import { resourceOf, titleOf, workspaceOf } from '../../catalog/catalog.ts'
import { isContainer, showsMembers } from '../../catalog/held-by-groups.ts'
import { storeKinds } from '../../catalog/kinds/property.ts'
import {
  isEnabled,
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  type CatalogObject,
} from '../../catalog/object.ts'
import { childText, type XmlElement } from '../../xml/element.ts'
import type { NodeCore } from '../rest/node-core.ts'
import { isHiddenAt } from '../rest/groups.ts'

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number]

export interface PublishedLayer {
  readonly id: string
  /** `topp:roads` */
  readonly name: string
  readonly title: string
  readonly kind: CatalogObject['kind']
  readonly bounds: Bounds
  /** Of its default style; undefined when it has none. */
  readonly style: string | undefined
  /** Rules of its default style; undefined when its file is missing. */
  readonly rules: string | undefined
  /** Whether its default style is a copy in no catalog. */
  readonly isCopied: boolean
  /** Whether any of its styles is one. */
  readonly hasCopies: boolean
  /** `topp:shp`, whose data it shows. */
  readonly store: string
}

/** The layers of a node that are enabled with all they rest on, by name. */
export function publishedLayers(core: NodeCore): readonly PublishedLayer[] {
  const { catalog } = core.memory
  return catalog
    .ofKind('layer')
    .flatMap((layer) => {
      const resource = resourceOf(catalog, layer)
      const store = catalog.get(referenceOf(resource ?? layer, 'store') ?? '', ...storeKinds)
      if (resource === undefined || store === undefined) return []
      if (![layer, resource, store].every(isEnabled)) return []
      if (textOfProperty(resource, 'advertised') === 'false' || isHiddenAt(core, layer)) return []
      const workspace = nameOf(workspaceOf(catalog, store) ?? store) ?? ''
      const style = catalog.get(referenceOf(layer, 'defaultStyle') ?? '', 'style')
      return [
        {
          id: layer.id,
          name: `${workspace}:${nameOf(resource) ?? ''}`,
          title: textOfProperty(resource, 'title') ?? nameOf(resource) ?? '',
          kind: resource.kind,
          bounds: boundsOf(resource),
          style: style === undefined ? undefined : nameOf(style),
          rules: style === undefined ? undefined : rulesOf(core, style),
          isCopied: isCopied(core, propertyOf(layer, 'defaultStyle')),
          hasCopies: ['defaultStyle', 'styles'].some((name) => isCopied(core, propertyOf(layer, name))),
          store: `${workspace}:${nameOf(store) ?? ''}`,
        },
      ]
    })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** What the capabilities list below a layer of their own: groups with what they show, and layers no group shows. */
export type Published =
  | { readonly layer: PublishedLayer }
  | { readonly group: CatalogObject; readonly name: string; readonly members: readonly Published[] }

/**
 * What the capabilities of a node list. A group with a copy in no catalog anywhere in it fails and is left out; what only it
 * would show is listed as if there were no such group, and so is one that what holds it takes for another.
 */
export function published(core: NodeCore, layers: readonly PublishedLayer[]): readonly Published[] {
  const { catalog } = core.memory
  const groups = catalog.ofKind('layerGroup')
  const isHeld = ({ id }: CatalogObject): boolean =>
    catalog.referringTo(id).some(({ kind }) => kind === 'layerGroup')
  const shown = new Set<PublishedLayer>()
  const layerOf = (id: string): PublishedLayer | undefined => layers.find((each) => each.id === id)
  const listed = (group: CatalogObject, above: readonly CatalogObject[] = []): Published => {
    const within = [...above, group]
    const member = (id: string): readonly Published[] => {
      const layer = layerOf(id)
      if (layer !== undefined) shown.add(layer)
      const inner = catalog.get(id, 'layerGroup')
      if (layer !== undefined) return [{ layer }]
      return inner === undefined || within.includes(inner) ? [] : [listed(inner, within)]
    }
    const members = showsMembers(group) ? (propertyOf(group, 'publishables')?.children ?? []) : []
    const ids = members.flatMap((each) => childText(each, 'id') ?? [])
    return { group, name: titleOf(catalog, group), members: ids.flatMap(member) }
  }
  const whole = groups.filter(
    (group) =>
      isEnabled(group) &&
      (!isHeld(group) || core.memory.hasFormerRoot(group)) &&
      !isHiddenAt(core, group) &&
      drawsWithCopies(core, titleOf(catalog, group)) === false,
  )
  const tree = whole
    .toSorted((one, other) => (titleOf(catalog, one) < titleOf(catalog, other) ? -1 : 1))
    .map((group) => listed(group))
  return [...tree, ...layers.flatMap((layer) => (shown.has(layer) ? [] : [{ layer }]))]
}

/** Whether there is a group of that name which only holds others, and is not drawn itself. */
export function isContainerCalled({ memory: { catalog } }: NodeCore, name: string): boolean {
  return catalog.ofKind('layerGroup').some((each) => titleOf(catalog, each) === name && isContainer(each))
}

/** Whether there is a group of that name with a root layer, which is what its legend is of. */
export function isRootedCalled({ memory: { catalog } }: NodeCore, name: string): boolean {
  const group = catalog.ofKind('layerGroup').find((each) => titleOf(catalog, each) === name)
  return group !== undefined && propertyOf(group, 'rootLayer') !== undefined
}

/** Whether a group of that name is drawn with a copy of a style that is in no catalog; undefined when there is no such group. */
export function drawsWithCopies(
  core: NodeCore,
  name: string,
  seen: readonly string[] = [],
): boolean | undefined {
  const { catalog } = core.memory
  const group = catalog.ofKind('layerGroup').find((each) => titleOf(catalog, each) === name)
  if (group === undefined || seen.includes(name) || (seen.length === 0 && isHiddenAt(core, group)))
    return undefined
  const styles = propertyOf(group, 'styles')
  if (isCopied(core, styles) || isCopied(core, propertyOf(group, 'publishables'))) return true
  return (propertyOf(group, 'publishables')?.children ?? []).some((each, index) => {
    const member = catalog.get(childText(each, 'id') ?? '', 'layer', 'layerGroup')
    const isStyled = styles?.children[index]?.children.length !== 0
    if (member === undefined || (member.kind === 'layer' && isStyled)) return false
    if (member.kind === 'layer') return isCopied(core, propertyOf(member, 'defaultStyle'))
    return drawsWithCopies(core, titleOf(catalog, member), [...seen, name]) === true
  })
}

/** The settings of a service for all workspaces. */
export function globalService(core: NodeCore, service: string): CatalogObject | undefined {
  return core.memory.catalog
    .ofKind('service')
    .find((each) => each.root === service && referenceOf(each, 'workspace') === undefined)
}

function isCopied({ memory }: NodeCore, style: XmlElement | undefined): boolean {
  return style !== undefined && memory.copiedStyles.has(style)
}

function rulesOf({ memory }: NodeCore, style: CatalogObject): string | undefined {
  const rules = memory.files.text(memory.bodyPathOf(style))
  // Those every GeoServer brings itself.
  const isBuiltIn = textOfProperty(style, 'filename')?.startsWith('default_') === true
  return rules ?? (isBuiltIn ? '' : undefined)
}

function boundsOf(resource: CatalogObject): Bounds {
  const box = propertyOf(resource, 'latLonBoundingBox')
  const side = (name: string, otherwise: number): number =>
    Number((box === undefined ? undefined : childText(box, name)) ?? otherwise)
  return [side('minx', -180), side('miny', -90), side('maxx', 180), side('maxy', 90)]
}
