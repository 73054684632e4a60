import { resourceOf } from '../../catalog/catalog.ts'
import { hidingIn } from '../../catalog/held-by-groups.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import {
  childText,
  isEmptyElement,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts'
import { boundingBox, boundsOf, union, type Bounds } from '../memory/bounds.ts'
import { created, done, type Answer, type Call } from './exchange.ts'
import { bodyOf, givenProperties } from './input.ts'
import { notFound, type NodeCore } from './node-core.ts'
import { emptyError, RestError } from './rest-error.ts'
import { encodedPath } from './router.ts'

/** The workspace a path names; undefined for a global path. */
export function workspaceOfPath(core: NodeCore, call: Call): CatalogObject | undefined {
  const { ws } = call.params
  if (ws === undefined) return undefined
  const workspace = core.workspace(ws)
  if (workspace === undefined) throw notFound(`Workspace ${ws} not found`)
  return workspace
}

export function groupAt(core: NodeCore, call: Call): CatalogObject | undefined {
  const group = core.named(workspaceOfPath(core, call), call.params.group ?? '', 'layerGroup')
  return group !== undefined && isHiddenAt(core, group) ? undefined : group
}

/** Whether its groups hide a layer or group, as far as the node took notice of that. */
export function isHiddenAt({ memory }: NodeCore, { id }: CatalogObject): boolean {
  return !memory.isHidingForgotten && hidingIn(memory.catalog)(id)
}

export function createGroup(core: NodeCore, call: Call): Answer {
  const workspace = workspaceOfPath(core, call)
  const root = bodyOf(call)
  const given = givenProperties('layerGroup', root, core.lookup)
  const name = given.get('name')?.text ?? ''
  const members = given.get('publishables')?.children ?? []
  if (!given.has('publishables')) {
    throw new RestError(
      500,
      'Cannot invoke "java.util.List.isEmpty()" because the return value of "org.geoserver.catalog.LayerGroupInfo.getLayers()" is null',
    )
  }
  if (members.some((each) => each.name === 'unknown'))
    throw new RestError(500, 'Cannot invoke "java.util.List.get(int)" because "styles" is null')
  if (given.get('mode')?.text === 'EO' && !given.has('rootLayer')) {
    throw new RestError(
      500,
      'Cannot invoke "org.geoserver.catalog.LayerInfo.getResource()" because "l" is null',
    )
  }
  const styles = (given.get('styles')?.children ?? []).map(asStyle)
  if (given.has('styles') && styles.length < members.length) {
    throw new RestError(500, `Index ${styles.length} out of bounds for length ${styles.length}`)
  }
  if (core.named(workspace, name, 'layerGroup') !== undefined)
    throw new RestError(500, `Layer group named '${name}' already exists`)
  const id = childText(root, 'id') ?? core.memory.newId('LayerGroupInfo')
  const base: CatalogObject = {
    kind: 'layerGroup',
    root: 'layerGroup',
    id,
    properties: [textElement('id', id), textElement('name', name), textElement('mode', 'SINGLE')],
  }
  const bounds = given.get('bounds') ?? boundsOfMembers(core, members)
  core.changes.add(
    withProperties(
      base,
      new Map<string, XmlElement | undefined>([
        ...[...given].filter(([key]) => key !== 'id' && key !== 'workspace' && key !== 'layers'),
        [
          'styles',
          parentElement(
            'styles',
            members.map((_, index) => styles[index] ?? parentElement('style', [])),
          ),
        ],
        [
          'workspace',
          workspace === undefined ? undefined : parentElement('workspace', [textElement('id', workspace.id)]),
        ],
        ['bounds', bounds],
        ['dateCreated', textElement('dateCreated', core.memory.date())],
      ]),
    ),
  )
  return created(`${core.base}/layergroups/${encodedPath(name)}`, name)
}

function asStyle(element: XmlElement): XmlElement {
  return element.name === 'unknown' ? parentElement('style', []) : element
}

function boundsOfMembers(core: NodeCore, members: readonly XmlElement[]): XmlElement | undefined {
  const boxes = members.flatMap((member) => boxesOf(core, childText(member, 'id') ?? ''))
  const all = union(boxes)
  return all === undefined ? undefined : boundingBox('bounds', all)
}

function boxesOf(core: NodeCore, id: string): readonly Bounds[] {
  const object = core.memory.catalog.get(id)
  if (object === undefined) return []
  const owner = object.kind === 'layer' ? resourceOf(core.memory.catalog, object) : object
  const box =
    owner === undefined
      ? undefined
      : propertyOf(owner, owner.kind === 'layerGroup' ? 'bounds' : 'nativeBoundingBox')
  const bounds = box === undefined ? undefined : boundsOf(box)
  return bounds === undefined ? [] : [bounds]
}

