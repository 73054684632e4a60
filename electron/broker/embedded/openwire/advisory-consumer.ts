import { structure } from '../../openwire/codec.ts'
import type { AnyMessage, Structure } from '../../openwire/structures.ts'
import type { Advisories } from '../advisories.ts'
import type { Outlet } from './consumer.ts'

/** Advisories a client may let pile up without reading. */
const unread = 50_000

/** A consumer of what the broker tells of itself. Nothing of it is kept, and so nothing is acknowledged. */
export class AdvisoryConsumer {
  readonly #outlet: Outlet
  readonly #consumerId: Structure<'ConsumerId'> | null
  readonly #stop: () => void
  #behind = 0

  /** Tells what is so now before anything else is said. */
  constructor(
    advisories: Advisories,
    outlet: Outlet,
    consumerId: Structure<'ConsumerId'> | null,
    topics: string,
  ) {
    this.#outlet = outlet
    this.#consumerId = consumerId
    this.#stop = advisories.listen(topics, (advisory) => this.#tell(advisory))
    this.#behind = 0
  }

  /** The client has read on. */
  wake(): void {
    this.#behind = 0
  }

  close(): void {
    this.#stop()
  }

  #tell(message: AnyMessage): void {
    const { destination } = message
    this.#outlet.send(structure('MessageDispatch', { consumerId: this.#consumerId, destination, message }))
    this.#behind = this.#outlet.writable ? 0 : this.#behind + 1
    if (this.#behind > unread) this.#outlet.giveUp('the client does not read what it asked to be told')
  }
}
