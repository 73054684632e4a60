import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { Archive } from '../../electron/services/messages/archive/archive.ts'
import type { ArchivableMessage } from '../../electron/services/messages/archive/archivable-message.ts'
import type { Division } from '../../electron/services/messages/archive/schema.ts'
import { masterMessages } from './recorded-messages.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** An archive in this thread, closed when the test has finished. */
export function openedArchive(
  options: {
    readonly now?: () => number
    readonly directory?: string
    readonly division?: Division
  } = {},
): Archive {
  const directory = options.directory ?? temporaryDirectory()
  const { now, division } = options
  const archive = new Archive({
    path: join(directory, 'archive.sqlite'),
    environment: {},
    mode: 'append',
    ...(now === undefined ? {} : { now }),
    ...(division === undefined ? {} : { division }),
  })
  onTestFinished(() => archive.close())
  return archive
}

/** What a real master published, as the observer hands it over. */
export function recordedMessages(): readonly ArchivableMessage[] {
  return masterMessages().map(({ seq, properties, body }) => ({
    messageId: `ID:recorded:${seq}`,
    at: 1_700_000_000_000 + seq * 1000,
    type: 'ActiveMQObjectMessage',
    properties: Object.fromEntries(properties),
    headers: { 'message-id': `ID:recorded:${seq}` },
    body,
    problem: null,
  }))
}

/** A message that says that a workspace was added. */
export function workspaceMessage(
  number: number,
  changes: {
    readonly name?: string
    readonly id?: string
    readonly sender?: string
    readonly eventId?: string
    readonly author?: string
  } = {},
): ArchivableMessage {
  const {
    name = `space${number}`,
    id = `WorkspaceInfoImpl--${number}`,
    sender = 'geo-1',
    eventId,
    author,
  } = changes
  return {
    messageId: `ID:made:${number}`,
    at: 1_700_000_000_000 + number * 1000,
    type: 'ActiveMQObjectMessage',
    properties: {
      instanceName: sender,
      group: 'geoserver-cluster',
      JMSEventHandlerSPI: 'JMSCatalogAddEventHandlerSPI',
      ...(eventId === undefined ? {} : { plumblineEventId: eventId }),
      ...(author === undefined ? {} : { plumblineAuthor: author }),
    },
    headers: {},
    body: [
      '<org.geoserver.catalog.event.impl.CatalogAddEventImpl>',
      `<source class="org.geoserver.catalog.impl.WorkspaceInfoImpl"><id>${id}</id><name>${name}</name></source>`,
      '</org.geoserver.catalog.event.impl.CatalogAddEventImpl>',
    ].join(''),
    problem: null,
  }
}
