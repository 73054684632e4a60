import type { z } from 'zod'
import type { Feature, Procedures, Streams } from '../../electron/contract/features/application.ts'
import type { SchemaOf } from '../../electron/contract/procedure.ts'

/** Names of a feature's procedures, and what each takes, answers and reports on the way. */
export type ProcedureOf<Name extends Feature> = keyof Procedures[Name] & string

export type InputFor<Name extends Feature, Procedure extends ProcedureOf<Name>> = z.input<
  SchemaOf<Procedures[Name][Procedure], 'input'>
>

export type OutputFor<Name extends Feature, Procedure extends ProcedureOf<Name>> = z.output<
  SchemaOf<Procedures[Name][Procedure], 'output'>
>

export type ProgressFor<Name extends Feature, Procedure extends ProcedureOf<Name>> = z.output<
  SchemaOf<Procedures[Name][Procedure], 'progress'>
>

export type StreamFeature = keyof Streams

/** Names of a feature's streams, and what each takes and brings. */
export type StreamOf<Name extends StreamFeature> = keyof Streams[Name] & string

export type StreamInputFor<Name extends StreamFeature, Stream extends StreamOf<Name>> = z.input<
  SchemaOf<Streams[Name][Stream], 'input'>
>

export type ItemFor<Name extends StreamFeature, Stream extends StreamOf<Name>> = z.output<
  SchemaOf<Streams[Name][Stream], 'item'>
>
