import { z } from 'zod'
import type { Catalog } from '../../../catalog/catalog.ts'
import { elementForFile } from '../../../catalog/to-file.ts'
import { kinds, type Kind } from '../../../catalog/kinds/property.ts'
import { byNameOf, propertiesOf } from '../../../catalog/kinds/table.ts'
import { propertiesFromFile } from '../../../catalog/from-file.ts'
import type { CatalogObject } from '../../../catalog/object.ts'
import type { EditDraft } from '../../../contract/features/configuration.ts'
import { findObject } from '../../../engine/master/find-object.ts'
import { checkNames } from '../../../engine/master/known-names.ts'
import { readObjectInput } from '../../../engine/master/object-input.ts'
import { failure } from '../../../errors/failure.ts'
import { textElement, type XmlElement } from '../../../xml/element.ts'
import { elementFromValue, unknownElement, type KindOfId } from '../form/elements.ts'
import { withStoredPasswords } from './hidden-passwords.ts'
import { redactedElement } from '../../../catalog/passwords.ts'
import { parseJson } from '../../../text/json.ts'
import { say } from '../../../sentences/say.ts'

/** An object as its XML is shown and edited: its file, passwords hidden. */
export function shownXmlOf(object: CatalogObject, catalog: Catalog): XmlElement {
  return redactedElement(elementForFile(object, catalog))
}

/**
 * The properties a draft changes, each as it shall be; an empty one is taken away. Passwords that came back hidden are
 * the stored ones.
 * @param base the object the draft started from; undefined for a new one
 * @throws PLB-ENGINE-EDIT-REFUSED, PLB-ENGINE-OBJECT-NOT-FOUND, PLB-XML-…
 */
export function changedProperties(
  draft: Pick<EditDraft, 'input'>,
  kind: Kind,
  root: string,
  base: CatalogObject | undefined,
  catalog: Catalog,
): readonly XmlElement[] {
  const text = draft.input?.trim() ?? ''
  if (text === '') return []
  const given = text.startsWith('<')
    ? fromXml(text, kind, root, base, catalog)
    : fromJson(text, kind, root, base, catalog)
  checkNames({ kind, root }, given, base, catalog)
  return given.map((element) =>
    withStoredPasswords(
      element,
      base?.properties.find(({ name }) => name === element.name),
    ),
  )
}

/** What of a whole document differs from the one that was shown; what is not in it any more is taken away. */
function fromXml(
  text: string,
  kind: Kind,
  root: string,
  base: CatalogObject | undefined,
  catalog: Catalog,
): readonly XmlElement[] {
  const edited = readObjectInput(kind, root, text, (allowed, name) => findObject(catalog, allowed, name))
  if (base === undefined) return edited
  const shown = propertiesFromFile(kind, shownXmlOf(base, catalog))
  const names = new Set([...shown, ...edited].map(({ name }) => name))
  return [...names].flatMap((name) => {
    const before = shown.filter((element) => element.name === name)
    const after = edited.filter((element) => element.name === name)
    if (JSON.stringify(before) === JSON.stringify(after)) return []
    return after.length === 0 ? [textElement(name, '')] : after
  })
}

const jsonObject = z.record(z.string(), z.json())

function fromJson(
  text: string,
  kind: Kind,
  root: string,
  base: CatalogObject | undefined,
  catalog: Catalog,
): readonly XmlElement[] {
  const table = byNameOf(propertiesOf(kind, root))
  const kindOfId: KindOfId = (id, { type }) => {
    const allowed = type.type === 'reference' || type.type === 'references' ? type.kinds : kinds
    return findObject(catalog, allowed, id).kind
  }
  return Object.entries(objectIn(text)).map(([name, value]) => {
    const property = table.get(name)
    const stored = base?.properties.find((element) => element.name === name)
    return property === undefined
      ? unknownElement(name, value, stored)
      : elementFromValue(kind, property, value, stored, kindOfId)
  })
}

function objectIn(text: string): z.output<typeof jsonObject> {
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.objectNeitherXmlNor') })
  }
  const parsed = jsonObject.safeParse(value)
  if (parsed.success) return parsed.data
  throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.jsonNotObjectProperties') })
}
