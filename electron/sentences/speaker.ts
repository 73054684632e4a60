import { loadLanguage } from '../languages/load.ts'
import type { LanguageTag } from '../languages/tags.ts'
import { render } from './render.ts'
import type { Wording } from './sentence.ts'

/** Makes words of what is said. */
export type Speak = (wording: Wording) => string

export async function speaker(tag: LanguageTag): Promise<Speak> {
  const language = await loadLanguage(tag)
  return (wording) => render(language, wording)
}
