import { createHash } from 'node:crypto'
import { comparableProperties, type ComparableOptions } from './comparable.ts'
import { workspaceOf, type Catalog } from './catalog.ts'
import type { CatalogObject } from './object.ts'

export { comparableProperties, type ComparableOptions } from './comparable.ts'

/** What is known of the rules of a style without having them. */
export interface StyleBodyDigest {
  /** In lower-case hexadecimal. */
  readonly sha256: string
  /** In bytes. */
  readonly size: number
}

/** The rules of a style or their digest, or undefined when it has none. */
export type StyleBodies = (style: CatalogObject) => Uint8Array | StyleBodyDigest | undefined

/** The digest of the rules of a style. */
export function digestOfStyleBody(body: Uint8Array | StyleBodyDigest): StyleBodyDigest {
  return body instanceof Uint8Array ? { sha256: sha256(body), size: body.byteLength } : body
}

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

/** Digests of objects computed before, with the same options. */
export type DigestMemory = Pick<WeakMap<CatalogObject, string>, 'get' | 'set'>

/**
 * The digest of an object: equal when the objects are the same one (by id) and configured the same.
 * @param body the rules of a style, when they are to be part of it
 */
export function digestOf(
  object: CatalogObject,
  options: ComparableOptions = {},
  body?: Uint8Array | StyleBodyDigest,
): string {
  const digest = sha256(
    JSON.stringify([object.kind, object.root, object.id, [...comparableProperties(object, options)]]),
  )
  return withBody(digest, body)
}

function withBody(digest: string, body: Uint8Array | StyleBodyDigest | undefined): string {
  return body === undefined ? digest : sha256(`${digest} ${digestOfStyleBody(body).sha256}`)
}

/** The digests of a catalog and its parts. */
export function digestOfCatalog(
  catalog: Catalog,
  options: ComparableOptions & { readonly bodies?: StyleBodies; readonly memory?: DigestMemory } = {},
): CatalogDigest {
  const objects = new Map<string, string>()
  const global = new Map<string, string>()
  const byWorkspace = new Map<string, Map<string, string>>()
  for (const object of catalog.objects()) {
    const body = object.kind === 'style' ? options.bodies?.(object) : undefined
    const ownDigest = options.memory?.get(object) ?? digestOf(object, options)
    options.memory?.set(object, ownDigest)
    const digest = withBody(ownDigest, body)
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

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
