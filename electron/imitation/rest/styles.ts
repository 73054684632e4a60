import { extname } from 'node:path'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { childText, parentElement, textElement, type XmlElement } from '../../xml/element.ts'
import { created, done, type Answer, type Call } from './exchange.ts'
import { changeGroup, workspaceOfPath } from './groups.ts'
import { bodyOf, givenProperties } from './input.ts'
import { notFound, type NodeCore } from './node-core.ts'
import { removeStyleFromLayers } from './layers.ts'
import { emptyError, RestError } from './rest-error.ts'
import { encodedPath } from './router.ts'
import { readSld, rewrittenSld } from './sld.ts'

export const builtIn: readonly string[] = ['point', 'line', 'polygon', 'raster', 'generic']
const sldTypes: Readonly<Record<string, string>> = {
  'application/vnd.ogc.sld+xml': '1.0.0',
  'application/vnd.ogc.se+xml': '1.1.0',
}

export function styleAt(core: NodeCore, call: Call): CatalogObject | undefined {
  return core.named(workspaceOfPath(core, call), call.params.style ?? '', 'style')
}

function typeOf(call: Call): string {
  return call.type.split(';')[0]?.trim() ?? ''
}

function isObject(call: Call): boolean {
  return ['application/json', 'application/xml', 'text/xml'].includes(typeOf(call))
}

export function createStyle(core: NodeCore, call: Call): Answer {
  const workspace = workspaceOfPath(core, call)
  return isObject(call) ? createWithoutBody(core, call, workspace) : createWithBody(core, call, workspace)
}

function createWithoutBody(core: NodeCore, call: Call, workspace: CatalogObject | undefined): Answer {
  const root = bodyOf(call)
  const given = givenProperties('style', root, core.lookup)
  const name = given.get('name')?.text
  if (name === undefined) throw new RestError(500, 'Style name must not be null')
  if (!given.has('filename')) throw new RestError(500, 'Style fileName must not be null')
  if (core.named(workspace, name, 'style') !== undefined)
    throw new RestError(500, `Style named '${name}' already exists`)
  core.changes.add(newStyle(core, workspace, given, childText(root, 'id')))
  return { status: 201, headers: { 'Content-Type': 'text/plain;charset=iso-8859-1' }, body: name }
}

function createWithBody(core: NodeCore, call: Call, workspace: CatalogObject | undefined): Answer {
  const version = sldTypes[typeOf(call)]
  if (version === undefined) throw new RestError(500, `No such style handler: format = ${typeOf(call)}`)
  // The body is read for its name, whether it is to be kept raw or not.
  const sld = readSld(call.body.toString('utf8'))
  if (sld === undefined) {
    throw new RestError(
      500,
      'org.xml.sax.SAXParseException; lineNumber: 1; columnNumber: 29; XML document structures must start and end within the same entity.',
    )
  }
  const name = call.query.get('name') ?? sld.name
  const fileName = `${name}.sld`
  // A file of that name among the global styles is in the way of one in a workspace, too.
  const isTaken = [workspace, undefined].some(
    (each) => core.memory.files.get(bodyPath(each, fileName)) !== undefined,
  )
  if (core.named(workspace, name, 'style') !== undefined || isTaken) {
    const isSame = core.named(workspace, name, 'style') !== undefined
    throw new RestError(
      403,
      isSame ? `Style ${name} already exists.` : `Style resource ${fileName} already exists.`,
      'page',
    )
  }
  core.memory.files.write(bodyPath(workspace, fileName), isRaw(call) ? call.body : rewrittenSld(sld))
  const given = new Map([
    ['name', textElement('name', name)],
    ['languageVersion', parentElement('languageVersion', [textElement('version', version)])],
    ['filename', textElement('filename', fileName)],
  ])
  core.changes.add(newStyle(core, workspace, given, undefined))
  const above = workspace === undefined ? '' : `/workspaces/${encodedPath(nameOf(workspace) ?? '')}`
  return created(`${core.base}${above}/styles/${encodeURIComponent(name)}`, name)
}

function isRaw(call: Call): boolean {
  return call.query.get('raw') === 'true'
}

function bodyPath(workspace: CatalogObject | undefined, fileName: string): string {
  return workspace === undefined
    ? `styles/${fileName}`
    : `workspaces/${nameOf(workspace) ?? ''}/styles/${fileName}`
}

function newStyle(
  core: NodeCore,
  workspace: CatalogObject | undefined,
  given: ReadonlyMap<string, XmlElement>,
  givenId: string | undefined,
): CatalogObject {
  const id = givenId ?? core.memory.newId('StyleInfo')
  const base: CatalogObject = {
    kind: 'style',
    root: 'style',
    id,
    properties: [
      textElement('id', id),
      textElement('name', ''),
      textElement('format', 'sld'),
      parentElement('languageVersion', [textElement('version', '1.0.0')]),
    ],
  }
  return withProperties(
    base,
    new Map<string, XmlElement | undefined>([
      ...[...given].filter(([key]) => key !== 'id' && key !== 'workspace'),
      [
        'workspace',
        workspace === undefined ? undefined : parentElement('workspace', [textElement('id', workspace.id)]),
      ],
      ['dateCreated', textElement('dateCreated', core.memory.date())],
    ]),
  )
}

