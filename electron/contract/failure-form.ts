import { z } from 'zod'
import { value } from './wording.ts'

/** A failure as it travels between processes: its code and the values in its texts. */
export const failureForm = z.object({ code: z.string(), details: z.record(z.string(), value) })

export type FailureForm = z.infer<typeof failureForm>
