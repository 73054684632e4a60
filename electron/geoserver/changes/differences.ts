import { comparableProperties } from '../../catalog/comparable.ts'
import { propertyOf, type CatalogObject } from '../../catalog/object.ts'
import { writeXml } from '../../xml/write.ts'

/** Names of the properties in which two states of an object differ, passwords included. */
export function differingProperties(left: CatalogObject, right: CatalogObject): readonly string[] {
  const [leftTexts, rightTexts] = [comparableProperties(left), comparableProperties(right)]
  const names = new Set([...leftTexts.keys(), ...rightTexts.keys()])
  return [...names].filter(
    (name) => leftTexts.get(name) !== rightTexts.get(name) || hasOtherSecret(left, right, name),
  )
}

const withSecrets = new Set(['connectionParameters', 'password'])

/** Comparisons hide passwords; a new clear one is a change nevertheless. */
function hasOtherSecret(left: CatalogObject, right: CatalogObject, name: string): boolean {
  if (!withSecrets.has(name)) return false
  const texts = [left, right].map((object) => {
    const property = propertyOf(object, name)
    return property === undefined ? '' : writeXml(property)
  })
  // A node encrypts a password anew with every save, so that two encrypted ones say nothing.
  const [first, second] = texts.map((text) => text.replaceAll(/crypt[12]:[\w+/=]*/g, 'crypt:'))
  return first !== second
}
