import type { Message } from '../../broker/message.ts'

/**
 * Takes what the observer consumed from its queue, `Consumer.<observer>.<topic>`. The messages are acknowledged once
 * `store` has returned (or its promise is fulfilled), so by then they must be on the disk; when it throws, they stay
 * with the broker and come again. Messages can come twice: a sink recognises them by their `messageId`.
 */
export interface MessageSink {
  /** @param messages a batch, oldest first; never empty */
  store(messages: readonly Message[]): void | Promise<void>
}
