import { resourceOf, workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import { elementForFile } from '../../catalog/to-file.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { clearPassword } from '../../catalog/passwords.ts'
import {
  childText,
  isEmptyElement,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts'

const references: ReadonlySet<string> = new Set([
  ...['workspace', 'namespace', 'store', 'resource'],
  ...['defaultStyle', 'rootLayer', 'rootLayerStyle'],
])

/**
 * An object as the REST interface takes it: its file without its id, references by name and none that refers to nothing,
 * which would break it; passwords clear or as the node itself encrypted them. Properties that do not belong into a request
 * are the caller's to leave out.
 */
export function restDocument(object: CatalogObject, catalog: Catalog): XmlElement {
  const root = elementForFile(object, catalog)
  return withChildren(
    root,
    root.children
      .filter(
        ({ name }) =>
          name !== 'id' && name !== 'dateCreated' && name !== 'dateModified' && name !== 'modifiedBy',
      )
      .map((child) => inRequest(child, catalog))
      .filter((child) => !references.has(child.name) || !isEmptyElement(child)),
  )
}

/** A node takes the id of what it is to create, as the first child. */
export function withId(document: XmlElement, id: string): XmlElement {
  return withChildren(document, [textElement('id', id), ...document.children])
}

function inRequest(element: XmlElement, catalog: Catalog): XmlElement {
  if (references.has(element.name)) return byName(element, catalog)
  switch (element.name) {
    case 'styles':
    case 'publishables':
    case 'layers':
      return withChildren(
        element,
        element.children.map((item) => byName(item, catalog)),
      )
    case 'layerGroupStyles':
      return withChildren(
        element,
        element.children.map((style) =>
          withChildren(
            style,
            style.children.map((child) => inRequest(child, catalog)),
          ),
        ),
      )
    case 'password':
      return sendable(element)
    case 'connectionParameters':
      return withChildren(
        element,
        element.children.map((entry) => (entry.attributes.key === 'passwd' ? sendable(entry) : entry)),
      )
    default:
      return element
  }
}

/** What a node encrypted itself it understands; the form a file of ours holds a password in it does not. */
function sendable(element: XmlElement): XmlElement {
  return textElement(element.name, clearPassword(element.text) ?? element.text, element.attributes)
}

function byName(element: XmlElement, catalog: Catalog): XmlElement {
  const id = childText(element, 'id')
  const target = id === undefined ? undefined : catalog.get(id)
  if (target === undefined)
    return isEmptyElement(element) ? element : parentElement(element.name, [], element.attributes)
  return parentElement(
    element.name,
    [textElement('name', nameInRequest(target, catalog))],
    element.attributes,
  )
}

/** How a request refers to an object: `topp:roads` for what belongs to a workspace. */
export function nameInRequest(object: CatalogObject, catalog: Catalog): string {
  const resource = resourceOf(catalog, object)
  const name = nameOf(resource ?? object) ?? ''
  if (object.kind === 'workspace' || object.kind === 'namespace') return name
  const workspace = workspaceOf(catalog, object)
  return workspace === undefined ? name : `${nameOf(workspace) ?? ''}:${name}`
}
