import type { z } from 'zod'
import { startThread } from '../../../channel/thread.ts'
import type { MessageFilter, MessageRow } from '../../../contract/features/messages.ts'
import type { Failure } from '../../../errors/failure.ts'
import type { ArchiveOptions } from './archive.ts'
import { archiveContract } from './archive-contract.ts'
import { say } from '../../../sentences/say.ts'

type Methods = Omit<(typeof archiveContract)['procedures']['archive'], 'open'>

export type OpenedArchive = {
  readonly [Method in keyof Methods]: (
    ...parameters: z.input<Methods[Method]['input']>
  ) => Promise<z.output<Methods[Method]['output']>>
} & {
  /** Where a database that cannot be used was moved to, when there was one. */
  readonly setAside: string | null
  /** Calls back with new rows that match, and with rows whose delivery changed; returns what ends that. */
  readonly follow: (filter: MessageFilter, listener: (rows: readonly MessageRow[]) => void) => () => void
  /** Fulfilled with the reason when the thread ended without being asked to; it is not started again. */
  readonly failed: Promise<Failure>
}

/**
 * Opens an archive.
 * @param script what the thread runs
 * @throws PLB-STORAGE-… when it cannot be opened, PLB-WORKER-FAILED
 */
export async function openArchive(
  opening: Omit<ArchiveOptions, 'now'>,
  script = new URL('./archive-thread.ts', import.meta.url),
): Promise<OpenedArchive> {
  const thread = startThread({ script, work: say('messages.whatArchiveAsked'), contract: archiveContract })
  const { client, failed } = thread
  const method =
    <Method extends keyof Methods>(name: Method) =>
    (...parameters: z.input<Methods[Method]['input']>) =>
      client.call('archive', name, parameters)
  try {
    const { setAside } = await client.call('archive', 'open', opening)
    return {
      setAside,
      failed,
      follow: (filter, listener) => client.subscribe('archive', 'rows', { filter }, { items: listener }),
      store: method('store'),
      importLines: method('importLines'),
      page: method('page'),
      position: method('position'),
      histogram: method('histogram'),
      message: method('message'),
      details: method('details'),
      facets: method('facets'),
      statistics: method('statistics'),
      savedFilters: method('savedFilters'),
      saveFilter: method('saveFilter'),
      removeFilter: method('removeFilter'),
      exportPart: method('exportPart'),
      followSlaves: method('followSlaves'),
      sawQueue: method('sawQueue'),
      compared: method('compared'),
      pendingIdentities: method('pendingIdentities'),
      gaps: method('gaps'),
      provedEqual: method('provedEqual'),
      heard: method('heard'),
      retain: method('retain'),
      close: async () => {
        try {
          // What has ended already need not be closed.
          await Promise.race([failed, client.call('archive', 'close', [])])
        } finally {
          await thread.end()
        }
      },
    }
  } catch (error) {
    await thread.end()
    throw error
  }
}
