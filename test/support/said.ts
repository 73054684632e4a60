import { expect } from 'vitest'
import { english } from '../../electron/sentences/english.ts'
import { isSentence } from '../../electron/sentences/sentence.ts'

/** Tests read as an operator does: a sentence equals the English it is said in. */
expect.addEqualityTesters([
  (one: unknown, other: unknown) => {
    if (isSentence(one) && typeof other === 'string') return english(one) === other
    if (isSentence(other) && typeof one === 'string') return english(other) === one
    return undefined
  },
])
