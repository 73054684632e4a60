import { Catalog, titleOf, workspaceOf } from '../../../catalog/catalog.ts'
import type { Kind } from '../../../catalog/kinds/property.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../../catalog/object.ts'
import { eventIdProperty } from '../../../engine/slave/receiver.ts'
import { countedUp, describeEvent, isUpdateSequence } from '../../../engine/words.ts'
import { failure, isFailure, type Failure, withoutSecretsIn, wordingOf } from '../../../errors/failure.ts'
import { authorName, authorProperty } from '../../../wire/author.ts'
import { decodeBody, limitsToLook } from '../../../wire/decode.ts'
import { openEnvelope } from '../../../wire/envelope.ts'
import type { ClusterEvent } from '../../../wire/event.ts'
import { handlers } from '../../../wire/handlers.ts'
import { parentElement, textElement, type XmlElement } from '../../../xml/element.ts'
import { defaultWorkspaceProof, styleFileProof } from '../delivery/proof.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import { redactedElement } from '../../../catalog/passwords.ts'
import { hideSecrets } from '../../../secrets/text.ts'
import { redactedHeaders } from './redaction.ts'
import type { Wording } from '../../../sentences/sentence.ts'
import { property, say } from '../../../sentences/say.ts'
import { english } from '../../../sentences/english.ts'
import { MemoryOfTexts } from '../../../text/memory-of-texts.ts'

export type MessageVerb = ClusterEvent['verb'] | 'unreadable'

/** What a message says, decoded once when it is archived. Nothing in it is a password. */
export interface MessageDescription {
  readonly eventId: string | null
  readonly sender: string
  /** Who asked for it, as the message says. */
  readonly author: string | null
  readonly handler: string
  readonly verb: MessageVerb
  readonly kind: Kind | null
  readonly objectId: string | null
  readonly title: string | null
  readonly workspace: string | null
  readonly summary: Wording
  readonly countsOnly: boolean
  /** What a comparison of states has to find equal to prove that it arrived. */
  readonly proof: string | null
  /** Why it could not be read. */
  readonly failure: Wording | null
  /** What it is found by. */
  readonly searchText: string
}

/** Characters of one message that can be searched; bodies of styles can be megabytes. */
const longestSearchText = 16_384
const rememberedObjects = 50_000
const rememberedHeaders = 100

/**
 * Describes messages in the order they arrived. It remembers the names of what it saw, because events refer to
 * workspaces and stores that only earlier events carried in full.
 */
export class MessageDescriber {
  readonly #known = new Catalog()
  readonly #headerTexts = new Map<string, string>()

