import { failure, isFailure } from '../errors/failure.ts'
import { withEnding, type RelativePath } from '../storage/directory-root.ts'
import type { Directory } from '../storage/staged-directory.ts'
import { parentElement, textElement } from '../xml/element.ts'
import type { Catalog } from './catalog.ts'
import { configurationDirectories } from './configuration-directories.ts'
import { fileText } from './to-file.ts'
import { isResource } from './kinds/property.ts'
import { describe, locationOf, reservedNameLike, type Location } from './locations.ts'
import { isSamePath, moveDirectory, moveFile } from './moves.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from './object.ts'
import { holdsPassword } from './passwords.ts'
import { longestStyleBody, readStyleBody } from './style-body.ts'

const defaultWorkspacePath: RelativePath = ['workspaces', 'default.xml']

/**
 * Keeps a data directory in step with a catalog, one change at a time: put the changed object into the catalog,
 * then write it, then go on to the next; remove it from the directory before what it belongs to leaves the catalog.
 *
 * Every operation can be repeated: after a crash at any point, the same call on the catalog read back from the
 * directory finishes what was left.
 */
export class DataDirectoryWriter {
  readonly #root: Directory
  readonly #catalog: Catalog

  constructor(root: Directory, catalog: Catalog) {
    this.#root = root
    this.#catalog = catalog
  }

  /**
   * Writes an object's file, after moving what belongs to the object when its name or parent changed. A style's
   * rules move along when its file name changed; new rules are therefore written after the style, not before.
   * @param previous the object as the directory holds it; undefined for a new one
   * @throws PLB-CATALOG-… when it cannot be stored, PLB-STORAGE-… when the disk refuses
   */
  write(object: CatalogObject, previous?: CatalogObject): void {
    const former = previous === undefined ? undefined : this.#formerLocation(previous)
    if (previous !== undefined) this.#keepPlace(object, previous)
    const location = this.#locationToWrite(object)
    if (former !== undefined) this.#move(object, former, location)
    // The object's own file comes last: until it is written, the change counts as not made and can be repeated.
    if (previous !== undefined && nameOf(previous) !== nameOf(object)) this.#writeLayerOf(object)
    if (object.kind === 'workspace' && object.id === this.#catalog.defaultWorkspace) {
      this.#writeFile(defaultWorkspacePath, object)
    }
    this.#writeFile(location.file, object)
  }

  /**
   * Removes an object's file: a workspace, store or resource with all that lies below it, a style after its rules
   * were set aside as `<file>.bak`, as GeoServer does. Missing is not an error.
   */
  remove(object: CatalogObject): void {
    const location = this.#formerLocation(object)
    if (location === undefined) return
    if (location.directory !== undefined) this.#evacuate(location.directory, object)
    if (location.body !== undefined && !this.#isUsedByAnotherStyle(location.body, object)) {
      this.#setAside(location.body)
    }
    // The object itself goes last: while it can be read, its removal can be repeated.
    if (object.kind === 'workspace' && object.id === this.#catalog.defaultWorkspace) {
      this.#root.removeFile(defaultWorkspacePath)
    }
    if (location.directory === undefined) this.#root.removeFile(location.file)
    else this.#root.removeDirectory(location.directory)
    this.#catalog.strays.delete(object.id)
  }

