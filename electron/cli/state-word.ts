import { cliStates } from '../languages/en/sentences/index.ts'
import type { Wording } from '../sentences/sentence.ts'

/** A state, role or outcome as people read it; one this release does not know is its own word. */
export function stateWord(state: string): Wording {
  const name = state.replaceAll(/[-_ ]([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return Object.hasOwn(cliStates, name) ? { key: `cliStates.${name}`, values: {} } : state
}
