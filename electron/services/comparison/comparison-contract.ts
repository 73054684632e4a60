import { z } from 'zod'
import { drift } from '../../contract/features/shared.ts'
import { task } from '../../contract/procedure.ts'
import { wording } from '../../contract/wording.ts'

/** What the thread of a comparison can be asked. */
export const comparisonContract = {
  procedures: {
    comparison: {
      /** Compares two data directories as they lie on the disk. */
      compare: task(
        z.object({ reference: z.string(), slave: z.string(), at: z.number() }),
        drift,
        z.object({ message: wording }),
        false,
      ),
    },
  },
  streams: {},
} as const
