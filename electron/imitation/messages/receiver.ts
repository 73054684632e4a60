import type { Clock } from '../../scheduler/clock.ts'
import { decodeBody } from '../../wire/decode.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { handlers, isHandler } from '../../wire/handlers.ts'
import { parseXml } from '../../xml/parse.ts'
import { applyToCatalog } from './apply-catalog.ts'
import { applyToConfiguration } from './apply-configuration.ts'
import { Lost, type Applied } from './applied.ts'
import type { NodeCore } from '../rest/node-core.ts'
import { reasonNotToRead } from './strict-reading.ts'

export type { Applied }

/** A message of the cluster, whatever broker brings it. */
export interface WireMessage {
  readonly properties: ReadonlyMap<string, string>
  readonly body: string
}

const pauseLength = 5_000

/** What a stock slave makes of messages: it acknowledges first, applies what it can and forgets the rest. */
export class Receiver {
  readonly #core: NodeCore
  readonly #clock: Clock
  #readyAt: number | undefined
  #hasJustPaused = false

  constructor(core: NodeCore, options: { readonly clock: Clock }) {
    this.#core = core
    this.#clock = options.clock
  }

  apply(message: WireMessage, node: { readonly instanceName: string; readonly group: string }): Applied {
    try {
      return this.#apply(message, node)
    } catch (error) {
      if (error instanceof Lost) return { outcome: 'dropped', reason: error.message }
      return { outcome: 'dropped', reason: String(error) }
    }
  }

  /** Waits for as long as a bad message keeps its consumer from the next: the second of two in a row costs nothing. */
  async ready(): Promise<void> {
    const wait = (this.#readyAt ?? 0) - this.#clock.now()
    this.#readyAt = undefined
    if (wait <= 0) return
    await new Promise<void>((resolve) => {
      this.#clock.after(wait, resolve)
    })
  }

  note({ outcome }: Applied): void {
    const costs = outcome === 'dropped' && !this.#hasJustPaused
    this.#hasJustPaused = costs
    if (costs) this.#readyAt = this.#clock.now() + pauseLength
  }

  #apply(
    { properties, body }: WireMessage,
    node: { readonly instanceName: string; readonly group: string },
  ): Applied {
    const required = (name: string): string => {
      const value = properties.get(name)
      if (value === undefined || value === '') throw new Lost(`the message has no ${name}`)
      return value
    }
    const sender = required('instanceName')
    const group = required('group')
    if (sender === node.instanceName || group !== node.group) return { outcome: 'ignored' }
    const handler = required('JMSEventHandlerSPI')
    if (!isHandler(handler)) throw new Lost(`no handler ${handler}`)
    const reason = reasonNotToRead(parseXml(body), this.#core.memory.release)
    if (reason !== undefined) throw new Lost(reason)
    const event = decodeBody(handler, body)
    return this.#dispatch(event, handler, body, properties)
  }

  #dispatch(
    event: ClusterEvent,
    handler: string,
    body: string,
    properties: ReadonlyMap<string, string>,
  ): Applied {
    switch (handler) {
      case handlers.global:
      case handlers.logging:
      case handlers.service:
      case handlers.settings:
        return applyToConfiguration(this.#core, event)
      default:
        return applyToCatalog(this.#core, event, { body, purge: properties.get('purge') === 'true' })
    }
  }
}
