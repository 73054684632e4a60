import { z } from 'zod'
import type { ProcedureDescription, StreamDescription } from '../../electron/contract/procedure.ts'
import { procedures, streams, type Feature } from '../../electron/contract/application.ts'
import { serverMessage, type ClientMessage, type ServerMessage } from '../../electron/contract/protocol.ts'
import { CallFailure, localFailure } from './call-failure.ts'
import type { ConnectionState, OpenTransport, Transport } from './transport.ts'
import type {
  InputFor,
  ItemFor,
  OutputFor,
  ProcedureOf,
  ProgressFor,
  StreamFeature,
  StreamInputFor,
  StreamOf,
} from './types.ts'

export interface CallOptions<Progress> {
  /** Cancels the call. A procedure with progress still answers what it did; any other is given up at once. */
  readonly signal?: AbortSignal
  readonly onProgress?: (value: Progress) => void
}

/** What came with a batch of items. */
export interface Batch {
  /** The first items since the stream was opened or opened again after a lost connection: forget what was before. */
  readonly first: boolean
  /** Items let go just before these because the renderer was behind. */
  readonly skipped: number
}

export interface StreamListener<Item> {
  readonly items: (items: readonly Item[], batch: Batch) => void
  readonly failed?: (failure: CallFailure) => void
  readonly ended?: () => void
}

export interface Client {
  readonly call: <Name extends Feature, Procedure extends ProcedureOf<Name>>(
    feature: Name,
    procedure: Procedure,
    input: InputFor<Name, Procedure>,
    options?: CallOptions<ProgressFor<Name, Procedure>>,
  ) => Promise<OutputFor<Name, Procedure>>
  /** Returns what ends the subscription. Listeners are never called inside this call. */
  readonly subscribe: <Name extends StreamFeature, Stream extends StreamOf<Name>>(
    feature: Name,
    stream: Stream,
    input: StreamInputFor<Name, Stream>,
    listener: StreamListener<ItemFor<Name, Stream>>,
  ) => () => void
  readonly state: () => ConnectionState
  /** Calls back with every change of the connection's state; returns what ends that. */
  readonly onState: (listener: (state: ConnectionState) => void) => () => void
  /** Ends the connection. Calls that are under way are cancelled; streams fall silent. */
  readonly close: () => void
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
  readonly reject: (failure: CallFailure) => void
  readonly progress: (value: unknown) => void
}

interface OpenStream {
  readonly message: Omit<Extract<ClientMessage, { type: 'subscribe' }>, 'id'>
  readonly name: ContractName
  readonly items: z.ZodArray
  readonly listener: StreamListener<unknown>
  first: boolean
}

/**
 * The renderer's end of the protocol. Calls made before the connection is open wait for it; calls the connection was
 * lost under fail, because nobody knows whether they were done; streams are opened again.
 */
export function createClient(openTransport: OpenTransport): Client {
  /** Sent as soon as the connection is open, so that none of them has been sent while it is not. */
  const calls = new Map<number, PendingCall>()
  const openStreams = new Map<number, OpenStream>()
  const stateListeners = new Set<(state: ConnectionState) => void>()
  let state: ConnectionState = 'connecting'
  let lastId = 0

  const transport: Transport = openTransport({
    stateChanged: (next) => {
      if (next === state) return
      const before = state
      state = next
      if (next === 'open') sendWhatWaits()
      else if (before === 'open') failCalls()
      for (const listener of stateListeners) listener(next)
    },
    received: (received) => {
      const message = serverMessage.safeParse(received)
      // A message of no known form belongs to no call; dropping it leaves every other call as it is.
      if (message.success) take(message.data)
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

  function failCalls(): void {
    for (const { reject } of calls.values()) reject(localFailure('PLB-APP-CONNECTION-LOST', {}))
    calls.clear()
  }

  function take(message: ServerMessage): void {
    const call = calls.get(message.id)
    if (call !== undefined) takeForCall(call, message)
    const stream = openStreams.get(message.id)
    if (stream !== undefined) takeForStream(stream, message)
  }

  function takeForCall(call: PendingCall, message: ServerMessage): void {
    if (message.type === 'progress') {
      const value = call.description.progress?.safeParse(message.value)
      if (value?.success === true) call.progress(value.data)
      return
    }
    if (message.type !== 'result' && message.type !== 'error') return
    calls.delete(message.id)
    if (message.type === 'error') {
      call.reject(new CallFailure(message.error))
      return
    }
    const output = call.description.output.safeParse(message.output)
    if (output.success) call.resolve(output.data)
    else call.reject(wrongForm(call.name, output.error))
  }

  function takeForStream(stream: OpenStream, message: ServerMessage): void {
    if (message.type === 'items') {
      const items = stream.items.safeParse(message.items)
      if (!items.success) {
        openStreams.delete(message.id)
        transport.send({ type: 'unsubscribe', id: message.id })
        stream.listener.failed?.(wrongForm(stream.name, items.error))
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
      stream.listener.failed?.(new CallFailure(message.error))
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
    const description = procedureNamed(feature, procedure)
    if (description === undefined) return Promise.reject(localFailure('PLB-APP-UNKNOWN-PROCEDURE', name))
    const checked = description.input.safeParse(input)
    if (!checked.success) {
      return Promise.reject(
        localFailure('PLB-APP-INPUT', { ...name, reason: checked.error.message }, checked.error),
      )
    }
    if (signal?.aborted === true) return Promise.reject(localFailure('PLB-APP-CANCELLED', name))
    const id = (lastId += 1)
    return new Promise<unknown>((resolve, reject) => {
      const pending: PendingCall = {
        message: { type: 'call', id, feature, procedure, input },
        name,
        description,
        resolve,
        reject,
        progress: onProgress ?? (() => undefined),
      }
      calls.set(id, pending)
      if (state === 'open') transport.send(pending.message)
      signal?.addEventListener(
        'abort',
        () => {
          if (!calls.has(id)) return
          if (state === 'open') {
            transport.send({ type: 'cancel', id })
            if (description.progress !== undefined) return
          }
          calls.delete(id)
          reject(localFailure('PLB-APP-CANCELLED', name))
        },
        { once: true },
      )
    })
  }

  function subscribe(
    feature: string,
    stream: string,
    input: unknown,
    listener: StreamListener<unknown>,
  ): () => void {
    const name = { feature, name: stream }
    const description = streamNamed(feature, stream)
    if (description === undefined) {
      queueMicrotask(() => listener.failed?.(localFailure('PLB-APP-UNKNOWN-PROCEDURE', name)))
      return () => undefined
    }
    const opened: OpenStream = {
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
      call(feature, procedure, input, options as CallOptions<unknown>)) as Client['call'],
    subscribe: (feature, stream, input, listener) =>
      subscribe(feature, stream, input, listener as StreamListener<unknown>),
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

function wrongForm(name: ContractName, error: z.ZodError): CallFailure {
  return localFailure('PLB-APP-OUTPUT', { ...name, reason: error.message }, error)
}

function procedureNamed(feature: string, name: string): ProcedureDescription | undefined {
  const features: Readonly<Record<string, Readonly<Record<string, ProcedureDescription>>>> = procedures
  return features[feature]?.[name]
}

function streamNamed(feature: string, name: string): StreamDescription | undefined {
  const features: Readonly<Record<string, Readonly<Record<string, StreamDescription>>>> = streams
  return features[feature]?.[name]
}
