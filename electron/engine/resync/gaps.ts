import { workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import type { Problem } from '../../catalog/data-directory.ts'
import { kindsWithin } from '../../catalog/kinds/places.ts'
import { kinds, resourceKinds, storeKinds, type Kind } from '../../catalog/kinds/property.ts'
import type { CatalogObject } from '../../catalog/object.ts'

/** A place of a data directory of which nothing is known, and what may lie there. */
interface Gap {
  readonly path: string
  /** Name of the directory of the workspace it lies in; null outside of all; undefined for anywhere. */
  readonly workspace: string | null | undefined
  readonly kinds: ReadonlySet<Kind>
}

const inResource = within(...resourceKinds)
const inStore = within(...storeKinds)
const inWorkspace = within('workspace')

function within(...outer: readonly Kind[]): readonly Kind[] {
  return [...new Set(outer.flatMap((kind) => [...kindsWithin(kind)]))]
}

/** Directories that hold one kind, in a workspace and outside. */
const directories: Readonly<Record<string, readonly Kind[]>> = {
  styles: ['style'],
  layergroups: ['layerGroup'],
}

/**
 * What a reference may have although it could not be read. Who is compared with it may not lose such a thing, and
 * what needs such a thing has to wait.
 */
export class Gaps {
  readonly #reference: Catalog
  readonly #unread: readonly Gap[]
  readonly #ignored: readonly Gap[]

  constructor(problems: readonly Problem[], reference: Catalog) {
    this.#reference = reference
    const withEffect = (wanted: Problem['effect']): readonly Gap[] =>
      problems.flatMap(({ path, effect }) => (effect === wanted ? [gapAt(path)] : []))
    this.#unread = withEffect('unread')
    this.#ignored = withEffect('ignored')
  }

  /** Where the reference may have one of these kinds without our knowing; undefined when it has none. */
  hiding(wanted: readonly Kind[]): string | undefined {
    return this.#unread.find((gap) => wanted.some((kind) => gap.kinds.has(kind)))?.path
  }

  /**
   * What could explain that the reference seems to lack an object of the slave.
   * @param slave the catalog the object is of
   * @param referenceId the id there of an object of the slave
   */
  explaining(object: CatalogObject, slave: Catalog, referenceId: (id: string) => string): string | undefined {
    const space = workspaceOf(slave, object)
    const here = space && this.#reference.get(referenceId(space.id), 'workspace')
    const gap = [...this.#unread, ...this.#ignored].find(({ workspace, kinds: hidden }) => {
      if (!hidden.has(object.kind)) return false
      if (workspace === undefined) return true
      if (workspace === null || space === undefined) return workspace === null && space === undefined
      // A directory need not be called like its workspace; only one that is can be told from the others.
      const lies = this.#reference.byName('workspace', workspace) ?? slave.byName('workspace', workspace)
      return lies === undefined || lies.id === here?.id || lies.id === space.id
    })
    return gap?.path
  }
}

function gapAt(path: string): Gap {
  const [first = '', space, ...rest] = path.split('/')
  const anywhere = (hidden: readonly Kind[], workspace?: string | null): Gap => ({
    path: path === '' ? '.' : path,
    workspace,
    kinds: new Set(hidden),
  })
  if (path === '') return anywhere(kinds)
  if (first !== 'workspaces') return anywhere(kindsIn(path.split('/'), []), null)
  if (space === undefined) return anywhere(inWorkspace)
  if (space === 'default.xml' && rest.length === 0) return anywhere([])
  return anywhere(kindsIn(rest, inWorkspace), space)
}

/**
 * @param rest the path below the root, or below the directory of a workspace
 * @param all what that directory may hold
 */
function kindsIn(rest: readonly string[], all: readonly Kind[]): readonly Kind[] {
  const [first, second, third] = rest
  if (first === undefined) return all
  const known = directories[first]
  if (known !== undefined) return known
  if (rest.length === 1 && first.endsWith('.xml')) {
    const name = first.slice(0, -'.xml'.length)
    if (['workspace', 'namespace'].includes(name)) return all
    return [kinds.find((kind) => kind === name && kind !== 'service') ?? 'service']
  }
  if (third === 'layer.xml') return ['layer']
  const isStore = second === undefined || (third === undefined && second.endsWith('.xml'))
  return isStore ? inStore : inResource
}
