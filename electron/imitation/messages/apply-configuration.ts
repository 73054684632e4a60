import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import type { ClusterEvent, ModifyEvent } from '../../wire/event.ts'
import { parentElement, textElement, withChildren, type XmlElement } from '../../xml/element.ts'
import { withChanges } from './apply-catalog.ts'
import { serviceAt, settingsOf } from '../rest/configuration.ts'
import { Locator } from './locate.ts'
import { Lost, type Applied } from './applied.ts'
import type { NodeCore } from '../rest/node-core.ts'

const applied: Applied = { outcome: 'applied' }

export function applyToConfiguration(core: NodeCore, event: ClusterEvent): Applied {
  if (event.verb === 'style-file' || event.verb === 'default')
    throw new Lost('not an event of the configuration')
  switch (event.object.kind) {
    case 'global':
      return takeGlobal(core, event)
    case 'logging':
      core.memory.put({ ...core.memory.catalog.get('logging'), ...withoutMark(event.object) })
      return applied
    case 'service':
      return takeService(core, event)
    case 'settings':
      return takeSettings(core, event)
    default:
      throw new Lost(`${event.object.kind} is not of the configuration`)
  }
}

function withoutMark({ complete: _, ...object }: CatalogObject): CatalogObject {
  return object
}

const fromSource = ['settings', 'jai', 'coverageAccess']

/** Everything of the source, then what the event lists, and then these again from the source. */
function takeGlobal(core: NodeCore, event: ClusterEvent): Applied {
  if (event.verb !== 'modify') throw new Lost('the global configuration is only ever modified')
  const before = core.changes.global
  const source = new Map<string, XmlElement>(event.object.properties.map((each) => [each.name, each]))
  const changed = withChanges(core, withProperties(before, source), event)
  const again = new Map(
    fromSource.flatMap((name) => {
      const value = source.get(name)
      return value === undefined
        ? []
        : [[name, name === 'settings' ? withOwnEntries(value, before) : value] as const]
    }),
  )
  const after = withProperties(
    changed,
    new Map<string, XmlElement | undefined>([...again, ['clientProperties', undefined], ['id', undefined]]),
  )
  core.memory.put(after)
  return applied
}

/** Nothing sets the map of entries, so that copying leaves that of the node. */
function withOwnEntries(settings: XmlElement, before: CatalogObject): XmlElement {
  const isEntries = ({ name }: XmlElement): boolean => name === 'metadata'
  const own = propertyOf(before, 'settings')?.children.filter(isEntries) ?? []
  return withChildren(settings, [...settings.children.filter((each) => !isEntries(each)), ...own])
}

function takeService(
  core: NodeCore,
  event: Exclude<ClusterEvent, { verb: 'style-file' | 'default' }>,
): Applied {
  const { object } = event
  const locator = new Locator(core, event.copies)
  const isGlobal = propertyOf(object, 'workspace') === undefined
  const workspace = isGlobal ? undefined : locator.workspace(object)
  if (!isGlobal && workspace === undefined) throw new Lost('the workspace is not known')
  const local = serviceAt(core, object.root, workspace)
  switch (event.verb) {
    case 'add':
      if (core.memory.catalog.get(object.id) !== undefined || local !== undefined)
        return { outcome: 'ignored' }
      core.memory.put(withOwnWorkspace(withoutMark(object), workspace))
      return applied
    case 'remove':
      if (local !== undefined) core.memory.remove(local)
      return applied
    case 'modify':
      if (textOfProperty(object, 'name') === undefined) throw new Lost('name is null')
      if (local === undefined) throw new Lost('the service is not there')
      // One whose name is listed is looked up by the old one.
      if (event.changes.some(({ name, before }) => name === 'name' && before === null))
        throw new Lost('the old name is null')
      core.memory.put(withChanges(core, local, event))
      return applied
  }
}

function takeSettings(
  core: NodeCore,
  event: Exclude<ClusterEvent, { verb: 'style-file' | 'default' }>,
): Applied {
  const { object } = event
  const workspace = new Locator(core, event.copies).workspace(object)
  if (workspace === undefined) throw new Lost('the workspace is not known')
  const local = settingsOf(core, workspace)
  switch (event.verb) {
    case 'add':
      if (local !== undefined)
        throw new Lost(`Settings already exist for workspace ${nameOf(workspace) ?? ''}`)
      core.memory.put(withOwnWorkspace(withoutMark(object), workspace))
      return applied
    case 'remove':
      if (local !== undefined) core.memory.remove(local)
      return applied
    case 'modify':
      if (local === undefined) throw new Lost('there are no settings')
      core.memory.put(withChanges(core, local, withoutStamps(event)))
      return applied
  }
}

function withoutStamps(event: ModifyEvent): ModifyEvent {
  return { ...event, changes: event.changes.filter(({ name }) => name !== 'workspace') }
}

function withOwnWorkspace(object: CatalogObject, workspace: CatalogObject | undefined): CatalogObject {
  const kept = { ...object, properties: object.properties.filter(({ name }) => name !== 'clientProperties') }
  if (workspace === undefined) return kept
  const reference = parentElement('workspace', [textElement('id', workspace.id)])
  return referenceOf(kept, 'workspace') === workspace.id
    ? kept
    : withProperties(kept, new Map([['workspace', reference]]))
}
