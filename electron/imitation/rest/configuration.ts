import { propertyOf, referenceOf, withProperties, type CatalogObject } from '../../catalog/object.ts'
import { isKnownService } from '../../catalog/kinds/table.ts'
import {
  childOf,
  childText,
  parentElement,
  textElement,
  withChildren,
  type XmlElement,
} from '../../xml/element.ts'
import { done, type Answer, type Call } from './exchange.ts'
import { bodyOf, givenProperties } from './input.ts'
import { notFound, type NodeCore } from './node-core.ts'
import { namesOfModify } from '../memory/property-names.ts'
import { RestError } from './rest-error.ts'
import {
  defaultJaiOperations,
  newSettings,
  serviceDefaults,
  settingsFlags,
  zeroService,
} from '../recorded/defaults.ts'

/* Settings and the global configuration do not merge: what a document leaves out becomes Java's zero, or the default. */

export function settingsOf(core: NodeCore, workspace: CatalogObject): CatalogObject | undefined {
  return core.memory.catalog
    .ofKind('settings')
    .find((each) => referenceOf(each, 'workspace') === workspace.id)
}

export function createSettings(core: NodeCore, call: Call): Answer {
  const { ws = '' } = call.params
  const workspace = core.workspace(ws)
  if (workspace === undefined) throw notFound(`Workspace ${ws} not found`)
  if (settingsOf(core, workspace) !== undefined)
    throw new RestError(500, `Settings already exist for workspace '${ws}'`)
  addSettings(core, workspace, bodyOf(call))
  return { status: 201, headers: { 'Content-Type': 'text/plain;charset=iso-8859-1' }, body: ws }
}

function addSettings(core: NodeCore, workspace: CatalogObject, root: XmlElement): void {
  const given = givenProperties('settings', root, core.lookup)
  const id = childText(root, 'id') ?? core.memory.newId('SettingsInfo')
  const reference = parentElement('workspace', [textElement('id', workspace.id)])
  const settings: CatalogObject = {
    kind: 'settings',
    root: 'settings',
    id,
    properties: [textElement('id', id), reference, ...filledSettings(given, undefined)],
  }
  core.memory.put(settings)
  core.changes.touch()
  core.changes.publish({ verb: 'add', object: settings, copies: new Map() })
  core.changes.publish({ verb: 'modify', object: settings, changes: [], copies: new Map() })
  core.changes.touch()
}

/** What a document gives, zeroes for the numbers and flags it leaves out, and texts as they were. */
function filledSettings(
  given: ReadonlyMap<string, XmlElement>,
  before: CatalogObject | undefined,
): readonly XmlElement[] {
  const values = new Map<string, XmlElement>()
  for (const each of before?.properties ?? [])
    if (!['id', 'workspace'].includes(each.name)) values.set(each.name, each)
  for (const [name, each] of given) if (!['id', 'workspace'].includes(name)) values.set(name, each)
  const zeroes: [string, XmlElement][] = [
    ['numDecimals', textElement('numDecimals', '0')],
    ...settingsFlags.map((name): [string, XmlElement] => [name, textElement(name, 'false')]),
  ]
  for (const [name, zero] of zeroes) if (!given.has(name)) values.set(name, zero)
  if (!given.has('metadata')) values.delete('metadata')
  const contact = given.get('contact')
  values.set('contact', contact === undefined ? emptyContact : withoutContactId(contact))
  return [...values.values()]
}

const emptyContact = parentElement('contact', [textElement('id', 'contact')])

function withoutContactId(contact: XmlElement): XmlElement {
  return contact.children.length === 0 ? emptyContact : contact
}

export function putSettings(core: NodeCore, call: Call): Answer {
  const { ws = '' } = call.params
  const root = bodyOf(call)
  const workspace = core.workspace(ws)
  if (workspace === undefined) {
    throw new RestError(
      500,
      'Cannot invoke "org.geoserver.catalog.WorkspaceInfo.getId()" because "workspace" is null',
    )
  }
  const before = settingsOf(core, workspace)
  if (before === undefined) {
    addSettings(core, workspace, root)
    return done
  }
  const given = givenProperties('settings', root, core.lookup)
  const [own, reference] = [propertyOf(before, 'id'), propertyOf(before, 'workspace')]
  const after: CatalogObject = {
    ...before,
    properties: [
      ...(own === undefined ? [] : [own]),
      ...(reference === undefined ? [] : [reference]),
      ...filledSettings(given, before),
    ],
  }
  given.delete('workspace')
  core.changes.modify(before, after, namesOfModify(after, given))
  return done
}

export function deleteSettings(core: NodeCore, call: Call): Answer {
  const workspace = core.workspace(call.params.ws ?? '')
  const settings = workspace === undefined ? undefined : settingsOf(core, workspace)
  if (settings === undefined)
    throw new RestError(500, 'Cannot invoke "org.geoserver.config.SettingsInfo.getId()" because "s" is null')
  core.changes.remove(settings)
  return done
}

