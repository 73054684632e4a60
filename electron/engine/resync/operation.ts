import type { Catalog } from '../../catalog/catalog.ts'
import type { DriftEntry } from '../../catalog/diff.ts'
import type { Kind } from '../../catalog/kinds/property.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import { nameOf, propertyOf, referenceOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { clearPassword, withPasswords } from '../../catalog/passwords.ts'
import { referencedIds } from '../../catalog/references.ts'
import { styleResourcePath } from '../../wire/encode.ts'
import type {
  AddEvent,
  ClusterEvent,
  ModifyEvent,
  PropertyChange,
  RemoveEvent,
  StyleFileEvent,
} from '../../wire/event.ts'
import type { XmlElement } from '../../xml/element.ts'
import { describeObject, objectWords } from '../words.ts'
import { ifReadable, type NodeState } from './compare.ts'
import { say, property } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/**
 * How something is brought to a slave. `message`: by its queue. `rest`: over its own REST interface, so that nobody
 * hears of it. `files`: into its data directory, silently as well, and read by it anew.
 */
export type Way = 'message' | 'rest' | 'files'

/** One step of a resync: what happens to one object of the slave, and why. */
export interface Operation {
  /** The same operation has the same key in every plan. */
  readonly key: string
  readonly verb: 'add' | 'modify' | 'remove' | 'default' | 'replace' | 'reload'
  readonly kind: Kind
  /** Of the object at the reference; of a removed one, at the slave. */
  readonly id: string
  /** `add layer topp:roads`. */
  readonly title: Wording
  /** Why, as a sentence about the slave. */
  readonly reason: Wording
  /** In the order they are sent. */
  readonly events: readonly ClusterEvent[]
  /** By message unless it says otherwise. */
  readonly way?: Way
  /** What it has in common with those it must not be parted from: names that go round in a circle. */
  readonly circle?: string
}

/** What an operation would be about, before anyone knows whether it can be done. */
export type Subject = Pick<Operation, 'key' | 'verb' | 'kind' | 'id' | 'title' | 'reason'>

/** What an entry of a drift asks for. */
export function subjectOf(entry: DriftEntry): Subject {
  switch (entry.type) {
    case 'missing':
      return subject('add', entry, say('plan.addition', { what: words(entry) }), say('plan.missing'))
    case 'sameNameOtherId':
      return subject(
        'add',
        entry,
        say('plan.addition', { what: words(entry) }),
        say('plan.knownAnotherId', { id: entry.otherId }),
      )
    case 'different': {
      const names = entry.properties.map(({ property: name }) => (name === 'styleBody' ? 'body' : name))
      const properties = names.map(property)
      const title = say('plan.modification', { what: words(entry), properties })
      return subject('modify', entry, title, say('plan.differs', { properties, count: names.length }))
    }
    case 'extra':
      return subject(
        'remove',
        entry,
        say('plan.removal', { what: words(entry) }),
        say('plan.referenceNoSuchObject'),
      )
    case 'defaultWorkspace': {
      const { left, right } = entry
      return {
        key: 'default:workspace',
        verb: 'default',
        kind: 'workspace',
        id: '',
        title: say('plan.makeDefaultWorkspace', { name: left ?? say('events.none') }),
        reason: right === undefined ? say('plan.noDefaultWorkspace') : say('plan.isDefault', { name: right }),
      }
    }
  }
}

/** The rename of an object of the slave to what it is called at the reference. */
export function renameSubject(object: CatalogObject, wanted: CatalogObject, slave: Catalog): Subject {
  const { kind, id } = object
  const title = say('plan.rename', {
    object: describeObject(object, noCopies, slave),
    name: nameOf(wanted) ?? wanted.id,
  })
  return { key: keyOf('rename', kind, id), verb: 'modify', kind, id, title, reason: say('plan.nameDiffers') }
}

/** The rename of an object of the slave that is in the way of another. */
export function asideSubject(
  object: CatalogObject,
  madeFor: CatalogObject,
  slave: Catalog,
  reference: Catalog,
): Subject {
  const { kind, id } = object
  const title = say('plan.setAside', { object: describeObject(object, noCopies, slave) })
  const reason = say('plan.whatCalledBelongs', { object: describeObject(madeFor, noCopies, reference) })
  return { key: keyOf('aside', kind, id), verb: 'modify', kind, id, title, reason }
}

const noCopies: ReadonlyMap<string, CatalogObject> = new Map()

function subject(
  verb: Subject['verb'],
  { kind, id }: { readonly kind: Kind; readonly id: string },
  title: Wording,
  reason: Wording,
): Subject {
  return { key: keyOf(verb, kind, id), verb, kind, id, title, reason }
}

/** An object can be renamed, set aside, or told of what it refers to anew, besides whatever else happens to it. */
export function keyOf(verb: Subject['verb'] | 'rename' | 'aside' | 'rejoin', kind: Kind, id: string): string {
  return `${verb}:${kind}:${id}`
}

