import { holdsPassword } from '../catalog/passwords.ts'
import { propertyOf } from '../catalog/object.ts'
import type { ClusterEvent } from '../wire/event.ts'
import type { Wording } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'

/** Something in which a node that knows messages only may differ from the sender of these messages. */
export interface UnknowableFact {
  readonly what: Wording
  readonly reason: Wording
  /** How often the messages touched it; undefined for what messages say nothing about. */
  readonly occurrences: number | undefined
}

type Fact = 'encryption' | 'lastChange' | 'updateSequence' | 'defaultWorkspace' | 'neverSent'

/** Watches events as they are applied for what they cannot tell. */
export class UnknowableFacts {
  readonly #objectsWithPassword = new Set<string>()
  #stamps = 0
  #counters = 0
  #guessedDefaults = 0

  /**
   * @param event an event that was applied
   * @param defaultMoved whether the default workspace is another one since
   */
  watch(event: ClusterEvent, defaultMoved: boolean): void {
    switch (event.verb) {
      case 'remove':
        if (defaultMoved) this.#guessedDefaults += 1
        return
      case 'default':
        // Now the sender has said it.
        this.#guessedDefaults = 0
        return
      case 'add':
      case 'modify':
        if (holdsPassword(event.object)) this.#objectsWithPassword.add(event.object.id)
        if (propertyOf(event.object, 'dateModified') !== undefined || isStamped(event)) this.#stamps += 1
        if (event.object.kind === 'global') this.#counters += 1
        return
      case 'style-file':
        return
    }
  }

  all(): readonly UnknowableFact[] {
    const fact = (name: Fact, occurrences: number | undefined): UnknowableFact => ({
      ...{ what: say(`cliMessages.${name}`), reason: say(`cliMessages.${name}Why`) },
      occurrences,
    })
    return [
      fact('encryption', this.#objectsWithPassword.size),
      fact('lastChange', this.#stamps),
      fact('updateSequence', this.#counters),
      fact('defaultWorkspace', this.#guessedDefaults),
      fact('neverSent', undefined),
    ]
  }
}

function isStamped(event: ClusterEvent): boolean {
  return event.verb === 'modify' && event.changes.some(({ name }) => name === 'dateModified')
}
