import { resourceOf, storeOf, titleOf, workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { nameOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import type { TreeNode } from '../../contract/features/configuration.ts'

/** Every object with the one it is shown below. */
export function treeOf(catalog: Catalog): TreeNode[] {
  return [...catalog.objects()].map((object) => {
    const resource = resourceOf(catalog, object)
    const workspace = workspaceOf(catalog, object)
    return {
      id: object.id,
      kind: object.kind,
      root: object.root,
      name: nameOf(resource ?? object) ?? object.id,
      title: titleOf(catalog, object),
      parent: parentOf(object, catalog),
      workspace: (workspace && nameOf(workspace)) ?? null,
      enabled: enabledOf(resource ?? object),
      isDefault: object.kind === 'workspace' && catalog.defaultWorkspace === object.id,
    }
  })
}

/** What objects are searched by: all words of a text, their kind, and the workspace they are in. */
interface ObjectSearch {
  readonly text: string
  readonly kind: string | null
  readonly workspace: string | null
  readonly limit: number
}

/** The first objects that are searched for; those whose name begins with the text stand first. */
export function foundIn(catalog: Catalog, { text, kind: wanted, workspace, limit }: ObjectSearch) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0 && wanted === null && workspace === null) return []
  const isIn = (object: CatalogObject): boolean => {
    const holder = workspace === null ? undefined : workspaceOf(catalog, object)
    return workspace === null || (holder !== undefined && nameOf(holder) === workspace)
  }
  const rank = (title: string): number => {
    const name = title.slice(title.indexOf(':') + 1).toLowerCase()
    return name === text.toLowerCase() ? 0 : name.startsWith(words[0] ?? '') ? 1 : 2
  }
  return [...catalog.objects()]
    .filter((object) => (wanted === null || object.kind === wanted) && isIn(object))
    .map((object) => {
      const { id, kind, root } = object
      return { id, kind, root, title: titleOf(catalog, object) }
    })
    .filter(({ kind, title }) => words.every((word) => `${title} ${kind}`.toLowerCase().includes(word)))
    .toSorted((left, right) => rank(left.title) - rank(right.title))
    .slice(0, limit)
}

/** Objects that refer to this one, its own namespace or workspace not among them. */
export function usedBy(
  object: CatalogObject,
  catalog: Catalog,
): { readonly id: string; readonly kind: string; readonly title: string }[] {
  return catalog
    .referringTo(object.id)
    .filter((other) => other.id !== object.id)
    .map((other) => ({ id: other.id, kind: other.kind, title: titleOf(catalog, other) }))
}

function parentOf(object: CatalogObject, catalog: Catalog): string | null {
  switch (object.kind) {
    case 'workspace':
    case 'global':
    case 'logging':
      return null
    case 'namespace':
      return workspaceOf(catalog, object)?.id ?? null
    case 'layer':
      return resourceOf(catalog, object)?.id ?? null
    default:
      return (storeOf(catalog, object) ?? workspaceOf(catalog, object))?.id ?? null
  }
}

function enabledOf(object: CatalogObject): boolean | null {
  const enabled = textOfProperty(object, 'enabled')
  return enabled === undefined ? null : enabled === 'true'
}
