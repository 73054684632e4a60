import type { ArrivedObject } from '../../../contract/features/configuration.ts'
import type { PlannedOperation } from '../../../contract/features/resync.ts'
import { say } from '../../../sentences/say.ts'
import type { Sentence, Wording } from '../../../sentences/sentence.ts'

const ways: Readonly<Record<PlannedOperation['way'], () => Sentence>> = {
  message: () => say('imitation.byMessage'),
  rest: () => say('imitation.overRest'),
  files: () => say('imitation.byFiles'),
}

/** How a step of a resync reaches the slave. */
export function wayOf({ way }: PlannedOperation): Sentence {
  return ways[way]()
}

/** What each slave has of an object. */
export function statesOf(arrived: readonly ArrivedObject[]): Wording {
  const each = arrived.map(({ instanceName, state, properties }) =>
    say('imitation.states', {
      node: instanceName,
      state: state === 'equal' ? say('imitation.equalThere') : `${state} ${properties.join(' ')}`.trim(),
    }),
  )
  return say('imitation.list', { each })
}
