import type { XmlElement } from '../xml/element.ts'
import { clearPassword, withPasswords } from './passwords.ts'

export type PasswordVerdict = 'equal' | 'different' | 'unknowable'

/**
 * Whether the passwords in two values are the same, given that the values are the same but for their passwords.
 * Two ciphertexts are the same password only when they are the same text; otherwise nobody but the nodes can tell.
 */
export function comparePasswords(left: readonly XmlElement[], right: readonly XmlElement[]): PasswordVerdict {
  const rightPasswords = passwordsIn(right)
  let verdict: PasswordVerdict = 'equal'
  for (const [place, password] of passwordsIn(left)) {
    const other = rightPasswords.get(place) ?? ''
    if (password === other) continue
    const clear = clearPassword(password)
    const otherClear = clearPassword(other)
    if (clear === undefined || otherClear === undefined) verdict = 'unknowable'
    else if (clear !== otherClear) return 'different'
  }
  return verdict
}

/** Every password by the way to it: names of entries, and numbers where there is no name. */
function passwordsIn(elements: readonly XmlElement[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const element of elements) collect(element, element.name, found)
  return found
}

function collect(element: XmlElement, way: string, found: Map<string, string>): void {
  const isPair = element.name === 'entry' && element.attributes['key'] === undefined
  if (element.children.length === 0 || isPair) {
    const name = isPair ? `${way}/${element.children[0]?.text ?? ''}` : way
    let number = 0
    withPasswords(element, (password) => {
      number += 1
      found.set(`${name}#${number}`, password)
      return password
    })
    return
  }
  const counts = new Map<string, number>()
  for (const child of element.children) {
    const name = child.attributes['key'] ?? (child.name === 'entry' ? '' : child.name)
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    const isNumbered = child.attributes['key'] === undefined && child.name !== 'entry'
    collect(child, isNumbered ? `${way}/${name}[${count}]` : `${way}/${name}`, found)
  }
}
