import { resourceOf, storeOf, workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { heldInOpaqueGroups, isContainer, showsMembers } from '../../catalog/held-by-groups.ts'
import {
  isEnabled,
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  type CatalogObject,
} from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import { childText } from '../../xml/element.ts'
import { nameInRequest } from '../changes/rest-document.ts'
import type { GeoServerClient } from '../client.ts'
import { documentIn } from '../document-in.ts'
import { inParallel } from '../in-parallel.ts'
import { listingOf } from '../ows/listing.ts'
import { pngHead } from '../ows/png.ts'
import { escapedPath } from '../rest-connection.ts'

/** A layer or group a node cannot draw although it can draw with each of its styles, and what of it refers to these. */
export interface Undrawable {
  readonly object: CatalogObject
  readonly names: readonly string[]
}

interface Asking {
  /** Requests at once for the styles of layers. */
  readonly width: number
  readonly signal?: AbortSignal | undefined
}

/** Layers whose styles are asked for at once, and as many characters as their names may have in an address. */
const mostAtOnce = 100
const longestNames = 4_000
/** Requests for all of it: where nothing is answered, as of a service that is switched off, nothing is known. */
const mostRequests = 200

/**
 * Layers and groups that are served as their files say and cannot be drawn: a message that held their styles themselves
 * leaves copies that belong to no catalog. The styles of many layers are one request, and nobody's wording decides: what
 * cannot be drawn as it is, and can be with the style of that name, has such a copy. So has a group that is left out of the
 * capabilities, one request a workspace. For what rests on another server the
 * node asks there: layers of one are left out, and groups with some come last.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function undrawable(
  client: GeoServerClient,
  catalog: Catalog,
  objects: readonly CatalogObject[],
  asking: Asking,
): Promise<readonly Undrawable[]> {
  return objects.length === 0 ? [] : new Drawing(client, catalog, asking).undrawable(objects)
}

class Drawing {
  readonly #client: GeoServerClient
  readonly #catalog: Catalog
  readonly #signal: AbortSignal | undefined
  readonly #width: number
  /** Ids of workspaces whose maps are switched off, and undefined where all are. */
  readonly #switchedOff: ReadonlySet<string | undefined>
  #layerNames: ReadonlyMap<string, readonly CatalogObject[]> | undefined
  #left = mostRequests
  /** By workspaces, and groups of none, as far as they were asked for. */
  readonly #listings = new Map<string, ReturnType<typeof listingOf>>()

  constructor(client: GeoServerClient, catalog: Catalog, { signal, width }: Asking) {
    this.#client = client
    this.#catalog = catalog
    this.#signal = signal
    this.#width = width
    this.#switchedOff = new Set(
      catalog
        .ofKind('service')
        .filter((each) => each.root === 'wms' && !isEnabled(each))
        .map((each) => referenceOf(each, 'workspace')),
    )
  }

  async undrawable(objects: readonly CatalogObject[]): Promise<readonly Undrawable[]> {
    const found: Undrawable[] = []
    const add = (object: CatalogObject, names: readonly string[]): void => {
      found.push({ object, names: names.filter((name) => propertyOf(object, name) !== undefined) })
    }
    const layers = objects.filter((object) => object.kind === 'layer' && this.#isOwn(object))
    const asked = inParallel(this.#together(layers), this.#width, (together) => this.#withoutStyles(together))
    const lacking = new Set<CatalogObject>()
    for await (const those of asked) for (const layer of those) lacking.add(layer)
    for (const layer of layers)
      if (lacking.has(layer) && (await this.#drawsWith(layer, this.#stylesOf(layer))))
        add(layer, ['defaultStyle', 'styles'])
    const hidden = heldInOpaqueGroups(this.#catalog)
    const groups = objects.filter(
      (object) =>
        object.kind === 'layerGroup' &&
        !this.#isNamedAsLayer(object) &&
        !hidden.has(object.id) &&
        this.#isShown(object),
    )
    const own = groups.filter((each) => this.#isOwn(each))
    for (const group of [...own, ...groups.filter((each) => !own.includes(each))]) {
      const parts = this.#partsOf(group)
      if (parts.length === 0) continue
      const isUnlisted = (await this.#isListed(group)) === false
      if (!isUnlisted && (isContainer(group) || (await this.#legend(group)) !== false)) continue
      let draws = true
      for (const { member, style } of parts)
        draws &&=
          (await this.#drawn(member, style)) || (isUnlisted && (await this.#isListed(member)) === true)
      if (!draws) continue
      // With no style of its own it is its members that belong to no catalog, which only a reload finds again.
      const hasStyles = parts.some(({ style }) => style !== undefined)
      add(
        group,
        hasStyles ? ['publishables', 'styles', 'rootLayer', 'rootLayerStyle'] : ['name', 'publishables'],
      )
    }
    return found
  }

  /** Whether a member of a group has a legend. Another server knows its own styles alone, whatever the group says. */
  async #drawn(member: CatalogObject, style: CatalogObject | undefined): Promise<boolean> {
    return (await this.#legend(member, this.#isOwn(member) ? style : undefined)) === true
  }

  /**
   * Whether the capabilities list a layer or group; undefined where they need not or that is not known. What belongs to no
   * catalog makes a node leave the group out, even one that it can draw.
   */
  async #isListed(object: CatalogObject): Promise<boolean | undefined> {
    if (!this.#isToBeListed(object) || propertyOf(object, 'internationalTitle') !== undefined)
      return undefined
    const space = workspaceOf(this.#catalog, object)
    const listing = await this.#listing(nameOf(space ?? object) ?? '', space === undefined)
    // A group that fails is all there would be in capabilities of its own.
    if (listing === 'refused') return space === undefined ? false : undefined
    if (listing === undefined) return undefined
    const names = [this.#nameOf(object), nameInRequest(object, this.#catalog)]
    if (!isContainer(object)) return names.some((each) => listing.names.has(each))
    const title = textOfProperty(object, 'title')
    return (title === undefined ? names : [title]).some((each) => listing.titles.has(each))
  }

  /** Groups that others hold are listed within those that show what they hold, and nowhere else. */
  #isToBeListed(group: CatalogObject, below: ReadonlySet<string> = new Set()): boolean {
    if (group.kind === 'layer') return true
    if (below.has(group.id) || textOfProperty(group, 'advertised') === 'false') return false
    const holders = this.#catalog.referringTo(group.id).filter(({ kind }) => kind === 'layerGroup')
    const within = new Set([...below, group.id])
    return (
      holders.length === 0 ||
      holders.some((each) => showsMembers(each) && this.#isShown(each) && this.#isToBeListed(each, within))
    )
  }

  async #listing(within: string, isGroup: boolean): ReturnType<typeof listingOf> {
    // Where a workspace is called that, its capabilities are what comes.
    if (isGroup && this.#catalog.byName('workspace', within) !== undefined) return undefined
    const known = this.#listings.get(within)
    if (known !== undefined) return known
    const listing = listingOf(this.#client, within, this.#signal)
    this.#listings.set(within, listing)
    return listing
  }

  /** Whether it is shown, with data of its own. */
  #isOwn(object: CatalogObject): boolean {
    return this.#isShown(object, ({ kind }) => kind !== 'wmsStore' && kind !== 'wmtsStore')
  }

  /** Whether the layer of its name is what is drawn when it is asked for; no workspace has to be named for that. */
  #isNamedAsLayer(group: CatalogObject): boolean {
    const space = workspaceOf(this.#catalog, group)
    this.#layerNames ??= Map.groupBy(this.#catalog.ofKind('layer'), (layer) => this.#nameOf(layer))
    const namesakes = this.#layerNames.get(this.#nameOf(group)) ?? []
    return namesakes.some((layer) => space === undefined || workspaceOf(this.#catalog, layer) === space)
  }

  /** Enabled with all it rests on. @param accepts whether it may show what is in a store */
  #isShown(
    object: CatalogObject,
    accepts: (store: CatalogObject) => boolean = () => true,
    above: ReadonlySet<string> = new Set(),
  ): boolean {
    const catalog = this.#catalog
    const isServed = [undefined, workspaceOf(catalog, object)?.id].every((id) => !this.#switchedOff.has(id))
    if (!isServed || !isEnabled(object) || nameInRequest(object, catalog).includes(',')) return false
    if (object.kind === 'layer') {
      const resource = resourceOf(catalog, object)
      const store = resource && storeOf(catalog, resource)
      if (resource === undefined || store === undefined) return false
      return accepts(store) && isEnabled(resource) && isEnabled(store)
    }
    if (above.has(object.id)) return false
    const within = new Set([...above, object.id])
    const members = propertyOf(object, 'publishables')?.children ?? []
    return members.every((each) => {
      const member = catalog.get(childText(each, 'id') ?? '', 'layer', 'layerGroup')
      return member !== undefined && this.#isShown(member, accepts, within)
    })
  }

  /** What one request asks for: layers of one workspace, since isolated ones answer for themselves alone. */
  #together(layers: readonly CatalogObject[]): readonly (readonly CatalogObject[])[] {
    const bySpace = Map.groupBy(layers, (layer) => workspaceOf(this.#catalog, layer)?.id ?? '')
    return [...bySpace.values()].flatMap((those) => {
      const parts: CatalogObject[][] = []
      let length = 0
      for (const layer of those) {
        const own = encodeURIComponent(`${this.#nameOf(layer)},`).length
        length += own
        const last = parts.at(-1)
        if (last === undefined || last.length === mostAtOnce || length > longestNames) {
          parts.push([layer])
          length = own
        } else last.push(layer)
      }
      return parts
    })
  }

  /** Those whose styles the node cannot say. */
  async #withoutStyles(layers: readonly CatalogObject[]): Promise<readonly CatalogObject[]> {
    const [first] = layers
    if (first === undefined) return []
    const body = await this.#ask(first, { request: 'GetStyles', layers: this.#namesOf(layers) })
    if (body === undefined) return []
    if (documentIn({ body })?.name.endsWith('StyledLayerDescriptor') === true) return []
    if (layers.length === 1) return layers
    const middle = Math.ceil(layers.length / 2)
    return [
      ...(await this.#withoutStyles(layers.slice(0, middle))),
      ...(await this.#withoutStyles(layers.slice(middle))),
    ]
  }

  async #drawsWith(layer: CatalogObject, styles: readonly (CatalogObject | undefined)[]): Promise<boolean> {
    let draws = styles.length > 0
    for (const style of styles) draws &&= style !== undefined && (await this.#legend(layer, style)) === true
    return draws
  }

  /** Whether a legend comes; undefined where that is not known. */
  async #legend(object: CatalogObject, style?: CatalogObject): Promise<boolean | undefined> {
    const body = await this.#ask(object, {
      ...{ request: 'GetLegendGraphic', format: 'image/png', layer: this.#nameOf(object) },
      ...(style === undefined ? {} : { style: nameInRequest(style, this.#catalog) }),
    })
    return body && pngHead(body) !== undefined
  }

  async #ask(object: CatalogObject, query: Readonly<Record<string, string>>): Promise<Buffer | undefined> {
    if (this.#left === 0) return undefined
    this.#left -= 1
    const space = workspaceOf(this.#catalog, object)
    const path = escapedPath([...(space === undefined ? [] : [nameOf(space) ?? '']), 'wms'])
    const parameters = new URLSearchParams({ service: 'WMS', version: '1.1.1', ...query })
    try {
      const answer = await this.#client.connection.get(`${path}?${parameters.toString()}`, {
        signal: this.#signal,
      })
      return answer?.body
    } catch (error) {
      if (isFailure(error, 'PLB-GEOSERVER-SILENT')) this.#left = 0
      else if (!unknown.some((code) => isFailure(error, code))) throw error
      return undefined
    }
  }

  #namesOf(layers: readonly CatalogObject[]): string {
    return layers.map((layer) => this.#nameOf(layer)).join(',')
  }

  /** Below the address of its workspace nothing has to be put in front. */
  #nameOf(object: CatalogObject): string {
    const name = nameInRequest(object, this.#catalog)
    return workspaceOf(this.#catalog, object) === undefined ? name : name.slice(name.indexOf(':') + 1)
  }

  #stylesOf(layer: CatalogObject): readonly (CatalogObject | undefined)[] {
    const others = propertyOf(layer, 'styles')?.children.map((each) => childText(each, 'id')) ?? []
    return [referenceOf(layer, 'defaultStyle'), ...others]
      .filter((id) => id !== undefined)
      .map((id) => this.#catalog.get(id, 'style'))
  }

  /** What a group is drawn of: a member without a style with its own, and what only holds others as these. */
  #partsOf(group: CatalogObject): readonly { member: CatalogObject; style: CatalogObject | undefined }[] {
    const styles = propertyOf(group, 'styles')?.children ?? []
    const members = (propertyOf(group, 'publishables')?.children ?? []).map((each, index) => ({
      member: childText(each, 'id'),
      style: childText(styles[index] ?? each, 'id'),
      isStyled: styles[index] !== undefined,
    }))
    const root = { member: referenceOf(group, 'rootLayer'), style: referenceOf(group, 'rootLayerStyle') }
    return [...members, { ...root, isStyled: root.style !== undefined }].flatMap((part) => {
      const member = this.#catalog.get(part.member ?? '', 'layer', 'layerGroup')
      const style = part.isStyled ? this.#catalog.get(part.style ?? '', 'style') : undefined
      if (member === undefined) return []
      return isContainer(member) ? this.#partsOf(member) : { member, style }
    })
  }
}

const unknown = ['PLB-GEOSERVER-UNEXPECTED', 'PLB-GEOSERVER-TOO-LARGE'] as const
