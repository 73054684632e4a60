import { z } from 'zod'
import { parseJson } from '../text/json.ts'
import type { Sentence, Value, Wording } from './sentence.ts'

/** What a placeholder of a sentence stands for. */
export const value: z.ZodType<Value, Value> = z.lazy(() => z.union([z.number(), wording, z.array(wording)]))

export const sentenceData: z.ZodType<Sentence, Sentence> = z.object({
  key: z.string(),
  values: z.record(z.string(), value),
})

/** What someone reads: a sentence of ours, or names and words as they are. */
export const wording = z.union([z.string(), sentenceData])

/** A wording as a column of text; words that could be taken for a sentence are quoted. */
export function storedWording(written: Wording): string {
  return typeof written === 'string' && !/^[{"]/.test(written) ? written : JSON.stringify(written)
}

/** A wording out of a column of text. What an earlier release wrote is words, which stay as they are. */
export const wordingColumn = z.string().transform((text): Wording => {
  if (!/^[{"]/.test(text)) return text
  try {
    return wording.parse(parseJson(text))
  } catch {
    return text
  }
})