export function putGlobal(core: NodeCore, call: Call): Answer {
  const root = bodyOf(call)
  const before = core.changes.global
  const given = givenProperties('global', root, core.lookup)
  given.delete('id')
  const settings = given.get('settings')
  const jai = given.get('jai')
  const whole = new Map<string, XmlElement>([
    ['xmlPostRequestLogBufferSize', textElement('xmlPostRequestLogBufferSize', '1024')],
    ['allowStoredQueriesPerWorkspace', textElement('allowStoredQueriesPerWorkspace', 'true')],
    ['trailingSlashMatch', textElement('trailingSlashMatch', 'true')],
    ['featureTypeCacheSize', textElement('featureTypeCacheSize', '0')],
    ['resourceErrorHandling', textElement('resourceErrorHandling', 'SKIP_MISCONFIGURED_LAYERS')],
    ['globalServices', textElement('globalServices', 'true')],
    ['updateSequence', textElement('updateSequence', '0')],
    ...given,
    ['settings', settings === undefined ? newSettings : withFilledSettings(settings)],
    ...(jai === undefined ? [] : [['jai', withOperations(jai)] as const]),
  ])
  core.changes.modify(before, withProperties(before, whole), namesOfModify(before, given))
  return done
}

function withFilledSettings(settings: XmlElement): XmlElement {
  const given = new Map(settings.children.map((each) => [each.name, each]))
  const own = given.get('id')
  return withChildren(settings, [...(own === undefined ? [] : [own]), ...filledSettings(given, undefined)])
}

function withOperations(jai: XmlElement): XmlElement {
  if (childOf(jai, 'jaiext') !== undefined) return jai
  const operations = parentElement(
    'jaiExtOperations',
    defaultJaiOperations.map((name) => textElement('string', name)),
    { class: 'sorted-set' },
  )
  return withChildren(jai, [...jai.children, parentElement('jaiext', [operations])])
}

/** The contact alone does merge. */
export function putContact(core: NodeCore, call: Call): Answer {
  const root = bodyOf(call)
  const before = core.changes.global
  const settings = propertyOf(before, 'settings') ?? parentElement('settings', [])
  const contact = childOf(settings, 'contact') ?? emptyContact
  const merged = new Map(contact.children.map((each) => [each.name, each]))
  for (const each of root.children) merged.set(each.name, each)
  const after = withChildren(
    settings,
    settings.children.map((each) =>
      each.name === 'contact' ? withChildren(each, [...merged.values()]) : each,
    ),
  )
  core.changes.modify(before, withProperties(before, new Map([['settings', after]])), ['settings'])
  return done
}

export function putLogging(core: NodeCore, call: Call): Answer {
  const root = bodyOf(call)
  const before = core.memory.catalog.get('logging')
  if (before === undefined) throw notFound('')
  const given = givenProperties('logging', root, core.lookup)
  // It is not merged either: a flag that is not given is false.
  const flag = given.get('stdOutLogging') ?? textElement('stdOutLogging', 'false')
  const after = withProperties(before, new Map([...given, ['stdOutLogging', flag]]))
  core.memory.put(after)
  core.changes.publish({ verb: 'modify', object: after, changes: [], copies: new Map() })
  return done
}

export function serviceAt(
  core: NodeCore,
  type: string,
  workspace: CatalogObject | undefined,
): CatalogObject | undefined {
  return core.memory.catalog
    .ofKind('service')
    .find((each) => each.root === type && referenceOf(each, 'workspace') === workspace?.id)
}

export function putService(core: NodeCore, call: Call): Answer {
  const { service = '', ws } = call.params
  const root = bodyOf(call)
  if (!isKnownService(service)) throw notFound('')
  if (root.name !== service) throw new RestError(500, root.name)
  // A workspace that is not there means the global service.
  const workspace = ws === undefined ? undefined : core.workspace(ws)
  const before = serviceAt(core, service, workspace)
  const given = givenProperties('service', root, core.lookup)
  given.delete('id')
  given.delete('workspace')
  if (before === undefined) {
    const id = core.memory.newId(`${service.toUpperCase()}Info`)
    const reference =
      workspace === undefined ? [] : [parentElement('workspace', [textElement('id', workspace.id)])]
    const base: CatalogObject = {
      kind: 'service',
      root: service,
      id,
      properties: [textElement('id', id), ...reference, ...zeroService(service)],
    }
    saveService(core, withProperties(base, given))
    return done
  }
  const defaults = serviceDefaults(service).filter((each) => propertyOf(before, each.name) === undefined)
  saveService(
    core,
    withProperties(before, new Map([...defaults.map((each) => [each.name, each] as const), ...given])),
    before,
  )
  return done
}

/** Only an event of an addition goes out, with the state as it is now; a stock slave ignores it. */
function saveService(core: NodeCore, service: CatalogObject, before?: CatalogObject): void {
  core.memory.put(service, before)
  core.changes.touch()
  core.changes.publish({ verb: 'add', object: service, copies: new Map() })
}

export function deleteService(core: NodeCore, call: Call): Answer {
  const workspace = core.workspace(call.params.ws ?? '')
  const service = workspace === undefined ? undefined : serviceAt(core, call.params.service ?? '', workspace)
  // Removing what is not there is no error.
  if (service !== undefined) core.changes.remove(service)
  return done
}
