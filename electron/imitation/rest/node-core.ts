import { resourceOf, workspaceOf } from '../../catalog/catalog.ts'
import { isResource, resourceKinds, type Kind } from '../../catalog/kinds/property.ts'
import { isSince } from '../../catalog/kinds/release.ts'
import { nameOf, propertyOf, referenceOf, withProperties, type CatalogObject } from '../../catalog/object.ts'
import { childText, textElement, type XmlElement } from '../../xml/element.ts'
import type { Changes } from '../memory/changes.ts'
import type { Lookup } from './input.ts'
import type { Memory } from '../memory/memory.ts'
import { namesOfModify } from '../memory/property-names.ts'
import { emptyError, RestError } from './rest-error.ts'
import type { DataSources } from '../recorded/sources.ts'

/** What the handlers of all kinds share. */
export class NodeCore {
  readonly memory: Memory
  readonly changes: Changes
  readonly sources: DataSources
  /** The address of the REST interface, as links name it. */
  readonly base: string

  constructor(options: {
    readonly memory: Memory
    readonly changes: Changes
    readonly sources: DataSources
    readonly base: string
  }) {
    this.memory = options.memory
    this.changes = options.changes
    this.sources = options.sources
    this.base = options.base
  }

  workspace(name: string): CatalogObject | undefined {
    const { catalog } = this.memory
    return name === 'default'
      ? catalog.get(catalog.defaultWorkspace ?? '', 'workspace')
      : catalog.byName('workspace', name)
  }

  workspacesByName(): readonly CatalogObject[] {
    const name = (each: CatalogObject): string => nameOf(each) ?? ''
    return this.memory.catalog
      .ofKind('workspace')
      .toSorted((left, right) => (name(left) < name(right) ? -1 : 1))
  }

  namespaceOf(workspace: CatalogObject): CatalogObject | undefined {
    return this.memory.catalog.byName('namespace', nameOf(workspace) ?? '')
  }

  /** Objects of these kinds in a workspace, or the global ones. */
  inWorkspace(workspace: CatalogObject | undefined, ...kinds: readonly Kind[]): readonly CatalogObject[] {
    const { catalog } = this.memory
    return catalog
      .ofKind(...kinds)
      .filter((each) => workspaceOf(catalog, each)?.id === workspace?.id)
      .toSorted((left, right) => (this.nameOf(left) < this.nameOf(right) ? -1 : 1))
  }

  named(
    workspace: CatalogObject | undefined,
    name: string,
    ...kinds: readonly Kind[]
  ): CatalogObject | undefined {
    return this.inWorkspace(workspace, ...kinds).find((each) => this.nameOf(each) === name)
  }

  /** Its bare name; that of a layer is its resource's. */
  nameOf(object: CatalogObject): string {
    const { catalog } = this.memory
    const resource = resourceOf(catalog, object)
    return nameOf(resource ?? object) ?? ''
  }

  resourcesOf(store: CatalogObject): readonly CatalogObject[] {
    return this.memory.catalog
      .ofKind(...resourceKinds)
      .filter((each) => referenceOf(each, 'store') === store.id)
      .toSorted((left, right) => (this.nameOf(left) < this.nameOf(right) ? -1 : 1))
  }

  layerOf(resource: CatalogObject): CatalogObject | undefined {
    return this.memory.catalog.ofKind('layer').find((each) => referenceOf(each, 'resource') === resource.id)
  }

  /** `topp:roads`, or a bare name, which is that of a global object or the first of that name anywhere. */
  find(name: string, kinds: readonly Kind[]): CatalogObject | undefined {
    const colon = name.indexOf(':')
    const prefix = colon > 0 ? this.workspace(name.slice(0, colon)) : undefined
    if (prefix !== undefined) {
      const found = this.named(prefix, name.slice(colon + 1), ...kinds)
      if (found !== undefined) return found
    }
    const global = this.named(undefined, name, ...kinds)
    if (global !== undefined) return global
    // Styles and groups of workspaces are not found by their bare names.
    if (kinds.includes('style') || kinds.includes('layerGroup')) {
      if (!kinds.includes('layer')) return undefined
    }
    const spaces = this.memory.catalog.ofKind('workspace')
    const first = this.memory.catalog.get(this.memory.catalog.defaultWorkspace ?? '', 'workspace')
    for (const workspace of first === undefined ? spaces : [first, ...spaces]) {
      const found = this.named(workspace, name, ...kinds.filter((kind) => kind !== 'layerGroup'))
      if (found !== undefined) return found
    }
    return undefined
  }

