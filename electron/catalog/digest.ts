import { createHash } from 'node:crypto'
import { comparableProperties, type ComparableOptions } from './comparable.ts'
import type { CatalogObject } from './object.ts'

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
  return body === undefined ? digest : sha256(`${digest} ${digestOfStyleBody(body).sha256}`)
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}
