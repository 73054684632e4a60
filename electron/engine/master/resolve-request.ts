import type { Kind } from '../../catalog/kinds/property.ts'
import { byNameOf, propertiesOf } from '../../catalog/kinds/table.ts'
import type { XmlElement } from '../../xml/element.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import { failure } from '../../errors/failure.ts'
import type { Edit } from './edit.ts'
import { findObject } from './find-object.ts'
import { checkNames } from './known-names.ts'
import { readObjectInput, withNamesResolved, type NameResolver } from './object-input.ts'
import { say } from '../../sentences/say.ts'

/** A change as an operator writes it down. */
export interface EditRequest {
  readonly verb: 'add' | 'modify' | 'remove' | 'default'
  readonly kind: Kind
  /** For services, the type (`wms`). */
  readonly service?: string | undefined
  /** Name of the object to modify or remove, with its workspace (`topp:roads`); an id does as well. */
  readonly name?: string | undefined
  /** The object's properties as XML or JSON. */
  readonly input?: string | undefined
  /** The same as elements; in place of `input`. */
  readonly properties?: readonly XmlElement[] | undefined
  readonly styleBody?: string | undefined
  readonly recurse?: boolean | undefined
  /** Edits that are made with this one as one change, in this order; each may rest on those before it. */
  readonly others?: readonly EditRequest[] | undefined
  /** Whether it was there before: a password that this node cannot read is left out, and its name is taken as it was. */
  readonly comesBack?: boolean | undefined
  /** What the GeoServers that listen say they are, when all of them are known: what is written is for them. */
  readonly listeners?: readonly string[] | undefined
}

/** Edits of one change. */
export const mostEdits = 2000

/**
 * The edits of a request, in their order.
 * @throws PLB-ENGINE-EDIT-REFUSED when there are too many
 */
export function editsOf(request: EditRequest): readonly EditRequest[] {
  const edits = [request, ...(request.others ?? [])]
  if (edits.length <= mostEdits) return edits
  throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.tooMany', { count: mostEdits }) })
}

/**
 * Finds what an edit names and reads what it gives.
 * @throws PLB-ENGINE-OBJECT-NOT-FOUND, PLB-ENGINE-EDIT-REFUSED, PLB-XML-…
 */
export function resolveRequest(request: EditRequest, catalog: Catalog): Edit {
  const root =
    request.kind === 'service' ? (request.service ?? request.name?.split(':').at(-1) ?? '') : request.kind
  const resolve: NameResolver = (kinds, name) => findObject(catalog, kinds, name)
  const properties = request.properties
    ? withNamesResolved(request.properties, byNameOf(propertiesOf(request.kind, root)), resolve)
    : request.input === undefined
      ? []
      : readObjectInput(request.kind, root, request.input, resolve)
  const styleBody = request.styleBody === undefined ? {} : { styleBody: request.styleBody }
  if (request.verb === 'add') {
    const { comesBack } = request
    if (request.input !== undefined) checkNames({ kind: request.kind, root }, properties, undefined, catalog)
    return { verb: 'add', kind: request.kind, root, properties, ...styleBody, comesBack }
  }
  const object = findObject(catalog, [request.kind], request.name ?? request.kind)
  if (request.input !== undefined) checkNames(object, properties, object, catalog)
  if (request.verb === 'modify') return { verb: 'modify', object, properties, ...styleBody }
  if (request.verb === 'remove') return { verb: 'remove', object, recurse: request.recurse === true }
  if (object.kind !== 'workspace')
    throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.onlyWorkspaceCanDefault') })
  return { verb: 'default', workspace: object }
}
