/** A destination or durable subscription as an operator sees it. */
export interface DestinationStatus {
  readonly kind: 'queue' | 'topic' | 'durable subscription'
  /** The queue's, the topic's or the subscription's name, without a prefix. */
  readonly name: string
  /** Of a durable subscription only: the topic it subscribes to. */
  readonly topic?: string
  /** Of a durable subscription only: whose it is. */
  readonly clientId?: string
  /** Messages waiting, those included that a consumer has and did not acknowledge. A topic keeps none itself. */
  readonly depth: number
  /** Subscriptions that are connected. */
  readonly consumers: number
  /** Messages that came in since the broker started. */
  readonly enqueued: number
  /** Messages that were consumed since the broker started. */
  readonly dequeued: number
}
