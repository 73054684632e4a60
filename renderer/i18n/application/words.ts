import { shallowRef } from 'vue'
import type { FindPhrase } from './phrase-book.ts'

/** What an error says, and what to try. */
export interface ErrorWords {
  readonly message: string
  readonly remedy: string
}

/** What the application says by itself, in a language other than its English. */
export interface ApplicationWords {
  /** By code. */
  readonly errors: Readonly<Record<string, ErrorWords>>
  readonly findPhrase: FindPhrase
}

/** The words of the language of the app; undefined in English, which the application speaks by itself. */
export const applicationWords = shallowRef<ApplicationWords>()
