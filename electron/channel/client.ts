import { z } from 'zod'
import type { FailureData } from '../contract/wording.ts'
import type { Contract, ProcedureDescription, SchemaOf } from '../contract/procedure.ts'
import { serverMessage, type ClientMessage, type ServerMessage } from '../contract/protocol.ts'
import type { ErrorCode } from '../languages/language.ts'
import type { ConnectionState, OpenTransport, Transport } from './transport.ts'

export interface CallOptions<Progress> {
  /** Cancels the call. A procedure with progress still answers what it did; any other is given up at once. */
  readonly signal?: AbortSignal
  readonly onProgress?: (value: Progress) => void
}

/** What came with a batch of items. */
export interface Batch {
  /** The first items since the stream was opened or opened again after a lost connection: forget what was before. */
  readonly first: boolean
  /** Items let go just before these because the reader was behind. */
  readonly skipped: number
}

export interface StreamListener<Item, Problem extends Error = Error> {
  readonly items: (items: readonly Item[], batch: Batch) => void
  readonly failed?: (failure: Problem) => void
  readonly ended?: () => void
}

type Procedures<
  Asked extends Contract,
  Feature extends keyof Asked['procedures'],
> = Asked['procedures'][Feature]
type Streams<Asked extends Contract, Feature extends keyof Asked['streams']> = Asked['streams'][Feature]

export interface Client<Asked extends Contract, Problem extends Error = Error> {
  readonly call: <
    Feature extends keyof Asked['procedures'] & string,
    Name extends keyof Procedures<Asked, Feature> & string,
  >(
    feature: Feature,
    procedure: Name,
    input: z.input<SchemaOf<Procedures<Asked, Feature>[Name], 'input'>>,
    options?: CallOptions<z.output<SchemaOf<Procedures<Asked, Feature>[Name], 'progress'>>>,
  ) => Promise<z.output<SchemaOf<Procedures<Asked, Feature>[Name], 'output'>>>
  /** Returns what ends the subscription. Listeners are never called inside this call. */
  readonly subscribe: <
    Feature extends keyof Asked['streams'] & string,
    Name extends keyof Streams<Asked, Feature> & string,
  >(
    feature: Feature,
    stream: Name,
    input: z.input<SchemaOf<Streams<Asked, Feature>[Name], 'input'>>,
    listener: StreamListener<z.output<SchemaOf<Streams<Asked, Feature>[Name], 'item'>>, Problem>,
  ) => () => void
  readonly state: () => ConnectionState
  /** Calls back with every change of the connection's state; returns what ends that. */
  readonly onState: (listener: (state: ConnectionState) => void) => () => void
  /** Ends the connection. Calls that are under way are cancelled; streams fall silent. */
  readonly close: () => void
}

export interface ClientOptions<Asked extends Contract, Problem extends Error> {
  readonly contract: Asked
  readonly open: OpenTransport
  /** What is thrown for a failure, whichever side it happened on. */
  readonly failureOf: (data: FailureData, cause?: unknown) => Problem
}

/** What errors name a procedure or a stream by. */
interface ContractName {
  readonly feature: string
  readonly name: string
}

interface PendingCall {
  readonly message: ClientMessage
  readonly name: ContractName
  readonly description: ProcedureDescription
  readonly resolve: (output: unknown) => void
  readonly reject: (failure: Error) => void
  readonly progress: (value: unknown) => void
}

interface OpenStream<Problem extends Error> {
  readonly message: Omit<Extract<ClientMessage, { type: 'subscribe' }>, 'id'>
  readonly name: ContractName
  readonly items: z.ZodArray
  readonly listener: StreamListener<unknown, Problem>
  first: boolean
}

/**
 * The asking end of the protocol, whatever carries its messages. Calls made before the connection is open wait for it;
 * calls the connection was lost under fail, because nobody knows whether they were done; streams are opened again.
 */
