import { titleOf } from '../../catalog/catalog.ts'
import { checkKeptApart } from '../../catalog/kept-apart.ts'
import { keptByNode } from '../../catalog/kinds/kept-by-node.ts'
import { isResource, isStore } from '../../catalog/kinds/property.ts'
import { byNameOf, propertiesOf } from '../../catalog/kinds/table.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { sldVersion } from '../../catalog/style-languages/sld.ts'
import { styleResourcePath } from '../../wire/encode.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import type { Edit, PlannedEvent, EditContext } from './edit.ts'
import { isCleared } from './object-input.ts'
import {
  checkRequired,
  checkedBody,
  created,
  hasStamps,
  forEveryone,
  forEveryoneBut,
  refused,
} from './rules.ts'
import { say } from '../../sentences/say.ts'
import { objectWords } from '../words.ts'

/** A new object, with what comes with it: the namespace of a workspace, the layer of a resource, the body of a style. */
export function planAdd(edit: Edit & { verb: 'add' }, context: EditContext): readonly PlannedEvent[] {
  const { kind, root } = edit
  if (kind === 'namespace') throw refused(say('edits.namespaceComesWorkspaceAdd'))
  if (kind === 'global' || kind === 'logging')
    throw refused(say('edits.oneModify', { kind: say(`kinds.${kind}`) }))
  const table = byNameOf(propertiesOf(kind, root))
  // Id and stamps are of the object this was copied from, when there is one.
  const given = edit.properties.filter(
    (element) => !ownToEach.has(element.name) && !isCleared(element, table.get(element.name)),
  )
  const stamp = hasStamps(kind) ? [created(context)] : []
  const object: CatalogObject = {
    kind,
    root,
    id: context.identifiers.next(kind, root),
    properties: [...given, ...stamp],
  }
  const withId: CatalogObject = {
    ...object,
    properties: [textElement('id', object.id), ...withDefaults(object, versionOf(object, edit.styleBody))],
  }
  checkRequired(withId, context.catalog)
  const occupant = context.catalog.sameName(withId)
  if (occupant !== undefined) {
    throw refused(
      say('edits.thereAlready', { object: objectWords(occupant.kind, titleOf(context.catalog, occupant)) }),
    )
  }
  // What a master on Linux had beside its like comes back beside it.
  if (edit.comesBack !== true) checkKeptApart(withId, undefined, context.catalog)
  const events = [forEveryoneBut(kind, { verb: 'add', object: withId, copies: new Map() })]
  if (kind === 'workspace') events.push(forEveryone(namespaceOf(withId, edit.properties, context)))
  if (kind === 'style') events.unshift(forEveryone(styleFile(withId, edit.styleBody, context)))
  if (isResource(kind)) events.push(forEveryoneBut(kind, layerOf(withId, context)))
  return events
}

const ownToEach: ReadonlySet<string> = new Set(['id', ...keptByNode])

function namespaceOf(
  workspace: CatalogObject,
  properties: readonly XmlElement[],
  context: EditContext,
): ClusterEvent {
  const name = nameOf(workspace) ?? ''
  const uri = properties.find((element) => element.name === 'uri')?.text ?? `http://${name}`
  const id = context.identifiers.next('namespace', 'namespace')
  const object: CatalogObject = {
    kind: 'namespace',
    root: 'namespace',
    id,
    properties: [
      textElement('id', id),
      textElement('prefix', name),
      textElement('uri', uri),
      textElement('isolated', textOfProperty(workspace, 'isolated') ?? 'false'),
    ],
  }
  return { verb: 'add', object, copies: new Map() }
}

/** Publishing a resource makes its layer, as GeoServer's REST interface does. */
function layerOf(resource: CatalogObject, context: EditContext): ClusterEvent {
  const [type, styleName] = {
    coverage: ['RASTER', 'raster'],
    wmsLayer: ['WMS', 'raster'],
    wmtsLayer: ['WMTS', 'raster'],
    featureType: ['VECTOR', 'generic'],
  }[resource.kind as 'coverage' | 'wmsLayer' | 'wmtsLayer' | 'featureType']
  const style = context.catalog
    .ofKind('style')
    .find((each) => nameOf(each) === styleName && referenceOf(each, 'workspace') === undefined)
  const id = context.identifiers.next('layer', 'layer')
  const object: CatalogObject = {
    kind: 'layer',
    root: 'layer',
    id,
    properties: [
      textElement('id', id),
      textElement('type', type ?? 'VECTOR'),
      ...(style === undefined ? [] : [parentElement('defaultStyle', [textElement('id', style.id)])]),
      parentElement('resource', [textElement('id', resource.id)], { class: resource.kind }),
      created(context),
    ],
  }
  return { verb: 'add', object, copies: new Map([[resource.id, resource]]) }
}

function styleFile(style: CatalogObject, body: string | undefined, context: EditContext): ClusterEvent {
  if (body === undefined) throw refused(say('edits.newStyleNeedsBody'))
  checkedBody(body, context)
  const fileName = textOfProperty(style, 'filename') ?? ''
  const workspaceId = referenceOf(style, 'workspace')
  const workspace = workspaceId === undefined ? undefined : context.catalog.get(workspaceId, 'workspace')
  const name = workspace && nameOf(workspace)
  return {
    verb: 'style-file',
    fileName,
    resourcePath: styleResourcePath(fileName, name),
    body,
    ...(name === undefined ? {} : { workspace: name }),
  }
}

/** The version of its language a new style is in: GeoServer reads the body by what the style says, not the body. */
function versionOf(style: CatalogObject, body: string | undefined): string {
  const isSld = (textOfProperty(style, 'format') ?? 'sld') === 'sld'
  return (isSld && body !== undefined ? sldVersion(body) : undefined) ?? '1.0.0'
}

/** What GeoServer would fill in by itself. */
function withDefaults(object: CatalogObject, languageVersion: string): readonly XmlElement[] {
  const { kind, properties } = object
  const has = (name: string): boolean => properties.some((element) => element.name === name)
  const added: XmlElement[] = []
  const add = (name: string, value: string): void => {
    if (!has(name)) added.push(textElement(name, value))
  }
  if (kind === 'workspace') add('isolated', 'false')
  if (isStore(kind) || isResource(kind) || kind === 'service') add('enabled', 'true')
  if (isResource(kind)) add('nativeName', nameOf(object) ?? '')
  if (kind === 'layerGroup') add('mode', 'SINGLE')
  if (kind === 'service') add('name', object.root.toUpperCase())
  if (kind === 'style') {
    add('format', 'sld')
    add('filename', `${nameOf(object) ?? 'style'}.${textOfProperty(object, 'format') ?? 'sld'}`)
    if (!has('languageVersion'))
      added.push(parentElement('languageVersion', [textElement('version', languageVersion)]))
  }
  return [...properties.filter((element) => !(kind === 'workspace' && element.name === 'uri')), ...added]
}
