import type { Note } from '../../contract/shared.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** Who knows of a finding, until when and why it is left as it is. */
export function sayNote({ by, until, reason }: Note): Wording {
  return until === null
    ? say('acceptance.known', { by, reason })
    : say('acceptance.knownUntil', { by, at: until, reason })
}
