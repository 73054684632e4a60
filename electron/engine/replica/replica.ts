import type { Catalog } from '../../catalog/catalog.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import { travelsWhole } from '../../catalog/kinds/property.ts'
import { fileNameOf } from '../../catalog/locations.ts'
import { nameOf, propertyOf, referenceOf, withProperties, type CatalogObject } from '../../catalog/object.ts'
import type {
  AddEvent,
  ClusterEvent,
  Copies,
  DefaultEvent,
  ModifyEvent,
  RemoveEvent,
  StyleFileEvent,
} from '../../wire/event.ts'
import { isSameElement, type XmlElement } from '../../xml/element.ts'
import { CatalogWithFiles, type ReplicaFiles } from './catalog-with-files.ts'
import { noGraves, type Graves } from './graves.ts'
import { applied, ignored, parked, type Outcome } from './outcome.ts'
import { mergeChange } from './merge.ts'
import { place } from './placement.ts'
import { findByName, localise } from './references.ts'
import { takeBack } from './take-back.ts'
import { noUndo, type UndoLog, type UndoStep } from './undo.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

export type { ReplicaFiles } from './catalog-with-files.ts'

/**
 * A data directory kept by us, with its catalog in memory. Applying an event twice does what applying it once does,
 * so that an event whose application was interrupted is simply applied again.
 *
 * Memory and files change together: a failed write leaves memory as it was.
 */
export class Replica {
  readonly catalog: Catalog
  readonly #keeper: CatalogWithFiles

  /**
   * @param graves remembers what is removed from here
   * @param undo hears how each change is taken back
   */
  constructor(catalog: Catalog, files: ReplicaFiles, graves: Graves = noGraves, undo: UndoLog = noUndo) {
    this.catalog = catalog
    this.#keeper = new CatalogWithFiles(catalog, files, graves, undo)
  }

  /** How often its files were changed so far. */
  get fileChanges(): number {
    return this.#keeper.files.changes
  }

  /**
   * Applies several events, all of which are on the disk when this returns; until then a power cut may take any of
   * them, so they have to be known from elsewhere.
   */
  together<Result>(action: () => Result): Result {
    return this.#keeper.files.together(action)
  }

  /** See {@link ReplicaFiles.styleBody}. */
  styleBody(style: CatalogObject): Uint8Array | undefined {
    return this.#keeper.files.styleBody(style)
  }

  get isStaging(): boolean {
    return this.#keeper.files.isStaging
  }

  /** Applies several events whose files {@link settle} writes; see {@link ReplicaFiles.stage}. */
  stage<Result>(action: () => Result): Result {
    return this.#keeper.files.stage(action)
  }

  /** See {@link ReplicaFiles.writeDown}. */
  writeDown(): boolean {
    return this.#keeper.files.writeDown()
  }

  /** See {@link ReplicaFiles.rollBack}. */
  rollBack(): void {
    this.#keeper.files.rollBack()
  }

  /** See {@link ReplicaFiles.settle}. */
  settle(): void {
    this.#keeper.files.settle()
  }

  /** Takes back one change; those made after it were taken back before. */
  takeBack(step: UndoStep): void {
    takeBack(this.#keeper, step)
  }

  /**
   * Makes the replica what the event says. Failures of the disk and of hostile names are thrown.
   * @param isInOrder whether the event has a place in the order all nodes apply events in, so that whoever made it may
   *   not have known what is here by now; otherwise its sender's state is the one that counts
   */
  apply(event: ClusterEvent, isInOrder = false): Outcome {
    switch (event.verb) {
      case 'add':
        return this.#add(event)
      case 'modify':
        return this.#modify(event, isInOrder)
      case 'remove':
        return this.#remove(event)
      case 'style-file':
        return this.#styleFile(event)
      case 'default':
        return this.#default(event)
    }
  }

  /** Whether an event may take a directory elsewhere, which cannot be put off. */
  movesDirectory(event: ClusterEvent): boolean {
    if (event.verb !== 'modify' || isOneFile(event.object)) return false
    const moving = event.changes.filter(changesPlace)
    if (moving.length === 0) return false
    // A workspace and its namespace went with the first of their two events.
    const local = this.#find(event.object, event.copies)
    return (
      local === undefined || moving.some(({ name, after }) => !isSameElement(propertyOf(local, name), after))
    )
  }

  /** Adding what exists already is an update: the sender's state is the newer one. */
  #add({ object, copies }: AddEvent): Outcome {
    const notes: Wording[] = []
    const restored = this.#restoreResource(object, copies, notes)
    if (restored !== undefined) return restored
    const localised = this.#localise(object, copies, this.#find(object, copies))
    if ('missing' in localised) return parked(localised.missing)
    place(this.#keeper, localised.object, notes, undefined)
    return applied(...notes)
  }

  #modify({ object, changes, copies, styleBody }: ModifyEvent, isInOrder: boolean): Outcome {
    const local = this.#find(object, copies)
    const notes: Wording[] = []
    if (local === undefined) {
      notes.push(say('node.madeFromState'))
      const restored = this.#restoreResource(object, copies, notes)
      if (restored !== undefined) return restored
    }
    // Global settings and logging always travel whole; so the sender's state replaces ours.
    const isWhole = travelsWhole(object.kind) && !(object.kind === 'global' && isInOrder)
    const base = local === undefined || isWhole ? { ...object, id: local?.id ?? object.id } : local
    const delegated = new Set(
      propertiesOf(object.kind, object.root).flatMap((each) => (each.delegated === true ? [each.name] : [])),
    )
    const values = new Map<string, XmlElement | undefined>()
    const stamp = propertyOf(object, 'dateModified')
    if (stamp !== undefined) values.set('dateModified', stamp)
    for (const { name, before, after } of changes) {
      if (delegated.has(name)) continue
      const wanted = after ?? undefined
      values.set(
        name,
        isInOrder && local !== undefined
          ? mergeChange(propertyOf(local, name), before ?? undefined, wanted)
          : wanted,
      )
    }
    let localised = this.#localise(withProperties(base, values), copies, local)
    if ('missing' in localised) return parked(localised.missing)
    if (isInOrder && local !== undefined && this.#isTaken(localised.object)) {
      // Whoever gave it the name did not know that it has been given; it keeps its own.
      for (const name of placeNames) values.delete(name)
      localised = this.#localise(withProperties(base, values), copies, local)
      if ('missing' in localised) return parked(localised.missing)
      notes.push(say('node.nameTaken', { name: nameOf(object) ?? object.id }))
    }
    place(this.#keeper, localised.object, notes, changes.find(({ name }) => name === 'name')?.before?.text)
    if (styleBody !== undefined) this.#writeBody(localised.object, styleBody)
    return applied(...notes)
  }

  /** Removes what the event names and what cannot be without it. */
  #remove({ object, copies }: RemoveEvent): Outcome {
    const local = this.#find(object, copies)
    const notes: Wording[] = []
    if (local !== undefined) this.#keeper.removeWhole(local, notes)
    // Also when it is not there: its removal may have been interrupted right before this.
    if (object.kind === 'workspace' && this.catalog.defaultWorkspace === undefined) {
      this.#keeper.chooseDefaultWorkspace(notes)
    }
    return local === undefined && notes.length === 0 ? ignored(say('node.notThere')) : applied(...notes)
  }

