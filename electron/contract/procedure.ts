import type { z } from 'zod'

/**
 * How the parts of the application talk: procedures (a request, progress on the way, one answer, cancellable) and
 * streams (what happens, in batches). The contract is data: schemas by name, from which both sides derive their types
 * and check what they get.
 */
export interface ProcedureDescription {
  readonly input: z.ZodType
  readonly output: z.ZodType
  /** What is reported on the way, for procedures that take a while. */
  readonly progress?: z.ZodType
  /** Whether it changes anything; read-only mode refuses those. */
  readonly changes: boolean
  /** Set for what the audit keeps although read-only mode allows it. */
  readonly recorded?: boolean
}

/**
 * What becomes of a stream whose reader takes less than comes: `keep-newest` keeps the newest item alone,
 * `drop-oldest` lets the oldest items go and says how many, `fail` ends the stream with an error, so that the reader
 * knows that it must look again.
 */
export type WhenBehind = 'keep-newest' | 'drop-oldest' | 'fail'

export interface StreamDescription {
  readonly input: z.ZodType
  /** One item; items travel in batches. */
  readonly item: z.ZodType
  readonly whenBehind: WhenBehind
}

/** A procedure that only looks. */
export function query<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return { input, output, changes: false } as const
}

/** A procedure that changes something. */
export function change<Input extends z.ZodType, Output extends z.ZodType>(input: Input, output: Output) {
  return { input, output, changes: true } as const
}

/** A procedure that takes a while and says how far it is. */
export function task<Input extends z.ZodType, Output extends z.ZodType, Progress extends z.ZodType>(
  input: Input,
  output: Output,
  progress: Progress,
  changes: boolean,
) {
  return { input, output, progress, changes } as const
}

/** A stream of which no item may be missed. */
export function stream<Input extends z.ZodType, Item extends z.ZodType>(input: Input, item: Item) {
  return { input, item, whenBehind: 'fail' } as const
}

/** A stream of which the newest items matter, as of the end of a log. */
export function tail<Input extends z.ZodType, Item extends z.ZodType>(input: Input, item: Item) {
  return { input, item, whenBehind: 'drop-oldest' } as const
}

/** A stream whose every item is all of the present state, so that the newest makes those before it worthless. */
export function state<Input extends z.ZodType, Item extends z.ZodType>(input: Input, item: Item) {
  return { input, item, whenBehind: 'keep-newest' } as const
}
