import { hiddenSecret } from '../secrets/mark.ts'
import { isSecretName } from '../secrets/names.ts'
import { withSecrets } from '../secrets/text.ts'
import { withChildren, type XmlElement } from '../xml/element.ts'
import type { Kind } from './kinds/property.ts'
import type { CatalogObject } from './object.ts'

/**
 * Passwords in the configuration.
 *
 * Messages of a cluster carry the passwords of stores in clear text. GeoServer encrypts them when it saves, with a
 * key of its own that nobody else has (`crypt1:`, `crypt2:`). A replica cannot encrypt, but it has to keep the
 * password, or the node started from it could not connect. So it writes `plain:<password>`, which GeoServer reads
 * and encrypts on its next save, where GeoServer itself encrypts: the parameter `passwd` of data stores and the
 * property `password` of WMS and WMTS stores. Anywhere else GeoServer might hand the prefix on to the data source,
 * so other secrets are written as they are, the way GeoServer does.
 *
 * What protects them: a file that holds a password can be read by its owner alone, whatever the umask; values never
 * appear in differences, logs, errors or exports, only whether they are equal. What does not: whoever can read the
 * account's files, or the broker's traffic and store, has them. A clear password that itself starts with `plain:` or
 * `crypt1:` cannot be told from a stored one and is kept as it is.
 */
export type PasswordEncoding = 'clear' | 'plain:' | 'encrypted'

const encrypted = /^(?:crypt[12]|digest[12]):/
const plainPrefix = 'plain:'

/** How a password is written. */
export function encodingOfPassword(value: string): PasswordEncoding {
  if (value.startsWith(plainPrefix)) return 'plain:'
  return encrypted.test(value) ? 'encrypted' : 'clear'
}

/** The password itself, or undefined when it is encrypted and only its node can read it. */
export function clearPassword(value: string): string | undefined {
  const encoding = encodingOfPassword(value)
  if (encoding === 'encrypted') return undefined
  return encoding === 'plain:' ? value.slice(plainPrefix.length) : value
}

/** What GeoServer encrypts: a parameter of data stores and a property of stores that cascade a server, by kind. */
const encryptedByGeoServer: Readonly<Partial<Record<Kind, string>>> = {
  dataStore: 'passwd',
  wmsStore: 'password',
  wmtsStore: 'password',
}

/**
 * A password as a file holds it.
 * @param name the name of the connection parameter or property
 * @param value the password, clear or already as files hold it
 */
export function passwordInFile(kind: Kind, name: string, value: string): string {
  const isStored = value === '' || encodingOfPassword(value) !== 'clear'
  return isStored || encryptedByGeoServer[kind] !== name ? value : plainPrefix + value
}

/** Whether a password in or below an element is encrypted, so that only the node it is from can read it. */
export function holdsPasswordOfOneNode(element: XmlElement): boolean {
  let found = false
  withPasswords(element, (password) => {
    found ||= encodingOfPassword(password) === 'encrypted'
    return password
  })
  return found
}

/** Whether a property of a store holds a password, where GeoServer encrypts it, that only the node it is from can read. */
export function holdsEncryptedPassword(kind: Kind, property: XmlElement): boolean {
  const name = encryptedByGeoServer[kind]
  if (name === undefined) return false
  const holders = property.name === name ? [property] : property.children
  return holders.some((each) => {
    const isOfThatName = each === property || each.attributes['key'] === name
    return isOfThatName && encodingOfPassword(each.text) === 'encrypted'
  })
}

/** Properties without the passwords of theirs that only the node they are from can read. */
export function withoutEncryptedPasswords(
  kind: Kind,
  properties: readonly XmlElement[],
): readonly XmlElement[] {
  return properties.flatMap((property) => {
    if (!holdsEncryptedPassword(kind, property)) return property
    const others = property.children.filter(
      (each) => !holdsEncryptedPassword(kind, { ...property, children: [each] }),
    )
    return property.children.length === 0 ? [] : withChildren(property, others)
  })
}

/**
 * A state of a store with the passwords it had before as they were written then, where nobody gave it others: a GeoServer
 * encrypts each anew whenever it saves.
 * @param planned what it was to become
 */
export function withPasswordsAsBefore(
  before: CatalogObject,
  planned: CatalogObject,
  now: CatalogObject,
): CatalogObject {
  const [had, given] = [passwordsByName(before), passwordsByName(planned)]
  const properties = now.properties.map((property) =>
    withPasswords(property, (password, name) => {
      const former = had.get(name)
      const isKept = former !== undefined && former === given.get(name)
      const isBothEncrypted = [former ?? '', password].every(
        (each) => encodingOfPassword(each) === 'encrypted',
      )
      return isKept && isBothEncrypted ? former : password
    }),
  )
  return { ...now, properties }
}

function passwordsByName({ properties }: CatalogObject): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const property of properties)
    withPasswords(property, (password, name) => {
      found.set(name, password)
      return password
    })
  return found
}

/**
 * The element with each password in or below it replaced, those in the addresses of its texts too.
 * @param replace gives what stands in place of a password, from it and the name it was found under
 */
export function withPasswords(
  element: XmlElement,
  replace: (password: string, name: string) => string,
): XmlElement {
  const name = passwordNameOf(element)
  if (element.children.length === 0) {
    if (element.text === '') return element
    const text =
      name === undefined
        ? withSecrets(element.text, (password) => replace(password, element.name), 'addresses')
        : replace(element.text, name)
    return text === element.text ? element : { ...element, text }
  }
  const [key, value] = element.children
  if (isEntryOfMap(element) && key !== undefined && value !== undefined && isSecretName(key.text)) {
    const hidden = value.children.length === 0 ? { ...value, text: replace(value.text, key.text) } : value
    return withChildren(element, [key, hidden])
  }
  let changed = false
  const children = element.children.map((child) => {
    const replaced = withPasswords(child, replace)
    changed ||= replaced !== child
    return replaced
  })
  return changed ? withChildren(element, children) : element
}

function passwordNameOf(element: XmlElement): string | undefined {
  const name = element.name === 'entry' ? element.attributes['key'] : element.name
  return name !== undefined && isSecretName(name) ? name : undefined
}

function isEntryOfMap(element: XmlElement): boolean {
  return element.name === 'entry' && element.attributes['key'] === undefined && element.children.length === 2
}

/** Whether the object holds a password however it is written, so that its file must not be readable by others. */
export function holdsPassword(object: CatalogObject): boolean {
  let found = false
  for (const property of object.properties) {
    withPasswords(property, (password) => {
      found ||= password !== ''
      return password
    })
  }
  return found
}

/** An element as it may be shown: every password in or below it hidden, encrypted ones too. */
export function redactedElement(element: XmlElement): XmlElement {
  return withPasswords(element, () => hiddenSecret)
}