function words({ kind, title }: { readonly kind: Kind; readonly title: string }): Wording {
  return objectWords(kind, title)
}

/** What makes an object of the reference be there: for a style its rules, too. */
export function additionOf(object: CatalogObject, { catalog, body }: NodeState): readonly ClusterEvent[] {
  const bytes = object.kind === 'style' ? body(object) : undefined
  return [
    ...(bytes === undefined ? [] : [styleFile(object, bytes, catalog)]),
    { verb: 'add', object, copies: copiesOf(object, catalog) },
  ]
}

/** A style's rules are sent as the text they are; a slave that reads them writes the same bytes. */
function styleFile(style: CatalogObject, bytes: Uint8Array, catalog: Catalog): StyleFileEvent {
  const fileName = textOfProperty(style, 'filename') ?? ''
  const workspace = catalog.get(referenceOf(style, 'workspace') ?? '', 'workspace')
  const name = workspace && nameOf(workspace)
  return {
    verb: 'style-file',
    fileName,
    resourcePath: styleResourcePath(fileName, name),
    body: Buffer.from(bytes).toString('utf8'),
    ...(name === undefined ? {} : { workspace: name }),
  }
}

/**
 * The change of an object of the slave into what the reference has.
 * @param names of the properties to change, `styleBody` for the rules of a style
 */
export function modificationOf(
  current: CatalogObject,
  wanted: CatalogObject,
  names: readonly string[],
  { catalog, body }: NodeState,
): ModifyEvent {
  const changes = names
    .filter((name) => name !== 'styleBody')
    .map((name): PropertyChange => {
      const after = propertyOf(wanted, name) ?? null
      const before = propertyOf(current, name) ?? null
      const kept = before === null || after === null ? after : withOwnPasswords(after, before)
      return change(wanted, name, before, kept)
    })
  // Whoever renames a style without its rules may lose them.
  const bytes = names.some((name) => ['styleBody', 'name', 'filename'].includes(name))
    ? body(wanted)
    : undefined
  return {
    verb: 'modify',
    object: current,
    changes,
    copies: copiesOf(wanted, catalog),
    ...(bytes === undefined || wanted.kind !== 'style' ? {} : { styleBody: bytes }),
  }
}

/**
 * Another name for an object of the slave; for a style, its file is called by it as well.
 * @param held the object as the slave holds it
 */
export function renamingOf(
  current: CatalogObject,
  values: ReadonlyMap<string, XmlElement>,
  { catalog, body }: NodeState,
  held: CatalogObject,
): ModifyEvent {
  // Rules that cannot be read stay with their file.
  const bytes = current.kind === 'style' ? ifReadable(() => body(held)) : undefined
  return {
    verb: 'modify',
    object: current,
    changes: [...values].map(([name, after]) =>
      change(current, name, propertyOf(current, name) ?? null, after),
    ),
    copies: copiesOf(current, catalog),
    ...(bytes === undefined ? {} : { styleBody: bytes }),
  }
}

function change(
  { kind, root }: CatalogObject,
  name: string,
  before: XmlElement | null,
  after: XmlElement | null,
): PropertyChange {
  const property = propertiesOf(kind, root).find((each) => each.name === name)
  return { bean: property?.bean ?? name, name, before, after }
}

/** A password only the reference can read is worth nothing to the slave, which keeps its own. */
export function withOwnPasswords(wanted: XmlElement, current: XmlElement): XmlElement {
  const own = new Map<string, string>()
  withPasswords(current, (password, name) => {
    own.set(name, password)
    return password
  })
  return withPasswords(wanted, (password, name) =>
    clearPassword(password) === undefined ? (own.get(name) ?? password) : password,
  )
}

/** The addition of an object as it is, under another id. */
export function identityOf(object: CatalogObject, catalog: Catalog): AddEvent {
  return { verb: 'add', object, copies: copiesOf(object, catalog) }
}

/** The event that makes a workspace the default one, complete in itself. */
export function defaultWorkspaceOf(workspace: CatalogObject): ClusterEvent {
  return {
    verb: 'default',
    property: 'defaultWorkspace',
    object: { kind: 'workspace', id: workspace.id, name: nameOf(workspace) },
    copies: new Map([[workspace.id, workspace]]),
  }
}

/** The event that removes an object, complete in itself. */
export function removalOf(object: CatalogObject, catalog: Catalog): RemoveEvent {
  return { verb: 'remove', object, copies: copiesOf(object, catalog) }
}

/** Everything an object refers to, directly or through others, so that the event is complete in itself. */
function copiesOf(object: CatalogObject, catalog: Catalog): ReadonlyMap<string, CatalogObject> {
  const copies = new Map<string, CatalogObject>()
  const collect = (each: CatalogObject): void => {
    for (const id of referencedIds(each)) {
      const other = catalog.get(id)
      if (other === undefined || copies.has(id)) continue
      copies.set(id, other)
      collect(other)
    }
  }
  collect(object)
  return copies
}
