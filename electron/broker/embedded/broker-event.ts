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
  /** A message went to the dead letter queue. */
  | { readonly kind: 'dead letter'; readonly from: string; readonly reason: 'refused' | 'expired' }
  /** Nothing could be stored; every client was disconnected and what was not answered is undone. */
  | { readonly kind: 'store failed'; readonly error: unknown }
  /** The database was damaged; it lies at this path now, and the broker began with an empty one. */
  | { readonly kind: 'database set aside'; readonly path: string }
