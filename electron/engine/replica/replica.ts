import type { Catalog } from '../../catalog/catalog.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import type {
  AddEvent,
  ClusterEvent,
  Copies,
  DefaultEvent,
  ModifyEvent,
  RemoveEvent,
  StyleFileEvent,
} from '../../wire/event.ts'
import { textElement, type XmlElement } from '../../xml/element.ts'
import { applied, ignored, parked, type Outcome } from './outcome.ts'
import { findByName, localise, withReferences } from './references.ts'
import { removalPlan } from './removal.ts'

/** The files of a replica: what the data directory has to offer for keeping a catalog. */
export interface ReplicaFiles {
  /** Writes an object's file; moves its files first when `previous` had them elsewhere. */
  write(object: CatalogObject, previous?: CatalogObject): void
  /** Removes an object's files; what is gone already is not an error. */
  remove(object: CatalogObject): void
  /** Writes the body file of a style, which may not exist yet. */
  writeStyleFile(workspace: string | undefined, fileName: string, body: Uint8Array): void
  writeDefaultWorkspace(): void
}

/**
 * A data directory kept by us, with its catalog in memory. Applying an event twice does what applying it once does,
 * so that an event whose application was interrupted is simply applied again.
 *
 * Memory and files change together: a failed write leaves memory as it was.
 */
export class Replica {
  readonly catalog: Catalog
  readonly #files: ReplicaFiles

  constructor(catalog: Catalog, files: ReplicaFiles) {
    this.catalog = catalog
    this.#files = files
  }

  /** Makes the replica what the event says. Failures of the disk and of hostile names are thrown. */
  apply(event: ClusterEvent): Outcome {
    switch (event.verb) {
      case 'add':
        return this.#add(event)
      case 'modify':
        return this.#modify(event)
      case 'remove':
        return this.#remove(event)
      case 'style-file':
        return this.#styleFile(event)
      case 'default':
        return this.#default(event)
    }
  }

