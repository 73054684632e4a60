import { z } from 'zod'

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
  /** Set for what is handed on as it came, see {@link unchecked}. */
  readonly unchecked?: boolean
}

/**
 * What becomes of a stream whose reader takes less than comes: `keep-newest` keeps the newest item alone, `drop-oldest`
 * lets the oldest items go and says how many.
 */
export type WhenBehind = 'keep-newest' | 'drop-oldest'

export interface StreamDescription {
  readonly input: z.ZodType
  /** One item; items travel in batches. */
  readonly item: z.ZodType
  readonly whenBehind: WhenBehind
}

/** Procedures and streams by feature: all one side may ask the other for. */
export interface Contract {
  readonly procedures: Readonly<Record<string, Readonly<Record<string, ProcedureDescription>>>>
  readonly streams: Readonly<Record<string, Readonly<Record<string, StreamDescription>>>>
}

/** The schema of one part of a procedure or a stream; never where it has none. */
export type SchemaOf<Description, Part extends 'input' | 'output' | 'progress' | 'item'> =
  Description extends Readonly<Record<Part, infer Schema extends z.ZodType>> ? Schema : never

/** What implements one procedure: the input checked, a signal that cancels, and a way to say how far it is. */
export type Handler<Procedure> = (
  input: z.output<SchemaOf<Procedure, 'input'>>,
  call: {
    readonly signal: AbortSignal
    readonly progress: (value: z.output<SchemaOf<Procedure, 'progress'>>) => void
  },
) => z.output<SchemaOf<Procedure, 'output'>> | Promise<z.output<SchemaOf<Procedure, 'output'>>>

/** What brings one stream: it calls back with batches until the signal is aborted. */
export type Source<Stream> = (
  input: z.output<SchemaOf<Stream, 'input'>>,
  emit: (items: readonly z.output<SchemaOf<Stream, 'item'>>[]) => void,
  signal: AbortSignal,
) => void

/** One handler a procedure, one source a stream. */
export type HandlersOf<Procedures> = { readonly [Name in keyof Procedures]: Handler<Procedures[Name]> }
export type SourcesOf<Streams> = { readonly [Name in keyof Streams]: Source<Streams[Name]> }

/** All that answers what a contract lets ask. */
export interface ImplementationOf<Asked extends Contract> {
  readonly services: {
    readonly [Name in keyof Asked['procedures']]: HandlersOf<Asked['procedures'][Name]>
  }
  readonly sources: { readonly [Name in keyof Asked['streams']]: SourcesOf<Asked['streams'][Name]> }
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

/** A stream of which the newest items matter, as of the end of a log. */
export function tail<Input extends z.ZodType, Item extends z.ZodType>(input: Input, item: Item) {
  return { input, item, whenBehind: 'drop-oldest' } as const
}

/** A stream whose every item is all of the present state, so that the newest makes those before it worthless. */
export function state<Input extends z.ZodType, Item extends z.ZodType>(input: Input, item: Item) {
  return { input, item, whenBehind: 'keep-newest' } as const
}

/**
 * A procedure whose values are handed on as they came: for both ends of one program, where to check each would cost
 * more than the work.
 */
export function unchecked<Description extends ProcedureDescription>(description: Description) {
  return { ...description, unchecked: true } as const
}

/** A schema that accepts everything and says what it is, for what never leaves the program. */
export function carried<Value>(): z.ZodType<Value, Value> {
  return z.custom<Value>()
}
