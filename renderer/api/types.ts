import type { z } from 'zod'
import type { Feature, Procedures, Streams } from '../../electron/contract/application.ts'

/** Names of a feature's procedures, and what each takes, answers and reports on the way. */
export type ProcedureOf<Name extends Feature> = keyof Procedures[Name] & string

export type InputFor<
  Name extends Feature,
  Procedure extends ProcedureOf<Name>,
> = Procedures[Name][Procedure] extends {
  readonly input: infer Input extends z.ZodType
}
  ? z.input<Input>
  : never

export type OutputFor<
  Name extends Feature,
  Procedure extends ProcedureOf<Name>,
> = Procedures[Name][Procedure] extends {
  readonly output: infer Output extends z.ZodType
}
  ? z.output<Output>
  : never

export type ProgressFor<
  Name extends Feature,
  Procedure extends ProcedureOf<Name>,
> = Procedures[Name][Procedure] extends { readonly progress: infer Progress extends z.ZodType }
  ? z.output<Progress>
  : never

export type StreamFeature = keyof Streams

/** Names of a feature's streams, and what each takes and brings. */
export type StreamOf<Name extends StreamFeature> = keyof Streams[Name] & string

export type StreamInputFor<
  Name extends StreamFeature,
  Stream extends StreamOf<Name>,
> = Streams[Name][Stream] extends {
  readonly input: infer Input extends z.ZodType
}
  ? z.input<Input>
  : never

export type ItemFor<
  Name extends StreamFeature,
  Stream extends StreamOf<Name>,
> = Streams[Name][Stream] extends {
  readonly item: infer Item extends z.ZodType
}
  ? z.output<Item>
  : never