  /** Adding what exists already is an update: the sender's state is the newer one. */
  #add({ object, copies }: AddEvent): Outcome {
    const notes: string[] = []
    const restored = this.#restoreResource(object, copies, notes)
    if (restored !== undefined) return restored
    const localised = localise(object, copies, this.catalog)
    if ('missing' in localised) return parked(localised.missing)
    this.#put(localised.object, copies, notes)
    return applied(...notes)
  }

  #modify({ object, changes, copies, styleBody }: ModifyEvent): Outcome {
    const local = this.#find(object, copies)
    const notes =
      local === undefined ? ['the object was missing and was made from the state the event carries'] : []
    // Global settings and logging always travel whole; so the sender's state replaces ours.
    const isWhole = object.kind === 'global' || object.kind === 'logging'
    const base = local === undefined || isWhole ? { ...object, id: local?.id ?? object.id } : local
    const delegated = new Set(
      propertiesOf(object.kind, object.root).flatMap((each) => (each.delegated === true ? [each.name] : [])),
    )
    const values = new Map<string, XmlElement | undefined>()
    const stamp = propertyOf(object, 'dateModified')
    if (stamp !== undefined) values.set('dateModified', stamp)
    for (const { name, after } of changes) if (!delegated.has(name)) values.set(name, after ?? undefined)
    const localised = localise(withProperties(base, values), copies, this.catalog)
    if ('missing' in localised) return parked(localised.missing)
    this.#put(localised.object, copies, notes)
    if (styleBody !== undefined) this.#writeBody(localised.object, styleBody)
    return applied(...notes)
  }

  /** Removes what the event names and what cannot be without it, in an order that never leaves a dangling reference. */
  #remove({ object, copies }: RemoveEvent): Outcome {
    const local = this.#find(object, copies)
    if (local === undefined) return ignored('it is not there')
    const notes: string[] = []
    for (const step of removalPlan(local, this.catalog)) {
      if ('update' in step) {
        this.#store(step.update, this.catalog.get(step.update.id))
      } else {
        this.#files.remove(step.remove)
        this.catalog.remove(step.remove.id)
      }
      if (step.because !== undefined) notes.push(step.because)
    }
    if (this.catalog.defaultWorkspace === local.id) this.#chooseDefaultWorkspace(notes)
    return applied(...notes)
  }

  #styleFile({ workspace, fileName, body }: StyleFileEvent): Outcome {
    if (workspace !== undefined && this.catalog.byName('workspace', workspace) === undefined) {
      return parked({ kind: 'workspace', id: '', name: workspace })
    }
    this.#files.writeStyleFile(workspace, fileName, Buffer.from(body, 'utf8'))
    return applied()
  }

  #default({ property, object, copies }: DefaultEvent): Outcome {
    if (property === 'defaultDataStore') return ignored('the default store of a workspace is kept by no file')
    if (object === null) return ignored('a catalog without a default keeps the one it had')
    const copy = copies.get(object.id)
    const found = this.catalog.get(object.id, object.kind) ?? (copy && findByName(copy, copies, this.catalog))
    const workspace =
      property === 'defaultWorkspace'
        ? found
        : this.catalog.byName('workspace', (found && nameOf(found)) ?? object.name ?? '')
    if (workspace?.kind !== 'workspace')
      return parked({ kind: 'workspace', id: object.id, name: object.name })
    this.#setDefaultWorkspace(workspace.id)
    return applied()
  }

  #find(object: CatalogObject, copies: Copies): CatalogObject | undefined {
    return this.catalog.get(object.id, object.kind) ?? findByName(object, copies, this.catalog)
  }

  /** Puts an object in place of the one with its id or its name, and everything that hangs on that. */
  #put(object: CatalogObject, copies: Copies, notes: string[]): void {
    const byId = this.catalog.get(object.id)
    const occupant = this.catalog.sameName(object)
    if (occupant !== undefined && occupant.id !== object.id) {
      this.#takePlaceOf(occupant, object, byId, notes)
    } else {
      this.#store(object, byId)
    }
    this.#keepSpacesTogether(object, byId)
    if (object.kind === 'workspace' && this.catalog.defaultWorkspace === undefined) {
      this.#setDefaultWorkspace(object.id)
    }
  }

  /**
   * The sender knows the object in this place by another id. Its id is taken over, and every reference follows, so
   * that both nodes mean the same object from now on.
   */
  #takePlaceOf(
    occupant: CatalogObject,
    object: CatalogObject,
    byId: CatalogObject | undefined,
    notes: string[],
  ): void {
    notes.push(`took over the id ${object.id}; it was ${occupant.id} here`)
    if (byId !== undefined) this.#files.remove(byId)
    this.#store(object, occupant)
    if (this.catalog.defaultWorkspace === occupant.id) this.#setDefaultWorkspace(object.id)
    for (const other of [...this.catalog.objects()]) {
      const updated = withReferences(other, (id) => (id === occupant.id ? object.id : id))
      if (JSON.stringify(updated.properties) === JSON.stringify(other.properties)) continue
      this.#store(updated, other)
    }
  }

  /**
   * A workspace and its namespace share a name, and GeoServer ignores a directory that does not hold both. Their
   * renames arrive as two events, one after the other; both are done with the first, so that no crash comes between.
   */
  #keepSpacesTogether(object: CatalogObject, previous: CatalogObject | undefined): void {
    if (previous === undefined || (object.kind !== 'workspace' && object.kind !== 'namespace')) return
    const before = nameOf(previous)
    const after = nameOf(object)
    if (before === undefined || after === undefined || before === after) return
    const twinKind = object.kind === 'workspace' ? 'namespace' : 'workspace'
    const twin = this.catalog.byName(twinKind, before)
    if (twin === undefined || this.catalog.byName(twinKind, after) !== undefined) return
    const property = twinKind === 'workspace' ? 'name' : 'prefix'
    const renamed = withProperties(twin, new Map([[property, textElement(property, after)]]))
    this.#store(renamed, twin)
  }

  /**
   * A GeoServer that loses a layer deletes the directory of its resource, too, but keeps the resource in memory; when
   * it publishes that again, only the layer travels, with a copy of the resource.
   */
  #restoreResource(layer: CatalogObject, copies: Copies, notes: string[]): Outcome | undefined {
    const id = layer.kind === 'layer' ? referenceOf(layer, 'resource') : undefined
    const copy = id === undefined ? undefined : copies.get(id)
    if (copy === undefined || this.#find(copy, copies) !== undefined) return undefined
    const localised = localise(copy, copies, this.catalog)
    if ('missing' in localised) return parked(localised.missing)
    this.#put(localised.object, copies, notes)
    notes.push(`restored ${nameOf(copy) ?? copy.id} from the copy the layer carries`)
    return undefined
  }

  /** Puts an object into the catalog and the files, or into neither. */
  #store(object: CatalogObject, previous: CatalogObject | undefined): void {
    const former = this.catalog.get(object.id)
    if (previous !== undefined) this.catalog.remove(previous.id)
    this.catalog.put(object)
    try {
      this.#files.write(object, previous)
    } catch (error) {
      this.catalog.remove(object.id)
      if (former !== undefined) this.catalog.put(former)
      if (previous !== undefined) this.catalog.put(previous)
      throw error
    }
  }

  #writeBody(style: CatalogObject, body: Uint8Array): void {
    const fileName = textOfProperty(style, 'filename')
    if (fileName === undefined) return
    const workspaceId = referenceOf(style, 'workspace')
    const workspace = workspaceId === undefined ? undefined : this.catalog.get(workspaceId, 'workspace')
    this.#files.writeStyleFile(workspace && nameOf(workspace), fileName, body)
  }

  #setDefaultWorkspace(id: string): void {
    const previous = this.catalog.defaultWorkspace
    this.catalog.defaultWorkspace = id
    try {
      this.#files.writeDefaultWorkspace()
    } catch (error) {
      this.catalog.defaultWorkspace = previous
      throw error
    }
  }

  /** Which workspace a master makes the default after it removed that one, it does not say. */
  #chooseDefaultWorkspace(notes: string[]): void {
    const first = this.catalog
      .ofKind('workspace')
      .toSorted((left, right) => (nameOf(left) ?? '').localeCompare(nameOf(right) ?? '', 'en'))[0]
    this.catalog.defaultWorkspace = undefined
    if (first === undefined) return
    this.#setDefaultWorkspace(first.id)
    notes.push(
      `the default workspace was removed; ${nameOf(first) ?? first.id} is the default until the master says`,
    )
  }
}
