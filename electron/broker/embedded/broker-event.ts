import type { Meeting } from '../discovery/announcer.ts'

/** Something that happened in the embedded broker and that an operator may want to see. */
export type BrokerEvent =
  | { readonly kind: 'connected'; readonly remoteAddress: string; readonly clientId: string | undefined }
  | {
      readonly kind: 'disconnected'
      readonly remoteAddress: string
      readonly clientId: string | undefined
      readonly reason: string
    }
  /** A client was sent an ERROR. */
  | {
      readonly kind: 'refused'
      readonly remoteAddress: string
      readonly clientId: string | undefined
      readonly message: string
    }
  /** Another broker of Plumbline tells of itself on this network, and which of the two to use. */
  | ({ readonly kind: 'another broker' } & Meeting)
  /** A message went to the dead letter queue. */
  | { readonly kind: 'dead letter'; readonly from: string; readonly reason: 'refused' | 'expired' }
  /** Nothing could be stored; every client was disconnected and what was not answered is undone. */
  | { readonly kind: 'store failed'; readonly error: unknown }
  /** What is stored cannot be read any more; nobody is let in until it can, which is tried again and again. */
  | { readonly kind: 'store unavailable'; readonly error: unknown }
  /** It can be read again; messages that were not persistent are gone. */
  | { readonly kind: 'store back' }
  /**
   * The broker began without the messages it held: its database was damaged and lies at this path now, or somebody
   * deleted it, without a path then. What was lost, as far as that can still be read.
   */
  | {
      readonly kind: 'messages lost'
      readonly path: string | undefined
      readonly lost: readonly LostMessages[] | undefined
    }

/** Messages of one queue that are gone. */
export interface LostMessages {
  readonly queue: string
  readonly messages: number
}
