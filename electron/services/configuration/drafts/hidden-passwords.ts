import { failure } from '../../../errors/failure.ts'
import { withChildren, type XmlElement } from '../../../xml/element.ts'
import { redactedElement, withPasswords } from '../../../catalog/passwords.ts'
import { hiddenSecret } from '../../../secrets/mark.ts'
import { say } from '../../../sentences/say.ts'

/**
 * A value as an operator gave it back, with the stored passwords in place of those that were shown hidden.
 * @param stored the value as it is
 * @throws PLB-ENGINE-EDIT-REFUSED when a hidden password stands where none is stored
 */
export function withStoredPasswords(given: XmlElement, stored: XmlElement | undefined): XmlElement {
  if (!JSON.stringify(given).includes(hiddenSecret)) return given
  if (stored !== undefined && isSame(given, redactedElement(stored))) return stored
  if (given.children.length === 0) return { ...given, text: withStoredText(given, stored) }
  const counts = new Map<string, number>()
  const children = given.children.map((child) => {
    const place = placeOf(child)
    const number = (counts.get(place) ?? 0) + 1
    counts.set(place, number)
    return withStoredPasswords(child, stored?.children.filter((each) => placeOf(each) === place)[number - 1])
  })
  return withChildren(given, children)
}

/** An address of which something else than its hidden password was changed. */
function withStoredText(given: XmlElement, stored: XmlElement | undefined): string {
  const passwords: string[] = []
  if (stored !== undefined) {
    withPasswords(stored, (password) => {
      passwords.push(password)
      return hiddenSecret
    })
  }
  return given.text.replaceAll(hiddenSecret, () => {
    const password = passwords.shift()
    if (password === undefined) {
      const name = given.attributes['key'] ?? given.name
      throw failure('PLB-ENGINE-EDIT-REFUSED', {
        reason: say('edits.holdsHiddenPasswordWhere', { name }),
      })
    }
    return password
  })
}

/** Where a value stands among its siblings: by the key of its entry, else by its name. */
function placeOf(element: XmlElement): string {
  const key = element.attributes['key'] ?? (element.name === 'entry' ? element.children[0]?.text : undefined)
  return key === undefined ? element.name : `entry ${key}`
}

function isSame(left: XmlElement, right: XmlElement): boolean {
  return (
    left.name === right.name &&
    left.text === right.text &&
    left.attributes['key'] === right.attributes['key'] &&
    left.children.length === right.children.length &&
    left.children.every((child, index) => {
      const other = right.children[index]
      return other !== undefined && isSame(child, other)
    })
  )
}
