import type { ConflictNote } from '../journal/conflicts.ts'
import { property, say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { objectWords } from '../words.ts'

/** Which change of a master does not stand. */
export function sayConflict({ kind, title, other }: ConflictNote, node: string): Wording {
  return say('node.conflict', { node, other, what: objectWords(kind, title) })
}

/** Why another change stands instead. */
export function sayWhy({ reason, other, properties }: ConflictNote): Wording {
  switch (reason) {
    case 'same property': {
      const names = properties.map((name) => property(name === 'styleBody' ? 'body' : name))
      return say('node.conflictSameProperty', { other, properties: names })
    }
    case 'removed':
      return say('node.conflictRemoved', { other })
    case 'name taken':
      return say('node.conflictNameTaken', { other })
    case 'added twice':
      return say('node.conflictAddedTwice', { other })
    case 'default':
      return say('node.conflictDefault', { other })
  }
}
