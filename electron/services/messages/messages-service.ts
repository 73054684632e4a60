import { demandAgreement } from '../../errors/agreement.ts'
import { randomUUID } from 'node:crypto'
import { consumerQueue } from '../../broker/destinations.ts'
import type { Offers, Service, Sources } from '../../contract/features/application.ts'
import { eventIdProperty } from '../../engine/slave/receiver.ts'
import { resyncInstanceName } from '../../engine/resync/delivery.ts'
import { failure } from '../../errors/failure.ts'
import { authorProperties } from '../../wire/author.ts'
import { isHandler } from '../../wire/handlers.ts'
import type { MessageSink } from '../cluster/message-sink.ts'
import { type ArchivedCluster, CurrentArchive, type CurrentArchiveOptions } from './current-archive.ts'
import { isRedacted } from '../../secrets/mark.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { LanguageTag } from '../../languages/tags.ts'
import { datedName } from '../../text/dated-name.ts'

/** The messages feature: the service, its stream, and the sink that fills the archive. */
export interface Messages extends Offers<'messages'> {
  readonly openSink: (cluster: ArchivedCluster) => MessageSink
  /** Closes the archive, once what is on its way to it is stored. */
  readonly close: () => Promise<void>
}

interface MessagesOptions extends CurrentArchiveOptions {
  /** What exports are written in. */
  readonly language: () => LanguageTag
  /** Who sends messages again. */
  readonly operator: string
}

/** What one answer may carry, in UTF-16 units; the transports refuse much larger ones. */
const longestExport = 24 * 1024 * 1024
const linesAtOnce = 500

export function createMessages(options: MessagesOptions): Messages {
  const current = new CurrentArchive(options)
  const service: Service<'messages'> = {
    page: async ({ filter, before, after, limit }) =>
      (await current.archive()).page(filter, before, limit, after),
    position: async ({ filter, fraction }) => (await current.archive()).position(filter, fraction),
    histogram: async ({ filter, buckets }) => (await current.archive()).histogram(filter, buckets),
    details: async ({ sequence }) => (await current.archive()).details(sequence),
    facets: async () => (await current.archive()).facets(),
    savedFilters: async () => [...(await (await current.archive()).savedFilters())],
    saveFilter: async (saved) => {
      await (await current.archive()).saveFilter(saved)
      return {}
    },
    removeFilter: async ({ name }) => {
      await (await current.archive()).removeFilter(name)
      return {}
    },
    export: async ({ filter, format }, { signal }) => {
      const archive = await current.archive()
      const parts: string[] = []
      let messages = 0
      let size = 0
      let after: number | null = 0
      while (after !== null && size < longestExport) {
        signal.throwIfAborted()
        const part: Awaited<ReturnType<typeof archive.exportPart>> = await archive.exportPart(
          filter,
          format,
          after,
          options.language(),
        )
        parts.push(part.content)
        size += part.content.length
        messages += part.messages
        after = part.after
      }
      const fileName = datedName('messages', options.now(), format)
      return { fileName, content: parts.join(''), messages, complete: after === null }
    },
    import: async ({ content }, { signal, progress }) => {
      const archive = await current.archive()
      const lines = content.split('\n')
      let messages = 0
      for (let first = 0; first < lines.length; first += linesAtOnce) {
        signal.throwIfAborted()
        const { stored } = await archive.importLines(lines.slice(first, first + linesAtOnce), first + 1)
        messages += stored
        progress({ messages })
      }
      return { messages }
    },
    replay: async ({ sequence, instanceName, agreed }) => {
      const { cluster } = current.required()
      const { message, handler } = await (await current.archive()).message(sequence)
      const refuse = (reason: Wording) => failure('PLB-ARCHIVE-REPLAY-REFUSED', { sequence, reason })
      if (message.body === null || message.type !== 'ActiveMQObjectMessage')
        throw refuse(say('messages.noBody'))
      if (!isHandler(handler)) throw refuse(say('messages.noHandlerModuleTakes'))
      if (isRedacted(message.body)) throw refuse(say('messages.importedExportPasswordsHidden'))
      const destination = consumerQueue(instanceName, cluster.profile.topicName)
      demandAgreement(agreed, destination.name)
      await cluster.publish({
        destination,
        properties: {
          // A node ignores its own messages, and one whose id it has seen; this is neither.
          instanceName: resyncInstanceName,
          group: message.properties['group'] ?? cluster.profile.group,
          JMSEventHandlerSPI: handler,
          [eventIdProperty]: randomUUID(),
          ...authorProperties(options.operator),
        },
        body: message.body,
      })
      return { queue: destination.name }
    },
    statistics: async () => (await current.archive()).statistics(),
  }
  const sources: Sources<'messages'> = {
    live: ({ filter }, emit, signal) => {
      current.watch(filter, emit, signal)
    },
  }
  return {
    service,
    sources,
    openSink: (cluster) => current.open(cluster),
    close: () => current.close(),
  }
}
