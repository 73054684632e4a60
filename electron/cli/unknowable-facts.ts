import { holdsPassword } from '../catalog/passwords.ts'
import { propertyOf } from '../catalog/object.ts'
import type { ClusterEvent } from '../wire/event.ts'
import type { Wording } from '../sentences/sentence.ts'

/** Something in which a node that knows messages only may differ from the sender of these messages. */
export interface UnknowableFact {
  readonly what: string
  readonly reason: Wording
  /** How often the messages touched it; undefined for what messages say nothing about. */
  readonly occurrences: number | undefined
}

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
    return [
      {
        what: 'how passwords are encrypted',
        reason: 'messages carry them in clear text, and each node encrypts them with its own key',
        occurrences: this.#objectsWithPassword.size,
      },
      {
        what: 'the time of the last change',
        reason: 'each node stamps its own, some milliseconds apart',
        occurrences: this.#stamps,
      },
      {
        what: 'the update sequence',
        reason: 'each node counts its own changes; here it is the last one the master sent',
        occurrences: this.#counters,
      },
      {
        what: 'the default workspace after its removal',
        reason: 'the master chooses another one and does not say which',
        occurrences: this.#guessedDefaults,
      },
      {
        what: 'what is never sent',
        reason:
          'users, roles, access rules, templates, tile caching, uploaded data and files put through the resource API',
        occurrences: undefined,
      },
    ]
  }
}

function isStamped(event: ClusterEvent): boolean {
  return event.verb === 'modify' && event.changes.some(({ name }) => name === 'dateModified')
}
