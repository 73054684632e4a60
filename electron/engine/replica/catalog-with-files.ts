import type { Catalog } from '../../catalog/catalog.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { noGraves, type Graves } from './graves.ts'
import { noUndo, type UndoLog } from './undo.ts'
import { removalPlan, type RemovalStep } from './removal.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** The files of a replica: what the data directory has to offer for keeping a catalog. */
export interface ReplicaFiles {
  /** How often they were changed so far. */
  readonly changes: number
  /** Writes an object's file; moves its files first when `previous` had them elsewhere. */
  write(object: CatalogObject, previous?: CatalogObject): void
  /** Removes an object's files; what is gone already is not an error. */
  remove(object: CatalogObject): void
  /** Writes the body file of a style, which may not exist yet. */
  writeStyleFile(workspace: string | undefined, fileName: string, body: Uint8Array): void
  /** Removes the body file of a style that may not exist yet. */
  removeStyleFile(workspace: string | undefined, fileName: string): void
  /** The body file of a style; undefined when there is none. @throws as {@link readStyleBody} */
  readStyleFile(workspace: string | undefined, fileName: string): Uint8Array | undefined
  /** The rules of a style as they are to be; undefined when there are none. @throws as {@link readStyleBody} */
  styleBody(style: CatalogObject): Uint8Array | undefined
  writeDefaultWorkspace(): void
  /** Makes several changes, all of which are on the disk when this returns. */
  together<Result>(action: () => Result): Result
  /** Whether changes are put off now. */
  readonly isStaging: boolean
  /** Makes several changes that are seen at once, and put off until {@link settle}. @throws NotStaged */
  stage<Result>(action: () => Result): Result
  /** Writes down what was put off, for use inside a transaction. @returns whether there was anything */
  writeDown(): boolean
  /** Makes what was written down; from then on a power cut takes nothing of it. What fails is made by the next call. */
  settle(): void
  /** What was put off and could not be written down never was. */
  rollBack(): void
}

/** Keeps a catalog and its files the same: each change is made in both, or in neither. */
export class CatalogWithFiles {
  readonly catalog: Catalog
  readonly files: ReplicaFiles
  readonly graves: Graves
  readonly #undo: UndoLog
  #isOne = false

  constructor(catalog: Catalog, files: ReplicaFiles, graves: Graves = noGraves, undo: UndoLog = noUndo) {
    this.catalog = catalog
    this.files = files
    this.graves = graves
    this.#undo = undo
  }

  /** Makes several changes that are taken back as one: an object goes by the id of another from now on. */
  exchange(occupant: CatalogObject, object: CatalogObject, action: () => void): void {
    const wasBuried = this.graves.find(object.id) !== undefined
    if (this.#isOpen) {
      this.#noteMovedBody(occupant, object)
      this.#undo.note({ undo: 'exchange', id: object.id, object: occupant, wasBuried })
    }
    this.#asOne(action)
    this.graves.raise(object.id)
  }