export function createClient<Asked extends Contract, Problem extends Error>({
  contract,
  open,
  failureOf,
}: ClientOptions<Asked, Problem>): Client<Asked, Problem> {
  /** Sent as soon as the connection is open, so that none of them has been sent while it is not. */
  const calls = new Map<number, PendingCall>()
  const openStreams = new Map<number, OpenStream<Problem>>()
  const stateListeners = new Set<(state: ConnectionState) => void>()
  let state: ConnectionState = 'connecting'
  let endedBecause: Error | undefined
  let lastId = 0

  const localFailure = (code: ErrorCode, details: FailureData['details'], cause?: unknown): Problem =>
    failureOf({ code, details }, cause)

  const unfitAnswer = (name: ContractName, error: z.ZodError): Problem =>
    localFailure('PLB-APP-OUTPUT', { ...name, reason: error.message }, error)

  const transport: Transport = open({
    stateChanged: (next) => {
      if (next === state) return
      const before = state
      state = next
      if (next === 'open') sendWhatWaits()
      else if (before === 'open') failCalls(localFailure('PLB-APP-CONNECTION-LOST', {}))
      for (const listener of stateListeners) listener(next)
    },
    received: (received) => {
      const message = serverMessage.safeParse(received)
      // A message of no known type belongs to no call; dropping it leaves every other call as it is.
      if (message.success) take(message.data)
    },
    ended: (because) => {
      endedBecause = because
      failCalls(because)
      const interrupted = [...openStreams.values()]
      openStreams.clear()
      for (const { listener } of interrupted) {
        listener.failed?.(localFailure('PLB-APP-CONNECTION-LOST', {}, because))
      }
      if (state === 'lost') return
      state = 'lost'
      for (const listener of stateListeners) listener(state)
    },
  })

  function sendWhatWaits(): void {
    for (const { message } of calls.values()) transport.send(message)
    const interrupted = [...openStreams.values()]
    openStreams.clear()
    for (const stream of interrupted) {
      const id = (lastId += 1)
      openStreams.set(id, stream)
      stream.first = true
      transport.send({ ...stream.message, id })
    }
  }

  function failCalls(because: Error): void {
    for (const { reject } of calls.values()) reject(because)
    calls.clear()
  }

  function take(message: ServerMessage): void {
    const call = calls.get(message.id)
    if (call !== undefined) takeForCall(call, message)
    const stream = openStreams.get(message.id)
    if (stream !== undefined) takeForStream(stream, message)
  }

  function takeForCall(call: PendingCall, message: ServerMessage): void {
    const { description, name } = call
    if (message.type === 'progress') {
      const value = description.progress?.safeParse(message.value)
      if (value?.success === true) call.progress(value.data)
      return
    }
    if (message.type !== 'result' && message.type !== 'error') return
    calls.delete(message.id)
    if (message.type === 'error') {
      call.reject(failureOf(message.error))
      return
    }
    if (description.unchecked === true) {
      call.resolve(message.output)
      return
    }
    const output = description.output.safeParse(message.output)
    if (output.success) call.resolve(output.data)
    else call.reject(unfitAnswer(name, output.error))
  }

  function takeForStream(stream: OpenStream<Problem>, message: ServerMessage): void {
    if (message.type === 'items') {
      const items = stream.items.safeParse(message.items)
      if (!items.success) {
        openStreams.delete(message.id)
        transport.send({ type: 'unsubscribe', id: message.id })
        stream.listener.failed?.(unfitAnswer(stream.name, items.error))
        return
      }
      const first = stream.first
      stream.first = false
      if (items.data.length > 0) {
        transport.send({ type: 'credit', id: message.id, items: items.data.length })
      }
      stream.listener.items(items.data, { first, skipped: message.skipped ?? 0 })
    } else if (message.type === 'error') {
      openStreams.delete(message.id)
      stream.listener.failed?.(failureOf(message.error))
    } else if (message.type === 'end') {
      openStreams.delete(message.id)
      stream.listener.ended?.()
    }
  }

  function call(
    feature: string,
    procedure: string,
    input: unknown,
    options: CallOptions<unknown>,
  ): Promise<unknown> {
    const { signal, onProgress } = options
    const name = { feature, name: procedure }
    const description = contract.procedures[feature]?.[procedure]
    if (description === undefined) return Promise.reject(localFailure('PLB-APP-UNKNOWN-PROCEDURE', name))
    const checked = description.unchecked === true ? undefined : description.input.safeParse(input)
    if (checked?.success === false) {
      return Promise.reject(
        localFailure('PLB-APP-INPUT', { ...name, reason: checked.error.message }, checked.error),
      )
    }
    if (signal?.aborted === true) return Promise.reject(localFailure('PLB-APP-CANCELLED', name))
    if (endedBecause !== undefined) return Promise.reject(endedBecause)
    const id = (lastId += 1)
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const message: ClientMessage = { type: 'call', id, feature, procedure, input }
    const progress = onProgress ?? (() => undefined)
    calls.set(id, { message, name, description, resolve, reject, progress })
    if (state === 'open') transport.send(message)
    if (signal === undefined) return promise
    const cancel = (): void => {
      if (state === 'open') {
        transport.send({ type: 'cancel', id })
        if (description.progress !== undefined) return
      }
      calls.delete(id)
      reject(localFailure('PLB-APP-CANCELLED', name))
    }
    signal.addEventListener('abort', cancel, { once: true })
    const done = (): void => signal.removeEventListener('abort', cancel)
    promise.then(done, done)
    return promise
  }

  function subscribe(
    feature: string,
    stream: string,
    input: unknown,
    listener: StreamListener<unknown, Problem>,
  ): () => void {
    const name = { feature, name: stream }
    const description = contract.streams[feature]?.[stream]
    const refuse = (refusal: Problem): (() => void) => {
      queueMicrotask(() => listener.failed?.(refusal))
      return () => undefined
    }
    if (description === undefined) return refuse(localFailure('PLB-APP-UNKNOWN-PROCEDURE', name))
    if (endedBecause !== undefined) return refuse(localFailure('PLB-APP-CONNECTION-LOST', {}, endedBecause))
    const opened: OpenStream<Problem> = {
      message: { type: 'subscribe', feature, stream, input },
      name,
      items: z.array(description.item),
      listener,
      first: true,
    }
    const id = (lastId += 1)
    openStreams.set(id, opened)
    if (state === 'open') transport.send({ ...opened.message, id })
    return () => {
      for (const [present, candidate] of openStreams) {
        if (candidate !== opened) continue
        openStreams.delete(present)
        if (state === 'open') transport.send({ type: 'unsubscribe', id: present })
      }
    }
  }

  return {
    // What comes back was parsed with the very schema the type is derived from; only the lookup by name forgets that.
    call: ((feature, procedure, input, options = {}) =>
      call(feature, procedure, input, options as CallOptions<unknown>)) as Client<Asked, Problem>['call'],
    subscribe: (feature, stream, input, listener) =>
      subscribe(feature, stream, input, listener as StreamListener<unknown, Problem>),
    state: () => state,
    onState: (listener) => {
      stateListeners.add(listener)
      return () => stateListeners.delete(listener)
    },
    close: () => {
      openStreams.clear()
      for (const { name, reject } of calls.values()) reject(localFailure('PLB-APP-CANCELLED', { ...name }))
      calls.clear()
      transport.close()
    },
  }
}
