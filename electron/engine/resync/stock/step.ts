import type { Catalog } from '../../../catalog/catalog.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  type CatalogObject,
} from '../../../catalog/object.ts'
import { defaultConnectionSettings } from '../../../broker/connection-settings.ts'
import { isFailure } from '../../../errors/failure.ts'
import { encodeEvent, type EncodedEvent } from '../../../wire/encode.ts'
import type { ClusterEvent, PropertyChange } from '../../../wire/event.ts'
import type { Receiver } from '../../../wire/receiver.ts'
import { inSteps } from '../../../wire/steps.ts'
import { childOf, type XmlElement } from '../../../xml/element.ts'
import type { Way } from '../operation.ts'

/** One event, and how it reaches a stock slave. */
export interface Step {
  readonly event: ClusterEvent
  readonly way: Way
}

/** What decides how a stock slave can be told of something. */
export interface Surroundings {
  /** What it is to have. */
  readonly wanted: Catalog
  /** What it has. */
  readonly there: Catalog
  readonly receiver: Receiver
}

/**
 * The messages a stock slave is sent for an event.
 * @throws as {@link encodeEvent}
 */
export function messagesFor(
  event: ClusterEvent,
  { wanted, there, receiver }: Surroundings,
): readonly EncodedEvent[] {
  const find = (id: string): CatalogObject | undefined => wanted.get(id) ?? there.get(id)
  return inSteps(event, find, wanted).map((each) => encodeEvent(each, find, receiver))
}

/** The way an event takes: by message, unless a stock slave would lose it. */
export function wayOf(event: ClusterEvent, surroundings: Surroundings): Way {
  if (event.verb === 'style-file' || event.verb === 'default') return 'message'
  // A GeoServer looks for the file where the name puts it: one that lies elsewhere it neither moves nor removes.
  const { there } = surroundings
  if (event.verb !== 'add' && there.strays.has(event.object.id)) return 'files'
  if (isWithinAstray(event.object, there)) return 'files'
  // Of two with one id in their files a GeoServer has one, which is both to all that refers to it.
  if (event.verb === 'remove' && sharesId(event.object, surroundings.there)) return 'files'
  return wayOfKind(event, surroundings) ?? wayOfContent(event, surroundings)
}

/** Whether something it belongs to lies elsewhere than its name says. */
function isWithinAstray(object: CatalogObject, there: Catalog): boolean {
  const within = ['workspace', 'store', 'resource'].map((name) => there.get(referenceOf(object, name) ?? ''))
  const own = object.kind === 'namespace' ? there.byName('workspace', nameOf(object) ?? '') : undefined
  return [...within, own].some(
    (each) => each !== undefined && (there.strays.has(each.id) || isWithinAstray(each, there)),
  )
}

/** Whether another place of the slave has something of that id. */
export function sharesId({ id }: CatalogObject, { sharedIds }: Catalog): boolean {
  return [...sharedIds].some((shared) => id === shared || id.startsWith(`${shared}~`))
}

/** Styles every GeoServer has. It refuses to remove them; only a file gives one of them another id. */
export const builtInStyles: readonly string[] = ['generic', 'point', 'line', 'polygon', 'raster']

function isBuiltIn(style: CatalogObject): boolean {
  return propertyOf(style, 'workspace') === undefined && builtInStyles.includes(nameOf(style) ?? '')
}

type ObjectEvent = Extract<ClusterEvent, { readonly object: CatalogObject }>

