import { z } from 'zod'
import { kinds } from '../../catalog/kinds/property.ts'
import { drift } from '../../contract/shared.ts'
import { task } from '../../contract/procedure.ts'
import { wording } from '../../contract/wording.ts'

const split = z.object({
  side: z.enum(['memory', 'files', 'both', 'unaskable', 'otherwise']),
  kind: z.enum(kinds),
  workspace: z.union([z.string(), z.undefined()]),
  name: z.string(),
  path: z.string(),
})

/** A data directory, and where the memory of its node has parted from it. */
const side = z.object({ directory: z.string(), isCopy: z.boolean(), splits: z.array(split) })

/** What the thread of a comparison can be asked. */
export const comparisonContract = {
  procedures: {
    comparison: {
      /** Compares two data directories as they lie on the disk. */
      compare: task(
        z.object({ reference: side, slave: side, at: z.number() }),
        drift,
        z.object({ message: wording }),
        false,
      ),
    },
  },
  streams: {},
} as const
