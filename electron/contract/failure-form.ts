import { z } from 'zod'
import { value } from './wording.ts'

/** A failure as it travels between processes: what happened, what to try, and the values in its texts. */
export const failureForm = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  details: z.record(z.string(), value),
})

export type FailureForm = z.infer<typeof failureForm>
