import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import { textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import type { ObjectView } from '../../contract/features/configuration.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { CatalogView } from '../../nodes/face/cluster-node.ts'
import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { usedBy } from './catalog-tree.ts'
import { shownXmlOf } from './drafts/draft.ts'
import { fieldsOf } from './form/fields.ts'
import type { Versions } from './versions.ts'

/**
 * An object as it is shown and edited, passwords hidden.
 * @param last the latest change of it that is known
 */
export function viewOf(
  object: CatalogObject,
  seen: CatalogView,
  versions: Versions,
  last: KeptEntry | undefined,
): ObjectView {
  const { catalog } = seen
  const styleBody = object.kind === 'style' ? seen.styleBody(object) : undefined
  return {
    id: object.id,
    kind: object.kind,
    root: object.root,
    title: titleOf(catalog, object),
    version: versions.of({ object, styleBody }),
    xml: writeXml(shownXmlOf(object, catalog)),
    fields: fieldsOf(object),
    styleBody: styleBody ?? null,
    styleFormat: styleFormatOf(object),
    lastChange: last === undefined ? null : { at: last.at, author: last.author, summary: last.summary },
    usedBy: usedBy(object, catalog),
  }
}

/** The form of an object that is yet to be. */
export function blankView(
  kind: Kind,
  root: string,
  workspaceName: string | null,
  catalog: Catalog,
): ObjectView {
  const workspace = workspaceName === null ? undefined : catalog.byName('workspace', workspaceName)
  const namespace = workspaceName === null ? undefined : catalog.byName('namespace', workspaceName)
  const names = new Set(propertiesOf(kind, root).map(({ name }) => name))
  const given: XmlElement[] = []
  const add = (name: string, element: XmlElement): void => {
    if (names.has(name)) given.push(element)
  }
  add('name', textElement('name', ''))
  if (workspace !== undefined) add('workspace', reference('workspace', workspace))
  if (namespace !== undefined) add('namespace', reference('namespace', namespace))
  add('enabled', textElement('enabled', 'true'))
  if (kind === 'style') add('format', textElement('format', 'sld'))
  if (kind === 'layerGroup') add('mode', textElement('mode', 'SINGLE'))
  const object: CatalogObject = { kind, root, id: '', properties: given }
  return {
    id: '',
    kind,
    root,
    title: '',
    version: '',
    xml: writeXml(parentElement(root, given)),
    fields: fieldsOf(object).filter(({ type }) => type !== 'readonly'),
    styleBody: kind === 'style' ? '' : null,
    styleFormat: styleFormatOf(object),
    lastChange: null,
    usedBy: [],
  }
}

function reference(name: string, object: CatalogObject): XmlElement {
  return parentElement(name, [textElement('id', object.id)])
}

function styleFormatOf(object: CatalogObject): string | null {
  return object.kind === 'style' ? (textOfProperty(object, 'format') ?? 'sld') : null
}
