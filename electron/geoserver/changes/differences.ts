import { comparableProperties } from '../../catalog/comparable.ts'
import { propertyOf, type CatalogObject } from '../../catalog/object.ts'
import { comparePasswords } from '../../catalog/password-comparison.ts'
import { holdsPasswordOfOneNode } from '../../catalog/passwords.ts'

/** Names of the properties in which two states of an object differ, passwords included. */
export function differingProperties(left: CatalogObject, right: CatalogObject): readonly string[] {
  const [leftTexts, rightTexts] = [comparableProperties(left), comparableProperties(right)]
  const names = new Set([...leftTexts.keys(), ...rightTexts.keys()])
  return [...names].filter(
    (name) => leftTexts.get(name) !== rightTexts.get(name) || hasOtherSecret(left, right, name),
  )
}

const withSecrets = new Set(['connectionParameters', 'password'])

/**
 * Comparisons hide passwords; a new clear one is a change nevertheless. One that the right keeps encrypted may be any:
 * a node encrypts it anew with every save.
 */
function hasOtherSecret(left: CatalogObject, right: CatalogObject, name: string): boolean {
  const [before, after] = [propertyOf(left, name), propertyOf(right, name)]
  if (!withSecrets.has(name) || before === undefined || after === undefined) return false
  const verdict = comparePasswords([before], [after])
  return verdict === 'different' || (verdict === 'unknowable' && !holdsPasswordOfOneNode(after))
}
