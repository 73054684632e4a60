import { z } from 'zod'
import { value } from '../sentences/stored.ts'

export { render, renderError } from '../sentences/render.ts'
export { property } from '../sentences/say.ts'
export type { Wording } from '../sentences/sentence.ts'
export { sentenceData, wording } from '../sentences/stored.ts'

/** A failure as it travels between processes: its code and the values in its texts. */
export const failureData = z.object({ code: z.string(), details: z.record(z.string(), value) })

export type FailureData = z.infer<typeof failureData>