  describe(message: ArchivableMessage): MessageDescription {
    const { properties } = message
    const sender = properties['instanceName'] ?? ''
    const handler = properties['JMSEventHandlerSPI'] ?? ''
    const author = authorName(properties[authorProperty]) ?? null
    const envelope = {
      eventId: properties[eventIdProperty] ?? null,
      sender,
      author: author === null ? null : hideSecrets(author),
      handler,
    }
    const headerText = this.#headerText(properties)
    try {
      const counted = updateSequenceOf(handler, message)
      if (counted !== undefined)
        return { ...envelope, ...counted, searchText: `${counted.searchText} ${headerText}` }
      const event = decoded(message)
      const described = withoutPasswords(this.#describeEvent(event))
      return { ...envelope, ...described, searchText: `${searchTextOf(event, described)} ${headerText}` }
    } catch (error) {
      if (!isFailure(error)) throw error
      return { ...envelope, ...unreadable(error), searchText: `unreadable ${error.message} ${headerText}` }
    }
  }

  /** Headers hardly differ from one message to the next. */
  #headerText(properties: Readonly<Record<string, string>>): string {
    const key = JSON.stringify(properties)
    let text = this.#headerTexts.get(key)
    if (text === undefined) {
      text = redactedHeaders(properties)
        .map(({ value }) => value)
        .join(' ')
      if (this.#headerTexts.size >= rememberedHeaders) this.#headerTexts.clear()
      this.#headerTexts.set(key, text)
    }
    return text
  }

  #describeEvent(event: ClusterEvent): Omit<Described, 'searchText'> {
    for (const copy of copiesOf(event)) this.#remember(copy)
    switch (event.verb) {
      case 'style-file':
        return {
          verb: event.verb,
          kind: 'style',
          objectId: null,
          title: event.workspace === undefined ? event.fileName : `${event.workspace}:${event.fileName}`,
          workspace: event.workspace ?? null,
          summary: describeEvent(event, this.#known),
          countsOnly: false,
          proof: styleFileProof,
          failure: null,
        }
      case 'default':
        return {
          verb: event.verb,
          kind: event.object?.kind ?? 'workspace',
          objectId: event.object?.id ?? null,
          title: event.object?.name ?? null,
          workspace: event.object?.name ?? null,
          summary: describeEvent(event, this.#known),
          countsOnly: false,
          proof: defaultWorkspaceProof,
          failure: null,
        }
      default:
        return this.#describeObject(event)
    }
  }

  #describeObject(
    event: Exclude<ClusterEvent, { verb: 'style-file' | 'default' }>,
  ): Omit<Described, 'searchText'> {
    const { object } = event
    // As the event names it, not as an earlier one did.
    this.#known.remove(object.id)
    const summary = describeEvent(event, this.#known)
    this.#remember(object)
    const title = titleOf(this.#known, object)
    const workspace = workspaceOf(this.#known, object)
    if (event.verb === 'remove') this.#known.remove(object.id)
    return {
      verb: event.verb,
      kind: object.kind,
      objectId: object.id,
      title,
      workspace: (workspace && nameOf(workspace)) ?? null,
      summary,
      countsOnly: isUpdateSequence(event),
      proof: object.id,
      failure: null,
    }
  }

  /** Names and places only: that is all a title needs. */
  #remember(object: CatalogObject): void {
    if (this.#known.size >= rememberedObjects) this.#known.become(new Catalog())
    const names = ['name', 'prefix'].flatMap((name) => {
      const text = textOfProperty(object, name)
      return text === undefined ? [] : [textElement(name, text)]
    })
    const references = ['workspace', 'store', 'resource'].flatMap((name) => {
      const id = referenceOf(object, name)
      return id === undefined ? [] : [parentElement(name, [textElement('id', id)])]
    })
    this.#known.put({
      kind: object.kind,
      root: object.root,
      id: object.id,
      properties: [...names, ...references],
    })
  }
}

/**
 * The event a message carries.
 * @throws PLB-WIRE-…, PLB-XML-… when it carries none that can be read
 */
export function decoded({ properties, type, body, problem }: ArchivableMessage): ClusterEvent {
  const { handler } = envelopeOf(properties)
  if (type !== 'ActiveMQObjectMessage' || body === null) {
    throw failure('PLB-WIRE-NOT-AN-OBJECT-MESSAGE', { type: problem ?? type })
  }
  return decodeBody(handler, body, limitsToLook)
}

function envelopeOf(properties: Readonly<Record<string, string>>) {
  const group = properties['group'] ?? ''
  const envelope = openEnvelope(new Map(Object.entries(properties)), { instanceName: '', group })
  // Nobody is called nothing, and the group was taken from the message itself.
  if (typeof envelope === 'string') throw failure('PLB-WIRE-PROPERTY-MISSING', { property: 'instanceName' })
  return envelope
}

function copiesOf(event: ClusterEvent): Iterable<CatalogObject> {
  return event.verb === 'style-file' ? [] : event.copies.values()
}

type Described = Omit<MessageDescription, 'eventId' | 'sender' | 'author' | 'handler'>

function unreadable(because: Failure): Omit<Described, 'searchText'> {
  return {
    verb: 'unreadable',
    kind: null,
    objectId: null,
    title: null,
    workspace: null,
    summary: say('events.unreadable'),
    countsOnly: false,
    proof: null,
    failure: wordingOf(because),
  }
}

/** What a master sends after every change; half of all messages. The counter is all there is to read in it. */
const updateSequenceHead =
  /^\s*<org\.geoserver\.cluster\.impl\.events\.configuration\.JMSGlobalModifyEvent>\s*<propertyNames>\s*<string>updateSequence<\/string>\s*<\/propertyNames>\s*<oldValues>\s*<long>(\d{1,19})<\/long>\s*<\/oldValues>\s*<newValues>\s*<long>(\d{1,19})<\/long>\s*<\/newValues>/

const countedWords = english(countedUp)

/** Reads the head of such a message only, which is fifty times faster; undefined for any other. */
function updateSequenceOf(
  handler: string,
  { type, body, properties }: ArchivableMessage,
): Described | undefined {
  if (handler !== handlers.global || type !== 'ActiveMQObjectMessage' || body === null) return undefined
  const counts = updateSequenceHead.exec(body)
  if (counts === null) return undefined
  envelopeOf(properties)
  return {
    verb: 'modify',
    kind: 'global',
    objectId: 'global',
    title: 'global',
    workspace: null,
    summary: countedUp,
    countsOnly: true,
    proof: 'global',
    failure: null,
    searchText: `${countedWords} ${counts[1] ?? ''} ${counts[2] ?? ''}`,
  }
}

/** Names are not the place for passwords, and yet a store may be named after its address. */
function withoutPasswords(described: Omit<Described, 'searchText'>): Omit<Described, 'searchText'> {
  const { title, workspace, summary } = described
  return {
    ...described,
    title: title === null ? null : hideSecrets(title),
    workspace: workspace === null ? null : hideSecrets(workspace),
    summary: withoutSecretsIn(summary),
  }
}

function searchTextOf(event: ClusterEvent, described: Omit<Described, 'searchText'>): string {
  const texts = new TextCollector()
  texts.add(english(described.summary))
  texts.add(described.title ?? '')
  texts.add(described.objectId ?? '')
  for (const copy of copiesOf(event)) texts.add(`${nameOf(copy) ?? ''} ${copy.id}`)
  if (event.verb === 'style-file') {
    texts.add(event.fileName)
    texts.add(hideSecrets(event.body))
  } else if (event.verb !== 'default') {
    const changes = event.verb === 'modify' ? event.changes : []
    for (const { name, before, after } of changes) {
      texts.add(propertyWords.of(name))
      for (const value of [before, after]) if (value !== null) texts.addElement(redactedElement(value))
    }
    for (const property of event.object.properties) texts.addElement(redactedElement(property))
    if (event.verb === 'modify' && event.styleBody !== undefined) {
      texts.add(hideSecrets(Buffer.from(event.styleBody).toString('utf8', 0, longestSearchText)))
    }
  }
  return texts.text
}

/** What properties are called; whoever makes names up has them forgotten. */
const propertyWords = new MemoryOfTexts({ texts: 2_000, length: 100 }, (name) => english(property(name)))

class TextCollector {
  readonly #parts = new Set<string>()
  #length = 0

  get text(): string {
    return [...this.#parts].join(' ')
  }

  add(text: string): void {
    if (text === '' || this.#length >= longestSearchText || this.#parts.has(text)) return
    const part = text.slice(0, longestSearchText - this.#length)
    this.#parts.add(part)
    this.#length += part.length
  }

  addElement(element: XmlElement): void {
    this.add(element.attributes['key'] ?? element.name)
    this.add(element.text)
    for (const child of element.children) this.addElement(child)
  }
}
