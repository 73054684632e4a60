import type { z } from 'zod'
import type { messageDetails } from '../../../contract/features/messages.ts'
import { Catalog } from '../../../catalog/catalog.ts'
import { elementForFile } from '../../../catalog/to-file.ts'
import { withProperties, type CatalogObject } from '../../../catalog/object.ts'
import { isFailure } from '../../../errors/failure.ts'
import type { ClusterEvent, Copies } from '../../../wire/event.ts'
import { writeXml } from '../../../xml/write.ts'
import type { StoredMessage } from './archive-reader.ts'
import { decoded } from './describe-message.ts'
import { changedTexts } from '../../../catalog/object-text.ts'
import { redactedElement } from '../../../catalog/passwords.ts'
import { hideSecrets } from '../../../secrets/text.ts'
import { redactedBody, redactedHeaders } from './redaction.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

export type MessageDetails = z.output<typeof messageDetails>
type PropertyChange = MessageDetails['properties'][number]

const longestBody = 1024 * 1024

/**
 * A message as it is shown: the event, what it changed, and the message itself, passwords hidden everywhere.
 * @param earlier messages about an object that came before, newest first
 */
export function detailsOf(
  stored: StoredMessage,
  earlier: (objectId: string) => Iterable<StoredMessage>,
): MessageDetails {
  const { row, message, handler, failure, deliveries } = stored
  const event = eventOf(stored)
  const states = event === undefined ? undefined : statesOf(event, earlier)
  return {
    row,
    messageId: message.messageId,
    handler,
    properties: states === undefined ? [] : differences(states),
    before: states?.before === undefined ? null : shownFile(states.before, states.copies),
    after: states?.after === undefined ? null : shownFile(states.after, states.copies),
    body: shownBody(message.body),
    headers: [...redactedHeaders({ ...message.headers, ...message.properties })],
    failure,
    delivery: deliveries.map(({ instanceName, state, at, reason, steps }) => ({
      instanceName,
      state,
      at,
      reason,
      steps: [...steps],
    })),
  }
}

function eventOf(stored: StoredMessage): ClusterEvent | undefined {
  try {
    return decoded(stored.message)
  } catch (error) {
    // The reason was archived with the message.
    if (isFailure(error)) return undefined
    throw error
  }
}

/** What an object was before an event and what it is after it. */
interface States {
  readonly before: CatalogObject | undefined
  readonly after: CatalogObject | undefined
  readonly copies: Copies
  readonly bodyBefore: string | undefined
  readonly bodyAfter: string | undefined
}

function statesOf(
  event: ClusterEvent,
  earlier: (objectId: string) => Iterable<StoredMessage>,
): States | undefined {
  switch (event.verb) {
    case 'default':
      return undefined
    case 'style-file':
      return {
        before: undefined,
        after: undefined,
        copies: new Map(),
        bodyBefore: undefined,
        bodyAfter: event.body,
      }
    case 'add': {
      // What was there already is updated by it, so that a difference to the state before says more.
      const previous = previousStateOf(earlier(event.object.id))
      return { ...previous, after: event.object, copies: event.copies, bodyAfter: undefined }
    }
    case 'remove':
      return {
        before: event.object,
        after: undefined,
        copies: event.copies,
        bodyBefore: undefined,
        bodyAfter: undefined,
      }
    case 'modify':
      return {
        before: event.object,
        after: stateAfter(event),
        copies: event.copies,
        bodyBefore: event.styleBody === undefined ? undefined : previousBodyOf(earlier(event.object.id)),
        bodyAfter: bodyOf(event),
      }
  }
}

function previousStateOf(earlier: Iterable<StoredMessage>): Pick<States, 'before' | 'bodyBefore'> {
  for (const stored of earlier) {
    const event = eventOf(stored)
    if (event?.verb === 'remove') break
    if (event?.verb === 'add') return { before: event.object, bodyBefore: undefined }
    if (event?.verb === 'modify') return { before: stateAfter(event), bodyBefore: undefined }
  }
  return { before: undefined, bodyBefore: undefined }
}

function previousBodyOf(earlier: Iterable<StoredMessage>): string | undefined {
  for (const stored of earlier) {
    const event = eventOf(stored)
    if (event?.verb === 'modify' && event.styleBody !== undefined) return bodyOf(event)
  }
  return undefined
}

function stateAfter({ object, changes }: ClusterEvent & { verb: 'modify' }): CatalogObject {
  // Masters list properties that stay as they are, too, some of which belong to another object.
  const changed = changes.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
  return withProperties(object, new Map(changed.map(({ name, after }) => [name, after ?? undefined])))
}

function bodyOf({ styleBody }: ClusterEvent & { verb: 'modify' }): string | undefined {
  return styleBody === undefined ? undefined : Buffer.from(styleBody).toString('utf8')
}

function differences({ before, after, copies, bodyBefore, bodyAfter }: States): PropertyChange[] {
  const rows: PropertyChange[] = [...changedTexts(before, after, catalogOf(copies))]
  if (bodyAfter !== undefined) {
    rows.push({
      name: 'body',
      before: bodyBefore === undefined ? null : hideSecrets(bodyBefore),
      after: hideSecrets(bodyAfter),
      changed: bodyBefore !== bodyAfter,
    })
  }
  return rows
}

function catalogOf(copies: Copies): Catalog {
  const catalog = new Catalog()
  for (const copy of copies.values()) catalog.put(copy)
  return catalog
}

function shownFile(object: CatalogObject, copies: Copies): string | null {
  try {
    return writeXml(redactedElement(elementForFile(object, catalogOf(copies))))
  } catch (error) {
    // A hostile message may hold names no file can have; the event itself is shown all the same.
    if (isFailure(error)) return null
    throw error
  }
}

function shownBody(body: string | null): Wording {
  if (body === null) return ''
  const shown = redactedBody(body)
  if (shown === undefined) {
    return say('messages.charactersNotXmlThey', { count: body.length })
  }
  return shown.length > longestBody
    ? say('messages.cutOff', { text: shown.slice(0, longestBody), count: shown.length - longestBody })
    : shown
}
