import { createHash } from 'node:crypto'
import { workspaceOf, type Catalog } from '../../electron/catalog/catalog.ts'
import type { ComparableOptions } from '../../electron/catalog/comparable.ts'
import { digestOf, type StyleBodies } from '../../electron/catalog/digest.ts'

/** Digests of a catalog, from the whole down to single objects. All are SHA-256 in lower-case hexadecimal. */
export interface CatalogDigest {
  /** Everything, the default workspace included. */
  readonly whole: string
  /** What belongs to no workspace. */
  readonly global: string
  /** What belongs to a workspace, itself included, by the workspace's id. */
  readonly workspaces: ReadonlyMap<string, string>
  readonly objects: ReadonlyMap<string, string>
}

/** The digests of a catalog and its parts. */
export function digestOfCatalog(
  catalog: Catalog,
  options: ComparableOptions & { readonly bodies?: StyleBodies } = {},
): CatalogDigest {
  const objects = new Map<string, string>()
  const global = new Map<string, string>()
  const byWorkspace = new Map<string, Map<string, string>>()
  for (const object of catalog.objects()) {
    const body = object.kind === 'style' ? options.bodies?.(object) : undefined
    const digest = digestOf(object, options, body)
    objects.set(object.id, digest)
    const workspace = workspaceOf(catalog, object)?.id
    const part = workspace === undefined ? global : partOf(byWorkspace, workspace)
    part.set(object.id, digest)
  }
  const workspaces = new Map([...byWorkspace].map(([id, digests]) => [id, combined(digests)]))
  const globalDigest = combined(global)
  const whole = sha256(JSON.stringify([globalDigest, combined(workspaces), catalog.defaultWorkspace ?? null]))
  return { whole, global: globalDigest, workspaces, objects }
}

function partOf(parts: Map<string, Map<string, string>>, name: string): Map<string, string> {
  const part = parts.get(name) ?? new Map<string, string>()
  parts.set(name, part)
  return part
}

function combined(digests: ReadonlyMap<string, string>): string {
  return sha256(JSON.stringify([...digests].map((pair) => pair.join(' ')).toSorted()))
}

function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex')
}
