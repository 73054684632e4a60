import type { Dialect } from '../dialects.ts'
import type { Structure } from './structures.ts'

/** What a client sends: every structure that has a number and can ask for a response. */
export type Command = Extract<Structure, { readonly commandId: number }>

/** What the parts of a connection send their commands over. */
export interface CommandSender {
  readonly connectionId: string
  readonly dialect: Dialect
  readonly isOpen: () => boolean
  /**
   * Sends a command and waits for the broker's response.
   * @throws Failure when the broker refuses it, or the connection ends or falls silent first
   */
  readonly request: (command: Command) => Promise<void>
  /** Sends a command nobody responds to. On a connection that is over, nothing happens. */
  readonly send: (command: Command) => void
}

export const sessionNumber = 1n

/** Its producers: a broker takes no notice of one it knows already. From the last on, each is there for one question. */
export const producerNumbers = { messages: 1n, statistics: 2n, questions: 3n } as const

/** What a TransactionInfo says, for transactions of one broker. */
export const transactionSteps = { begin: 0, commit: 2, rollBack: 4 } as const