export function putStyle(core: NodeCore, call: Call): Answer {
  const workspace = workspaceOfPath(core, call)
  const style = core.named(workspace, call.params.style ?? '', 'style')
  if (!isObject(call)) return putBody(core, call, style)
  const root = bodyOf(call)
  if (style === undefined) throw emptyError(404)
  const given = givenProperties('style', root, core.lookup)
  given.delete('id')
  const name = given.get('name')?.text
  const isRenamed = name !== undefined && name !== nameOf(style)
  if (isRenamed && core.named(workspace, name, 'style') !== undefined)
    throw new RestError(500, `Style named '${name}' already exists`)
  const fileName = textOfProperty(style, 'filename') ?? ''
  const isFollowed = isRenamed && (given.get('filename')?.text ?? fileName) === fileName
  if (isFollowed) given.set('filename', textElement('filename', name + extname(fileName)))
  moveBody(core, style, given, isFollowed)
  // Metadata that is not given is emptied.
  core.modify(style, given, new Map([['metadata', given.get('metadata')]]))
  return done
}

/** A new name or workspace takes the rules along, a new file name begins them empty where there is no such file. */
function moveBody(
  core: NodeCore,
  style: CatalogObject,
  given: ReadonlyMap<string, XmlElement>,
  isFollowed: boolean,
): void {
  const { files } = core.memory
  const from = core.memory.bodyPathOf(style)
  const to = core.memory.bodyPathOf(withProperties(style, given))
  const body = files.get(from)
  if (from !== to && body !== undefined) {
    const goesAlong = isFollowed || given.has('workspace')
    if (files.get(to) === undefined) files.write(to, goesAlong ? body.content : Buffer.alloc(0))
    if (goesAlong) files.remove(from)
  }
  // A style whose file is gone gets one again with the next change.
  if (body === undefined && from === to)
    files.write(
      to,
      rewrittenSld({ name: 'Default Styler', root: parentElement('StyledLayerDescriptor', []) }),
    )
}

function putBody(core: NodeCore, call: Call, style: CatalogObject | undefined): Answer {
  const version = sldTypes[typeOf(call)]
  if (version === undefined || style === undefined) throw emptyError(version === undefined ? 415 : 400)
  const text = call.body.toString('utf8')
  const sld = readSld(text)
  if (!isRaw(call) && sld === undefined) throw emptyError(400)
  core.memory.files.write(
    core.memory.bodyPathOf(style),
    isRaw(call) || sld === undefined ? call.body : rewrittenSld(sld),
  )
  const given = new Map([['dateModified', textElement('dateModified', core.memory.date())]])
  // The version of what cannot be read stays what it was.
  if (sld !== undefined) {
    given.set('languageVersion', parentElement('languageVersion', [textElement('version', version)]))
  }
  const names = sld === undefined ? [] : isRaw(call) ? ['formatVersion'] : ['format', 'formatVersion']
  core.changes.modify(style, withProperties(style, given), names)
  return done
}

export function deleteStyle(core: NodeCore, call: Call): Answer {
  const { style: name = '', ws } = call.params
  const style = styleAt(core, call)
  if (style === undefined)
    throw notFound(ws === undefined ? `Style ${name} not found` : `Style ${ws}:${name} not found`)
  if (ws === undefined && builtIn.includes(name)) throw emptyError(403)
  const user = userOf(core, style)
  if (user !== undefined && call.query.get('recurse') !== 'true')
    throw new RestError(500, `Unable to delete style referenced by ${user}`)
  removeStyleFromLayers(core, style)
  removeStyleFromGroups(core, style)
  setAside(core, style)
  core.changes.remove(style)
  return done
}

function userOf(core: NodeCore, style: CatalogObject): string | undefined {
  const layer = core.memory.catalog
    .ofKind('layer')
    .find((each) => referenceOf(each, 'defaultStyle') === style.id || usesStyle(each, style))
  const group = core.memory.catalog.ofKind('layerGroup').find((each) => usesStyle(each, style))
  if (group !== undefined) return `layer group '${nameOf(group) ?? ''}'`
  return layer === undefined ? undefined : `layer '${core.nameOf(layer)}'`
}

function usesStyle(object: CatalogObject, style: CatalogObject): boolean {
  return propertyOf(object, 'styles')?.children.some((each) => childText(each, 'id') === style.id) === true
}

function removeStyleFromGroups(core: NodeCore, style: CatalogObject): void {
  for (const group of core.memory.catalog.ofKind('layerGroup').filter((each) => usesStyle(each, style))) {
    const styles = (propertyOf(group, 'styles')?.children ?? []).map((each) =>
      childText(each, 'id') === style.id ? parentElement('style', []) : each,
    )
    changeGroup(core, group, new Map([['styles', parentElement('styles', styles)]]))
  }
}

/** The rules stay as `<file>.bak`, also when they are to be purged. */
function setAside(core: NodeCore, style: CatalogObject): void {
  const { files } = core.memory
  const path = core.memory.bodyPathOf(style)
  const body = files.get(path)
  if (body === undefined) return
  let target = `${path}.bak`
  for (let number = 1; files.get(target) !== undefined; number += 1) target = `${path}.bak.${number}`
  files.move(path, target)
}
