import type { Kind } from '../../catalog/kinds/property.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import { hasControlCharacter } from '../../text/control-characters.ts'
import { say } from '../../sentences/say.ts'

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