  readonly lookup: Lookup = (name, kinds, element) => {
    const byId = this.memory.catalog.get(name, ...kinds)
    if (byId !== undefined) return byId
    if (kinds.includes('workspace')) return this.workspace(name)
    if (kinds.includes('namespace')) return this.memory.catalog.byName('namespace', name)
    const type = element.attributes.type
    const wanted = type === undefined ? kinds : kinds.filter((kind) => kind === type)
    return this.find(name, wanted)
  }

  /**
   * Takes over what a PUT gives and announces it. The time of the change is stamped unless the request, or the copy
   * GeoServer merges into, brings one.
   */
  modify(
    before: CatalogObject,
    given: ReadonlyMap<string, XmlElement>,
    extra: ReadonlyMap<string, XmlElement | undefined> = new Map(),
    written: readonly string[] = [],
  ): CatalogObject {
    const merged = withProperties(before, new Map([...extra, ...given].filter(([name]) => name !== 'id')))
    const filled = withDefaults(merged)
    const names = namesOfModify(filled, withoutOldStamps(before, given), written)
    const stamped = this.#stamped(before, filled, names)
    this.changes.modify(before, stamped, names)
    return stamped
  }

  /** Publishes a modification that then fails, so that neither memory nor files have it. */
  announceOnly(before: CatalogObject, given: ReadonlyMap<string, XmlElement>): void {
    const after = withProperties(before, new Map(given))
    this.changes.publishModify(before, after, namesOfModify(after, given))
    // The stamp was set in memory before saving failed.
    this.memory.catalog.put(this.#stamped(before, before, []))
  }

  #stamped(before: CatalogObject, after: CatalogObject, names: readonly string[]): CatalogObject {
    const hasStamps = !isResource(after.kind) && after.kind !== 'namespace'
    const isGiven = names.includes('dateModified') && propertyOf(before, 'dateModified') !== undefined
    if (!hasStamps) return after
    const stamps = new Map(this.#author())
    if (!isGiven) stamps.set('dateModified', textElement('dateModified', this.memory.date()))
    return withProperties(after, stamps)
  }

  /** Who changed something, where the release has a place for it and the settings ask for it. */
  #author(): readonly (readonly [string, XmlElement])[] {
    const settings = propertyOf(this.changes.global, 'settings')
    const isAsked = settings !== undefined && childText(settings, 'showModifiedUserAdminList') === 'true'
    return isAsked && isSince(this.memory.release, '2.27.3')
      ? [['modifiedBy', textElement('modifiedBy', 'admin')]]
      : []
  }
}

/** Stamps are read back by a GET and sent again: they count only where GeoServer takes them. */
function withoutOldStamps(
  before: CatalogObject,
  given: ReadonlyMap<string, XmlElement>,
): ReadonlyMap<string, XmlElement> {
  return before.kind === 'layerGroup'
    ? new Map([...given].filter(([name]) => !name.startsWith('date')))
    : given
}

/** Fields a file gets with the first modification over REST. */
const filledIn: Readonly<Partial<Record<Kind, Readonly<Record<string, string>>>>> = {
  featureType: { advertised: 'true', simpleConversionEnabled: 'false', encodeMeasures: 'false' },
  coverage: { advertised: 'true', simpleConversionEnabled: 'false' },
  wmtsLayer: { advertised: 'true', simpleConversionEnabled: 'false' },
  layer: { queryable: 'true', opaque: 'false' },
  layerGroup: { enabled: 'true', advertised: 'true' },
}

function withDefaults(object: CatalogObject): CatalogObject {
  const defaults = Object.entries(filledIn[object.kind] ?? {}).filter(
    ([name]) => propertyOf(object, name) === undefined,
  )
  const withFields = withProperties(
    object,
    new Map(defaults.map(([name, text]) => [name, textElement(name, text)])),
  )
  if (object.kind !== 'wmsStore' && object.kind !== 'wmtsStore') return withFields
  if (propertyOf(object, 'metadata') !== undefined) return withFields
  const pooling = textElement('entry', 'true', { key: 'useConnectionPooling' })
  return withProperties(
    withFields,
    new Map([['metadata', { name: 'metadata', attributes: {}, children: [pooling], text: '' }]]),
  )
}

export function notFound(message: string): RestError {
  return message === '' ? emptyError(404) : new RestError(404, message)
}
