import { z } from 'zod'
import { messageFilter, messages, messageStreams, savedFilter } from '../../../contract/features/messages.ts'
import { gap } from '../../../contract/node-control.ts'
import { carried, change, query, unchecked } from '../../../contract/procedure.ts'
import type { ArchivableMessage } from './archivable-message.ts'
import type { ArchiveOptions } from './archive.ts'
import type { StoredMessage } from './archive-reader.ts'
import { wording } from '../../../contract/wording.ts'
import { languageTags } from '../../../languages/tags.ts'

const none = z.tuple([])
const nothing = z.void()
const stored = z.object({ stored: z.number() })
const sequence = z.number()

/**
 * What the thread that owns an archive can be asked: its methods, with their parameters. What every message goes
 * through on its way in is not checked again, it comes from the same program; the messages themselves are hostile
 * wherever they are decoded.
 */
export const archiveContract = {
  procedures: {
    archive: {
      open: unchecked(
        change(carried<Omit<ArchiveOptions, 'now'>>(), z.object({ setAside: z.string().nullable() })),
      ),
      store: unchecked(change(carried<[readonly ArchivableMessage[]]>(), stored)),
      importLines: change(z.tuple([z.array(z.string()).readonly(), z.number()]), stored),
      page: query(
        z.tuple([messageFilter, sequence.nullable(), z.number(), sequence.nullable().optional()]),
        messages.page.output,
      ),
      position: query(z.tuple([messageFilter, z.number()]), messages.position.output),
      histogram: query(z.tuple([messageFilter, z.number()]), messages.histogram.output),
      message: unchecked(query(carried<[number]>(), carried<StoredMessage>())),
      details: query(z.tuple([sequence]), messages.details.output),
      facets: query(none, messages.facets.output),
      statistics: query(none, messages.statistics.output.extend({ newestAt: z.number().nullable() })),
      savedFilters: query(none, messages.savedFilters.output),
      saveFilter: change(z.tuple([savedFilter]), nothing),
      removeFilter: change(z.tuple([z.string()]), nothing),
      exportPart: query(
        z.tuple([messageFilter, messages.export.input.shape.format, z.number(), z.enum(languageTags)]),
        z.object({ content: z.string(), messages: z.number(), after: sequence.nullable() }),
      ),
      followSlaves: change(z.tuple([z.array(z.string()).readonly()]), nothing),
      sawQueue: change(
        z.tuple([
          z.string(),
          z.object({ at: z.number(), messageIds: z.array(z.string()).readonly(), complete: z.boolean() }),
        ]),
        nothing,
      ),
      compared: change(z.tuple([z.string(), z.number(), z.map(z.string(), z.boolean()).readonly()]), nothing),
      pendingIdentities: query(
        z.tuple([z.string(), z.number()]),
        z.array(z.object({ sequence, proof: z.string().nullable(), identity: z.string() })),
      ),
      gaps: query(none, z.array(gap)),
      provedEqual: change(z.tuple([z.number()]), nothing),
      heard: change(
        z.tuple([
          z.string(),
          z
            .array(
              z.object({
                sequence,
                proof: z.string().nullable(),
                state: z.enum(['taken', 'failed']),
                isApplied: z.boolean().optional(),
                at: z.number(),
                reason: wording.nullable(),
              }),
            )
            .readonly(),
        ]),
        nothing,
      ),
      retain: change(
        z.tuple([z.object({ oldest: z.number(), bytes: z.number() })]),
        z.object({ removed: z.number() }),
      ),
      close: change(none, nothing),
    },
  },
  streams: { archive: { rows: messageStreams.live } },
} as const