  #styleFile({ workspace, fileName, body }: StyleFileEvent): Outcome {
    if (workspace !== undefined && this.catalog.byName('workspace', workspace) === undefined) {
      return parked({ kind: 'workspace', id: '', name: workspace })
    }
    this.#keeper.writeStyleFile(workspace, fileName, Buffer.from(body, 'utf8'))
    return applied()
  }

  #default({ property, object, copies }: DefaultEvent): Outcome {
    if (property === 'defaultDataStore') return ignored(say('node.defaultStoreWorkspaceKept'))
    if (object === null) return ignored(say('node.catalogWithoutDefaultKeeps'))
    const copy = copies.get(object.id)
    const found = this.catalog.get(object.id, object.kind) ?? (copy && findByName(copy, copies, this.catalog))
    const workspace =
      property === 'defaultWorkspace'
        ? found
        : this.catalog.byName('workspace', (found && nameOf(found)) ?? object.name ?? '')
    if (workspace?.kind !== 'workspace')
      return parked({ kind: 'workspace', id: object.id, name: object.name })
    this.#keeper.setDefaultWorkspace(workspace.id)
    return applied()
  }

  /**
   * The object with references that hold here, or what is missing for it. A namespace of which there is no workspace
   * would lie in a directory GeoServer ignores, and this node when it starts the next time.
   */
  #localise(
    object: CatalogObject,
    copies: Copies,
    local: CatalogObject | undefined,
  ): ReturnType<typeof localise> {
    const localised = localise(object, copies, this.catalog, local)
    if (object.kind !== 'namespace' || local !== undefined || 'missing' in localised) return localised
    const name = nameOf(object)
    // A name no workspace can have is refused instead.
    fileNameOf(object)
    const hasWorkspace = name === undefined || this.catalog.byName('workspace', name) !== undefined
    return hasWorkspace ? localised : { missing: { kind: 'workspace', id: '', name } }
  }

  /** By id; where another node gave the same object another id, by its name in its place. */
  #find(object: CatalogObject, copies: Copies): CatalogObject | undefined {
    return this.catalog.get(object.id, object.kind) ?? findByName(object, copies, this.catalog)
  }

  /**
   * A GeoServer that loses a layer deletes the directory of its resource, too, but keeps the resource in memory; when
   * it publishes that again, only the layer travels, with a copy of the resource.
   */
  #restoreResource(layer: CatalogObject, copies: Copies, notes: Wording[]): Outcome | undefined {
    const id = layer.kind === 'layer' ? referenceOf(layer, 'resource') : undefined
    const copy = id === undefined ? undefined : copies.get(id)
    // A copy without a name is no more than a reference.
    const isWhole = copy !== undefined && nameOf(copy) !== undefined
    if (!isWhole || this.#find(copy, copies) !== undefined) return undefined
    const localised = this.#localise(copy, copies, undefined)
    if ('missing' in localised) return parked(localised.missing)
    place(this.#keeper, localised.object, notes, undefined)
    notes.push(say('node.restored', { name: nameOf(copy) ?? copy.id }))
    return undefined
  }

  /** Whether the place of an object is another's. */
  #isTaken(object: CatalogObject): boolean {
    const occupant = this.catalog.sameName(object)
    return occupant !== undefined && occupant.id !== object.id
  }

  #writeBody(style: CatalogObject, body: Uint8Array): void {
    const place = this.#keeper.bodyPlace(style)
    if (place !== undefined) this.#keeper.writeStyleFile(place.workspace, place.fileName, body)
  }
}

/** What says where an object is among others. */
const placeNames = ['name', 'prefix', 'workspace', 'namespace', 'store']
/** Whether an object has no directory of its own. */
function isOneFile({ kind }: CatalogObject): boolean {
  return kind === 'style' || kind === 'layerGroup'
}

/** Over REST all properties are changes, also those that stay what they are. */
function changesPlace({ name, before, after }: ModifyEvent['changes'][number]): boolean {
  return placeNames.includes(name) && !isSameElement(before, after)
}