  /** Makes changes it was noted of how they are taken back together. */
  #asOne(action: () => void): void {
    this.#isOne = true
    try {
      action()
    } finally {
      this.#isOne = false
    }
  }

  get #isOpen(): boolean {
    return this.#undo.isOpen && !this.#isOne
  }

  /**
   * Puts an object in place.
   * @param previous the object it replaces; undefined for a new one
   */
  store(object: CatalogObject, previous: CatalogObject | undefined): void {
    const former = this.catalog.get(object.id)
    if (this.#isOpen) {
      const before = previous ?? former
      if (before !== undefined) this.#noteMovedBody(before, object)
      this.#undo.note(
        before === undefined
          ? { undo: 'drop', object, wasBuried: this.graves.find(object.id) !== undefined }
          : { undo: 'restore', object: before, body: null },
        object,
      )
    }
    if (previous !== undefined && previous.id !== object.id) this.catalog.remove(previous.id)
    this.catalog.put(object)
    try {
      this.files.write(object, previous)
    } catch (error) {
      this.catalog.remove(object.id)
      if (former !== undefined) this.catalog.put(former)
      if (previous !== undefined) this.catalog.put(previous)
      throw error
    }
    this.graves.raise(object.id)
  }

  /** Takes one object away. */
  remove(object: CatalogObject): void {
    this.#noteRemoval(object)
    this.files.remove(object)
    this.catalog.remove(object.id)
    this.graves.bury(object)
    if (this.catalog.defaultWorkspace === object.id) this.catalog.defaultWorkspace = undefined
  }

  /**
   * Takes an object away with all that cannot be without it, and every reference to it. The object itself goes last,
   * so that an interrupted removal can be repeated as a whole.
   */
  removeWhole(object: CatalogObject, notes: Wording[]): void {
    const plan = removalPlan(object, this.catalog)
    // Put back the other way round: what belongs to something comes behind it.
    for (const step of plan) {
      if ('remove' in step) this.#noteRemoval(step.remove)
      else this.#noteUpdate(step.update.id)
    }
    const isItself = (step: RemovalStep): boolean => 'remove' in step && step.remove.id === object.id
    this.#asOne(() => {
      for (const step of [...plan.filter((each) => !isItself(each)), ...plan.filter(isItself)]) {
        if ('update' in step) this.store(step.update, this.catalog.get(step.update.id))
        else this.remove(step.remove)
        if (step.because !== undefined) notes.push(step.because)
      }
    })
  }

  #noteRemoval(object: CatalogObject): void {
    if (!this.#isOpen) return
    if (this.catalog.defaultWorkspace === object.id) this.#undo.note({ undo: 'default', id: object.id })
    this.#undo.note({ undo: 'restore', object, body: this.#bodyOf(object) })
  }

  #noteUpdate(id: string): void {
    const object = this.#isOpen ? this.catalog.get(id) : undefined
    if (object !== undefined) this.#undo.note({ undo: 'restore', object, body: null })
  }

  setDefaultWorkspace(id: string): void {
    const previous = this.catalog.defaultWorkspace
    if (this.#isOpen) this.#undo.note({ undo: 'default', id: previous ?? null })
    this.catalog.defaultWorkspace = id
    try {
      this.files.writeDefaultWorkspace()
    } catch (error) {
      this.catalog.defaultWorkspace = previous
      throw error
    }
  }

  writeStyleFile(workspace: string | undefined, fileName: string, body: Uint8Array): void {
    if (this.#isOpen) this.#noteBody({ workspace, fileName })
    this.files.writeStyleFile(workspace, fileName, body)
  }

  /** Where rules go along with their style, they may meet others there: what lay in both places is put back as it was. */
  #noteMovedBody(before: CatalogObject, after: CatalogObject): void {
    const [from, to] = [this.bodyPlace(before), this.bodyPlace(after)]
    if (from === undefined || to === undefined) return
    if (from.workspace === to.workspace && from.fileName === to.fileName) return
    this.#noteBody(from)
    this.#noteBody(to)
  }

  #noteBody({ workspace, fileName }: { workspace: string | undefined; fileName: string }): void {
    const body = toBase64(this.files.readStyleFile(workspace, fileName))
    this.#undo.note({ undo: 'body', workspace: workspace ?? null, fileName, body })
  }

  /** Where the rules of a style lie: the name of its workspace and that of the file. */
  bodyPlace(style: CatalogObject): { workspace: string | undefined; fileName: string } | undefined {
    const fileName = textOfProperty(style, 'filename')
    if (style.kind !== 'style' || fileName === undefined) return undefined
    const workspace = this.catalog.get(referenceOf(style, 'workspace') ?? '', 'workspace')
    return { workspace: workspace && nameOf(workspace), fileName }
  }

  #bodyOf(style: CatalogObject): string | null {
    const place = this.bodyPlace(style)
    return place === undefined ? null : toBase64(this.files.readStyleFile(place.workspace, place.fileName))
  }

  /** A GeoServer that loses its default workspace makes the first in the order of ids the next, without a word. */
  chooseDefaultWorkspace(notes: Wording[]): void {
    const [first] = this.catalog
      .ofKind('workspace')
      .toSorted((left, right) => (left.id < right.id ? -1 : left.id > right.id ? 1 : 0))
    if (first === undefined) return
    this.setDefaultWorkspace(first.id)
    notes.push(say('node.defaultWorkspaceRemovedDefault', { name: nameOf(first) ?? first.id }))
  }
}

function toBase64(bytes: Uint8Array | undefined): string | null {
  return bytes === undefined ? null : Buffer.from(bytes).toString('base64')
}