  /** Writes the copy of the default workspace that makes it the default, or removes it when there is none. */
  writeDefaultWorkspace(): void {
    const workspace = this.#catalog.get(this.#catalog.defaultWorkspace ?? '', 'workspace')
    if (workspace !== undefined) this.#writeFile(defaultWorkspacePath, workspace)
    else if (this.#root.exists(defaultWorkspacePath)) this.#root.removeFile(defaultWorkspacePath)
  }

  /** Writes the rules of a style. */
  writeStyleBody(style: CatalogObject, bytes: Uint8Array): void {
    const { body } = this.#locationToWrite(style)
    if (body === undefined) {
      throw failure('PLB-CATALOG-NAME-MISSING', { kind: 'style', id: style.id, property: 'filename' })
    }
    if (!this.#holds(body, Buffer.from(bytes))) this.#root.writeAtomically(body, bytes)
  }

  /** Removes the rules of a style; missing is not an error. */
  removeStyleBody(style: CatalogObject): void {
    const { body } = this.#locationToWrite(style)
    if (body !== undefined) this.#root.removeFile(body)
  }

  /** The rules of a style, or undefined when it has no file. */
  readStyleBody(style: CatalogObject): Buffer | undefined {
    return readStyleBody(this.#root, this.#catalog, style)
  }

  /** Removes what a crash left among the files of the configuration. To be called before the first write. */
  removeLeftovers(): void {
    for (const path of configurationDirectories(this.#root)) this.#root.removeLeftovers(path)
  }

  /** An object stays in the place it was found in until its name or what it belongs to changes. */
  #keepPlace(object: CatalogObject, previous: CatalogObject): void {
    const { strays } = this.#catalog
    const place = strays.get(previous.id)
    if (place === undefined) return
    strays.delete(previous.id)
    if (this.#isSamePlace(object, previous)) strays.set(object.id, place)
  }

  #isSamePlace(object: CatalogObject, previous: CatalogObject): boolean {
    const belongsAsBefore = ['workspace', 'store', 'resource'].every((name) => {
      const [now, before] = [referenceOf(object, name), referenceOf(previous, name)]
      // What is no longer known by the id it had goes by another now; it is still the same.
      return now === before || (before !== undefined && this.#catalog.get(before) === undefined)
    })
    return belongsAsBefore && nameOf(object) === nameOf(previous)
  }

  /** What lies in a directory that goes, but belongs to something else, is taken where it belongs first. */
  #evacuate(directory: RelativePath, owner: CatalogObject): void {
    for (const [id, place] of this.#catalog.strays) {
      const other = this.#catalog.get(id)
      if (id === owner.id || other === undefined || !isBelow(place, directory)) continue
      this.#catalog.strays.delete(id)
      const location = this.#formerLocation(other)
      if (location === undefined || isBelow(location.file, directory)) continue
      if (location.directory === undefined) moveFile(this.#root, place, location.file)
      else moveDirectory(this.#root, place.slice(0, -1), location.directory)
    }
  }

  #locationToWrite(object: CatalogObject): Location {
    const location = locationOf(object, this.#catalog)
    const reserved = this.#root.foldsCase && !this.#catalog.strays.has(object.id) && reservedNameLike(object)
    if (typeof reserved === 'string')
      throw failure('PLB-CATALOG-NAME-RESERVED', { object: describe(object), name: reserved })
    if (object.kind === 'style' && this.#mayClash(location)) this.#checkClash(object, location)
    return location
  }

  /** Where an object lies that may be in the directory; undefined when it cannot be. */
  #formerLocation(object: CatalogObject): Location | undefined {
    try {
      return locationOf(object, this.#catalog)
    } catch (error) {
      // What has no place was never written, and what belongs to nothing went with what it belonged to.
      if (isFailure(error)) return undefined
      throw error
    }
  }

  #move(object: CatalogObject, former: Location, location: Location): void {
    if (former.directory !== undefined && location.directory !== undefined) {
      moveDirectory(this.#root, former.directory, location.directory)
      this.#moveStrays(former.directory, location.directory)
      return
    }
    if (former.body !== undefined && location.body !== undefined) {
      this.#moveBody(object, former.body, location.body)
    }
    moveFile(this.#root, former.file, location.file)
  }

  #moveStrays(from: RelativePath, to: RelativePath): void {
    if (isSamePath(from, to)) return
    for (const [id, place] of this.#catalog.strays) {
      if (isBelow(place, from)) this.#catalog.strays.set(id, [...to, ...place.slice(from.length)])
    }
  }

  #moveBody(style: CatalogObject, from: RelativePath, to: RelativePath): void {
    if (isSamePath(from, to) || this.#isUsedByAnotherStyle(to, style)) return
    if (!this.#isUsedByAnotherStyle(from, style)) moveFile(this.#root, from, to)
    else if (this.#root.exists(from)) {
      this.#root.writeAtomically(to, this.#root.readFile(from, longestStyleBody))
    }
  }

  /** A layer's file repeats the name of its resource. */
  #writeLayerOf(object: CatalogObject): void {
    if (!isResource(object.kind)) return
    const reference = parentElement('resource', [textElement('id', object.id)])
    const layer = this.#catalog.sameName({ kind: 'layer', root: 'layer', id: '', properties: [reference] })
    if (layer !== undefined) this.#writeFile(locationOf(layer, this.#catalog).file, layer)
  }

  #isUsedByAnotherStyle(body: RelativePath, style: CatalogObject): boolean {
    return this.#catalog
      .ofKind('style')
      .filter((other) => other.id !== style.id && textOfProperty(other, 'filename') === body.at(-1))
      .some((other) => isSamePath(this.#formerLocation(other)?.body ?? [], body))
  }

  /** Whether a style's files have names the files of another style could have. */
  #mayClash({ file, body }: Location): boolean {
    const isUnusual = body?.at(-1)?.endsWith('.xml') === true || file.at(-1)?.endsWith('.xml.xml') === true
    return isUnusual || (this.#root.exists(file) && !this.#holdsStyle(file))
  }

  #holdsStyle(file: RelativePath): boolean {
    return this.#root.readFile(file, longestStyleBody).toString('utf8').trimStart().startsWith('<style>')
  }

  #checkClash(style: CatalogObject, { file, body }: Location): void {
    for (const other of this.#catalog.ofKind('style')) {
      if (other.id === style.id) continue
      const taken = this.#formerLocation(other)
      const clash = [file, body].find(
        (path) =>
          path !== undefined && (isAt(taken?.file, path) || (path === file && isAt(taken?.body, path))),
      )
      if (clash === undefined) continue
      throw failure('PLB-CATALOG-FILE-TAKEN', {
        object: describe(style),
        path: clash.join('/'),
        other: describe(other),
      })
    }
  }

  /** Under the first of the names GeoServer would try that is free. */
  #setAside(body: RelativePath): void {
    if (!this.#root.exists(body)) return
    const name = body.at(-1) ?? ''
    const named = (suffix: string): RelativePath => [...body.slice(0, -1), withEnding(name, suffix)]
    let target = named('.bak')
    for (let number = 1; this.#root.exists(target); number += 1) target = named(`.bak.${number}`)
    this.#root.rename(body, target)
  }

  #writeFile(path: RelativePath, object: CatalogObject): void {
    const bytes = Buffer.from(fileText(object, this.#catalog))
    const isSecret = holdsPassword(object)
    if (this.#holds(path, bytes) && !(isSecret && this.#isOpenToOthers(path))) return
    this.#root.writeAtomically(path, bytes, isSecret ? { mode: 0o600 } : {})
  }

  #holds(path: RelativePath, bytes: Buffer): boolean {
    const stat = this.#root.stat(path)
    if (stat?.kind !== 'file' || stat.size !== bytes.byteLength) return false
    return this.#root.readFile(path, bytes.byteLength).equals(bytes)
  }

  #isOpenToOthers(path: RelativePath): boolean {
    return process.platform !== 'win32' && ((this.#root.stat(path)?.mode ?? 0) & 0o077) !== 0
  }
}

function isBelow(path: RelativePath, directory: RelativePath): boolean {
  return path.length > directory.length && isSamePath(path.slice(0, directory.length), directory)
}

function isAt(path: RelativePath | undefined, place: RelativePath): boolean {
  return path !== undefined && isSamePath(path, place)
}
