import { z } from 'zod'
import type { Sentence, Value } from '../sentences/sentence.ts'

export { eventSentence, propertyList } from '../sentences/events.ts'
export { isList } from '../sentences/sentence.ts'
export { render, renderError } from '../sentences/render.ts'
export type { Value, Wording } from '../sentences/sentence.ts'

/** What a placeholder of a sentence stands for. */
export const value: z.ZodType<Value> = z.lazy(() => z.union([z.number(), wording, z.array(wording)]))

/** A sentence of ours. */
export const sentenceForm: z.ZodType<Sentence> = z.object({
  key: z.string(),
  values: z.record(z.string(), value),
})

/** What a screen shows: a sentence of ours, which it says in its language, or names and words as they are. */
export const wording = z.union([z.string(), sentenceForm])
