/** What became of a message. Nobody outside ever learns it: a real node writes it into its log at most. */
export type Applied =
  | { readonly outcome: 'applied' }
  /** Not meant for this node, or without anything to do. */
  | { readonly outcome: 'ignored' | 'discarded' }
  /** It could not be applied, is acknowledged nevertheless and gone. */
  | { readonly outcome: 'dropped'; readonly reason: string }

/** Why a message cannot be applied: a real node logs it and goes on with the next. */
export class Lost extends Error {}