export function putGroup(core: NodeCore, call: Call): Answer {
  const root = bodyOf(call)
  const before = groupAt(core, call)
  if (before === undefined) throw missingGroup(root)
  const given = givenProperties('layerGroup', root, core.lookup)
  const name = given.get('name')?.text
  const target = given.get('workspace')
  const isMoved = target !== undefined && childText(target, 'id') !== referenceOf(before, 'workspace')
  if ((name !== undefined && name !== nameOf(before)) || isMoved) throw emptyError(403)
  const mode = given.get('mode')?.text ?? textOfProperty(before, 'mode')
  if (mode === 'SINGLE' && (given.get('rootLayer') ?? propertyOf(before, 'rootLayer')) !== undefined)
    throw new RestError(500, 'Layer group in mode Single must not have a root layer')
  for (const key of ['id', 'workspace', 'dateCreated', 'dateModified', 'layers']) given.delete(key)
  const members = given.get('publishables') ?? propertyOf(before, 'publishables')
  const styles = given.get('styles')
  const count = (styles ?? propertyOf(before, 'styles'))?.children.length ?? 0
  if (count !== (members?.children.length ?? 0)) {
    throw new RestError(500, 'Layer group has different number of styles than layers')
  }
  // A null style that was read comes back as a style without an id.
  if (styles !== undefined) given.set('styles', withChildren(styles, styles.children.map(withEmptyId)))
  core.modify(before, withoutIds(core, given))
  return done
}

function missingGroup(root: XmlElement): RestError {
  return childText(root, 'name') === undefined
    ? new RestError(
        500,
        'java.lang.NullPointerException: Cannot invoke "Object.getClass()" because "obj" is null',
      )
    : new RestError(
        500,
        'Cannot invoke "org.geoserver.catalog.LayerGroupInfo.getName()" because "original" is null',
      )
}

function withEmptyId(style: XmlElement): XmlElement {
  return isEmptyElement(style) ? parentElement('style', [textElement('id', '')]) : asStyle(style)
}

/** Styles of a group get ids of their own. */
function withoutIds(core: NodeCore, given: Map<string, XmlElement>): Map<string, XmlElement> {
  const styles = given.get('layerGroupStyles')
  if (styles === undefined) return given
  const named = styles.children.map((style) =>
    childText(style, 'id') === undefined
      ? withChildren(style, [textElement('id', core.memory.newId('LayerGroupStyle')), ...style.children])
      : style,
  )
  return given.set('layerGroupStyles', withChildren(styles, named))
}

export function deleteGroup(core: NodeCore, call: Call): Answer {
  const group = groupAt(core, call)
  if (group === undefined) {
    throw new RestError(
      500,
      'Cannot invoke "org.geoserver.catalog.LayerGroupInfo.getWorkspace()" because "lg" is null',
    )
  }
  const outer = groupsWith(core, group)[0]
  if (outer !== undefined) {
    throw new RestError(
      500,
      `Unable to delete layer group referenced by layer group '${nameOf(outer) ?? ''}'`,
    )
  }
  core.changes.remove(group)
  return done
}

/** Groups that hold an object as a member. */
/** A group keeps a layer, unless what is removed takes it out of its groups before. */
export function refuseGrouped(core: NodeCore, layer: CatalogObject): void {
  const group = groupsWith(core, layer)[0]
  if (group === undefined) return
  throw new RestError(500, `Unable to delete layer referenced by layer group '${nameOf(group) ?? ''}'`)
}

export function groupsWith(core: NodeCore, member: CatalogObject): readonly CatalogObject[] {
  return core.memory.catalog
    .ofKind('layerGroup')
    .filter(
      (group) =>
        propertyOf(group, 'publishables')?.children.some((each) => childText(each, 'id') === member.id) ===
        true,
    )
}

/** Takes a member out of every group, with its style; groups left without members go afterwards. */
export function removeFromGroups(core: NodeCore, member: CatalogObject): void {
  const emptied = groupsWith(core, member).filter((group) => {
    const members = propertyOf(group, 'publishables')?.children ?? []
    const styles = propertyOf(group, 'styles')?.children ?? []
    const kept = members.flatMap((each, index) => (childText(each, 'id') === member.id ? [] : [index]))
    if (kept.length === 0) return true
    const pick = (name: string, items: readonly XmlElement[]): XmlElement =>
      parentElement(
        name,
        kept.flatMap((index) => items[index] ?? []),
      )
    const rest = new Map([
      ['publishables', pick('publishables', members)],
      ['styles', pick('styles', styles)],
    ])
    changeGroup(core, group, rest)
    return false
  })
  for (const group of emptied) {
    removeFromGroups(core, group)
    core.changes.remove(group)
  }
}

export function changeGroup(
  core: NodeCore,
  group: CatalogObject,
  changes: ReadonlyMap<string, XmlElement>,
): void {
  const stamp = new Map([['dateModified', textElement('dateModified', core.memory.date())]])
  core.changes.modify(group, withProperties(group, new Map([...changes, ...stamp])), [
    'layerGroupStyles',
    'layers',
    'styles',
  ])
}
