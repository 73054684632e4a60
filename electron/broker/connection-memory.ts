import { randomUUID } from 'node:crypto'
import { serverName, type BrokerServer, type Protocol } from './broker-url.ts'
import { TransformationSupport } from './transformation-support.ts'

/** Messages whose number is kept, for when they are sent once more. */
const numbersKept = 10_000

/** An id no other connection has. */
export function newConnectionId(): string {
  return `ID:plumbline-${randomUUID()}`
}

/** What is remembered from one connection of a session to its next. */
export class ConnectionMemory {
  /** Whether brokers that are spoken to in STOMP can translate. */
  readonly transformationSupport = new TransformationSupport()
  /** By this an OpenWire broker recognises a client that comes back before it noticed that it was gone. */
  readonly connectionId = newConnectionId()
  /** Whether messages left together that no broker has answered yet; a connection that ended meanwhile leaves it so. */
  isGroupOnItsWay = false
  readonly #protocols = new Map<string, Protocol>()
  readonly #numbers = new Map<string, bigint>()
  #lastNumber = 0n

  /** The protocol a server spoke when it was last connected to. */
  protocolOf(server: BrokerServer): Protocol | undefined {
    return this.#protocols.get(serverName(server))
  }

  spoke(server: BrokerServer, protocol: Protocol): void {
    this.#protocols.set(serverName(server), protocol)
  }

  /** The server could not be reached, so it may come back as another one: all that was learnt is void. */
  unreachable(server: BrokerServer): void {
    this.transformationSupport.unreachable(serverName(server))
    this.#protocols.delete(serverName(server))
  }

  /**
   * The number of a message among all that this session sends. A message that is sent again has the one it had, so that
   * the broker recognises it.
   * @param id what makes it the same message; undefined when it is sent once only
   */
  messageNumber(id: string | undefined): bigint {
    const known = id === undefined ? undefined : this.#numbers.get(id)
    if (known !== undefined) return known
    this.#lastNumber += 1n
    if (id !== undefined) {
      this.#numbers.set(id, this.#lastNumber)
      const [oldest] = this.#numbers.keys()
      if (this.#numbers.size > numbersKept && oldest !== undefined) this.#numbers.delete(oldest)
    }
    return this.#lastNumber
  }
}