function wayOfKind(event: ObjectEvent, surroundings: Surroundings): Way | undefined {
  const { wanted, there } = surroundings
  const { object, verb } = event
  const find = (id: string): CatalogObject | undefined =>
    event.copies.get(id) ?? there.get(id) ?? wanted.get(id)
  switch (object.kind) {
    case 'wmtsStore':
      return 'rest'
    case 'wmtsLayer':
      return verb === 'add' ? 'files' : 'rest'
    case 'layer': {
      const resource = find(referenceOf(object, 'resource') ?? '')
      if (resource?.kind === 'wmtsLayer') return verb === 'add' ? 'files' : 'rest'
      // A resource that comes by its file is loaded with its layer only.
      return verb === 'add' && resource !== undefined && isNamespaceHidden(resource, surroundings)
        ? 'files'
        : undefined
    }
    case 'featureType':
    case 'coverage':
    case 'wmsLayer':
      return verb === 'add' && isNamespaceHidden(object, surroundings) ? 'files' : undefined
    case 'namespace': {
      if (verb === 'add') return isAddressTaken(object, there) ? 'files' : undefined
      return isIsolated(object) ? 'rest' : undefined
    }
    case 'workspace': {
      const namespace = there.byName('namespace', nameOf(object) ?? '')
      // It takes its namespace along, which no message would find.
      return verb === 'remove' && namespace !== undefined && isIsolated(namespace) ? 'rest' : undefined
    }
    case 'style':
      return verb === 'remove' && isBuiltIn(object) ? 'files' : undefined
    case 'global':
      return event.verb === 'modify' && (emptiesOperations(event.changes) || changesEntries(event.changes))
        ? 'rest'
        : undefined
    default:
      return undefined
  }
}

/**
 * A stock slave looks the namespaces of messages up by their address, among those that are not isolated: it adds none it
 * finds so, and puts what is new in the one it finds.
 */
function isAddressTaken(namespace: CatalogObject, catalog: Catalog): boolean {
  const uri = textOfProperty(namespace, 'uri')
  return catalog
    .ofKind('namespace')
    .some((each) => each.id !== namespace.id && textOfProperty(each, 'uri') === uri && !isIsolated(each))
}

/** Whether a message would put a new resource in another namespace than its own. */
function isNamespaceHidden(resource: CatalogObject, { wanted, there }: Surroundings): boolean {
  const namespace = wanted.get(referenceOf(resource, 'namespace') ?? '', 'namespace')
  return namespace !== undefined && [wanted, there].some((catalog) => isAddressTaken(namespace, catalog))
}

function isIsolated(object: CatalogObject): boolean {
  return textOfProperty(object, 'isolated') === 'true'
}

/** An emptied list of image operations comes back filled from a message. */
function emptiesOperations(changes: readonly PropertyChange[]): boolean {
  const operations = (jai: XmlElement | null): number => {
    const list = jai === null ? undefined : childOf(jai, 'jaiext')
    return (list === undefined ? undefined : childOf(list, 'jaiExtOperations'))?.children.length ?? 0
  }
  return changes.some(
    ({ name, before, after }) => name === 'jai' && operations(before) > 0 && operations(after) === 0,
  )
}

/** The entries of the settings within cannot be set as a whole, and a slave that is to copy them leaves its own. */
function changesEntries(changes: readonly PropertyChange[]): boolean {
  const entries = (settings: XmlElement | null): string => {
    const metadata = settings === null ? undefined : childOf(settings, 'metadata')
    return JSON.stringify(metadata?.children ?? [])
  }
  return changes.some(({ name, before, after }) => name === 'settings' && entries(before) !== entries(after))
}

function wayOfContent(event: ObjectEvent, surroundings: Surroundings): Way {
  try {
    const messages = messagesFor(event, surroundings)
    // Each member of a group travels with its layer, its store and its style, so that many become too much to send.
    if (messages.some(({ body }) => Buffer.byteLength(body) > maxMessageBytes)) return 'files'
    if (!messages.some(({ body }) => body.includes(forbiddenClass))) return 'message'
    // What is made over REST gets a layer with an id of its own, and a group there needs a style for each member.
    return event.verb === 'add' || event.object.kind === 'layerGroup' ? 'files' : 'rest'
  } catch (error) {
    if (isFailure(error, 'PLB-WIRE-PASSWORD-ENCRYPTED')) return 'rest'
    throw error
  }
}

const { maxMessageBytes } = defaultConnectionSettings

/** What the deserialiser of a slave refuses, wherever it is in a message: a parameter of an SQL view. */
const forbiddenClass = 'org.geotools.jdbc.VirtualTableParameter'
