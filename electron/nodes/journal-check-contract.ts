import { z } from 'zod'
import { failureForm } from '../contract/failure-form.ts'
import { query } from '../contract/procedure.ts'

/** What the thread that checks a journal can be asked. */
export const journalCheckContract = {
  procedures: {
    journal: {
      /** What is wrong with a database; null when nothing is. */
      check: query(z.object({ path: z.string() }), failureForm.nullable()),
    },
  },
  streams: {},
} as const
