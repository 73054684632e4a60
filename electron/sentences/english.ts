import { language } from '../languages/en/index.ts'
import { render, renderValue } from './render.ts'
import type { Value, Wording } from './sentence.ts'

/** A wording in English: for logs, and wherever else one language is enough. */
export function english(wording: Wording): string {
  return render(language, wording)
}

/** What a placeholder stands for, in English. */
export function englishValue(value: Value): string {
  return renderValue(language, value)
}
