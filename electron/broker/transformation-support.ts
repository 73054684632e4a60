import { failure, type Failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'

/**
 * Finds out whether a broker can translate ObjectMessages. One without XStream says nothing: it closes the
 * connection as soon as a translation is asked for, which looks like a crash. Twice in a row, on a server that
 * never went away in between and never confirmed a translation, it is not a crash.
 */
export class TransformationSupport {
  readonly #confirmed = new Set<string>()
  readonly #suspected = new Set<string>()

  confirmed(server: string): void {
    this.#confirmed.add(server)
    this.#suspected.delete(server)
  }

  /** The server could not be reached, so it may come back as another one: all that was learnt is void. */
  unreachable(server: string): void {
    this.#confirmed.delete(server)
    this.#suspected.delete(server)
  }

  /**
   * The server closed a connection with a translation asked for and not confirmed.
   * @returns what is suspected, then what is certain; undefined from a server that can translate
   */
  closedSilently(server: string): Failure | undefined {
    if (this.#confirmed.has(server)) return undefined
    if (this.#suspected.has(server)) return failure('PLB-BROKER-NO-XSTREAM', { server })
    this.#suspected.add(server)
    const reason = say('broker.closedWhenAskedToTranslate')
    return failure('PLB-BROKER-CONNECTION-LOST', { server, reason })
  }
}
