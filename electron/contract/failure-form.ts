import { z } from 'zod'

/** A failure as it travels between processes: what happened, what to try, and the values in its texts. */
export const failureForm = z.object({
  code: z.string(),
  message: z.string(),
  remedy: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
})

export type FailureForm = z.infer<typeof failureForm>
