import { titleOf, type Catalog } from './catalog.ts'
import { propertiesOf } from './kinds/table.ts'
import type { CatalogObject } from './object.ts'
import { childText, type XmlElement } from '../xml/element.ts'
import { writeXml } from '../xml/write.ts'
import { redactedElement } from './passwords.ts'
import { hiddenSecret } from '../secrets/mark.ts'

/** A property before and after a change, as text without passwords. */
export interface PropertyText {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
  readonly changed: boolean
}

/**
 * The properties of an object before and after a change, in the order of its file, also those that stay.
 * @param catalog where what they refer to is looked up for its name
 */
export function changedTexts(
  before: CatalogObject | undefined,
  after: CatalogObject | undefined,
  catalog: Catalog,
): readonly PropertyText[] {
  const object = after ?? before
  const known = object === undefined ? [] : propertiesOf(object.kind, object.root).map(({ name }) => name)
  const present = [...(before?.properties ?? []), ...(after?.properties ?? [])].map(({ name }) => name)
  const unknown = present.filter((name) => !known.includes(name))
  const names = new Set([...known.filter((name) => present.includes(name)), ...unknown])
  return [...names].map((name) => {
    const left = elementsOf(before, name)
    const right = elementsOf(after, name)
    const changed = JSON.stringify(left) !== JSON.stringify(right)
    const texts = { before: shownTexts(left, catalog), after: shownTexts(right, catalog) }
    const isSecret = changed && texts.before === texts.after && texts.after?.includes(hiddenSecret) === true
    return {
      name,
      before: texts.before,
      after: isSecret ? `${texts.after ?? ''} (another)` : texts.after,
      changed,
    }
  })
}

function elementsOf(object: CatalogObject | undefined, name: string): readonly XmlElement[] {
  return object?.properties.filter((each) => each.name === name) ?? []
}

function shownTexts(elements: readonly XmlElement[], catalog: Catalog): string | null {
  if (elements.length === 0) return null
  return elements.map((element) => textOfValue(redactedElement(element), catalog)).join('\n')
}

/** One value as text: a reference by the title of what it refers to, anything with parts as XML. */
export function textOfValue(element: XmlElement, catalog: Catalog): string {
  if (element.children.length === 0) return element.text
  const id = childText(element, 'id')
  if (id !== undefined && element.children.length === 1) return titleById(id, catalog)
  return element.children.map((child) => writeXml(child)).join('\n')
}

function titleById(id: string, catalog: Catalog): string {
  const object = catalog.get(id)
  return object === undefined ? id : titleOf(catalog, object)
}
