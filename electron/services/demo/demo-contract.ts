import { z } from 'zod'
import { change } from '../../contract/procedure.ts'

/** What the thread that makes the demo cluster can be asked. */
export const demoContract = {
  procedures: {
    demo: {
      /** Makes a data directory with the sample catalog, and copies of it. */
      makeDirectories: change(z.object({ first: z.string(), others: z.array(z.string()) }), z.object({})),
    },
  },
  streams: {},
} as const
