import type { Catalog } from '../../catalog/catalog.ts'
import { resourceKinds, type Kind } from '../../catalog/kinds/property.ts'
import { describe } from '../../catalog/locations.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import { hasControlCharacter } from '../../text/control-characters.ts'
import { say } from '../../sentences/say.ts'
import type { StockChange } from './change.ts'
import { differingProperties } from './differences.ts'

/** What breaks a node, or makes an object that can never be addressed again. */
const unsafe: Readonly<Partial<Record<Kind, RegExp>>> = {
  workspace: /[\s/\\:?#%&;<>"'^`{}|]|^default$|^\.+$/,
  namespace: /[\s/\\:?#%&;<>"'^`{}|]|^default$|^\.+$/,
}
const unsafeAnywhere = /[/\\;]|^\.+$|^\s|\s$/

/**
 * Refuses to change what cannot be addressed: `/workspaces/default` is whichever workspace is the default.
 * @throws PLB-GEOSERVER-NAME-UNSAFE
 */
export function checkAddress(object: CatalogObject): void {
  const name = nameOf(object) ?? ''
  if (object.kind === 'workspace' && name === 'default')
    throw failure('PLB-GEOSERVER-NAME-UNSAFE', { kind: say('kinds.workspace'), name })
}

/**
 * Refuses names a stock node accepts to its own harm.
 * @throws PLB-GEOSERVER-NAME-UNSAFE
 */
export function checkName(object: CatalogObject): void {
  const { kind } = object
  if (
    kind === 'global' ||
    kind === 'logging' ||
    kind === 'settings' ||
    kind === 'service' ||
    kind === 'layer'
  )
    return
  const name = nameOf(object) ?? ''
  const isUnsafe =
    name === '' ||
    hasControlCharacter(name) ||
    (unsafe[kind] ?? unsafeAnywhere).test(name) ||
    !name.isWellFormed()
  if (isUnsafe)
    throw failure('PLB-GEOSERVER-NAME-UNSAFE', { kind: say(`kinds.${kind}`), name: name.slice(0, 200) })
}

/**
 * Refuses a change of a master that its slaves would make of another namespace, and of all that lies in it: they look
 * namespaces up by their URI, among those that are not isolated.
 * @throws PLB-GEOSERVER-URI-SHARED
 */
export function checkUri(change: StockChange, catalog: Catalog): void {
  const namespace = namespaceIn(change, catalog)
  if (namespace === undefined || textOfProperty(namespace, 'isolated') !== 'true') return
  const uri = textOfProperty(namespace, 'uri')
  const taken = catalog
    .ofKind('namespace')
    .find((each) => textOfProperty(each, 'uri') === uri && textOfProperty(each, 'isolated') !== 'true')
  if (taken === undefined) return
  const isHeld = catalog.ofKind(...resourceKinds).some((each) => referenceOf(each, 'namespace') === taken.id)
  // No slave removes a namespace that something lies in.
  if (change.verb === 'remove' && isHeld) return
  throw failure('PLB-GEOSERVER-URI-SHARED', { object: describe(namespace), other: describe(taken) })
}

/** The namespace a change is told of on the topic. */
function namespaceIn(change: StockChange, catalog: Catalog): CatalogObject | undefined {
  if (change.verb === 'add' || change.verb === 'default-workspace') return undefined
  const object = change.verb === 'remove' ? change.object : change.before
  if (object.kind === 'namespace') return object
  if (object.kind !== 'workspace') return undefined
  const changed = change.verb === 'remove' ? ['name'] : differingProperties(change.before, change.after)
  const isTold = changed.includes('name') || changed.includes('isolated')
  return isTold ? catalog.byName('namespace', nameOf(object) ?? '') : undefined
}
