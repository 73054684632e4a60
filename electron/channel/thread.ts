import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort, Worker, type ResourceLimits } from 'node:worker_threads'
import { failureFromData } from '../contract/failures.ts'
import type { Contract, ImplementationOf } from '../contract/procedure.ts'
import { failure, type Failure, wordingOf } from '../errors/failure.ts'
import { createClient, type Client } from './client.ts'
import { Connection } from './answering-connection.ts'
import { noWaiting } from './frames.ts'
import type { TransportListener } from './transport.ts'
import { systemClock } from '../scheduler/clock.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { english } from '../sentences/english.ts'

/** A contract with what answers it. */
export interface Served<Asked extends Contract> {
  readonly contract: Asked
  readonly application: ImplementationOf<Asked>
}

export interface ThreadOptions<Asked extends Contract, Answered extends Contract> {
  /** The thread's script, which calls {@link serveOwner}. */
  readonly script: URL
  /** What it does, for a message when it dies: `the comparison of geo-3`. */
  readonly work: Wording
  readonly contract: Asked
  /** What it may ask in turn, by {@link askOwner}. */
  readonly answers?: Served<Answered>
}

export interface Thread<Asked extends Contract> {
  readonly client: Client<Asked>
  /** Fulfilled with the reason when the thread ended without being asked to. */
  readonly failed: Promise<Failure>
  readonly end: () => Promise<void>
  /** Whether the process goes on for the thread's sake. */
  readonly setNeeded: (isNeeded: boolean) => void
}

/** Starts a thread; what it is asked before it listens waits for it. */
export function startThread<Asked extends Contract, Answered extends Contract = Contract>(
  options: ThreadOptions<Asked, Answered>,
): Thread<Asked> {
  const { script, work, contract, answers } = options
  const worker = new Worker(script, { name: english(work), resourceLimits: threadMemory })
  const failed = Promise.withResolvers<Failure>()
  let isEnding = false
  const client = clientOn(worker, contract, (listener) => {
    const ended = (reason: Wording, cause?: unknown): void => {
      const because = failure('PLB-WORKER-FAILED', { work, reason }, cause)
      listener.ended(because)
      if (!isEnding) failed.resolve(because)
    }
    worker.on('error', (error) => ended(wordingOf(error), error))
    worker.on('exit', (code) => ended(say('channel.endedWithCode', { code })))
  })
  if (answers !== undefined) serveOn(worker, answers)
  return {
    client,
    failed: failed.promise,
    end: async () => {
      isEnding = true
      await worker.terminate()
    },
    setNeeded: (isNeeded) => {
      if (isNeeded) worker.ref()
      else worker.unref()
    },
  }
}

/**
 * Does something in a thread of its own, so that this one stays free, and ends the thread.
 * @param use asks the thread for the work; the signal ends the thread at once unless `use` takes care of it
 * @throws what `use` throws; PLB-WORKER-FAILED; the signal's reason
 */
export async function inThread<Result, Asked extends Contract, Answered extends Contract = Contract>(
  options: ThreadOptions<Asked, Answered>,
  use: (client: Client<Asked>) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const thread = new LastingThread(options)
  try {
    return await thread.use(use, signal)
  } finally {
    await thread.end()
  }
}

/** A thread that stays for the next piece of work, with what it remembers; in between it keeps no process alive. */
export class LastingThread<Asked extends Contract, Answered extends Contract = Contract> {
  readonly #options: ThreadOptions<Asked, Answered>
  #held: { readonly thread: Thread<Asked>; users: number } | undefined

  constructor(options: ThreadOptions<Asked, Answered>) {
    this.#options = options
  }

  /** As {@link inThread}. After what failed or was given up, the next one gets a new thread. */
  async use<Result>(use: (client: Client<Asked>) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted()
    const held = (this.#held ??= { thread: startThread(this.#options), users: 0 })
    held.users += 1
    held.thread.setNeeded(true)
    const { promise, reject } = Promise.withResolvers<never>()
    const onAbort = (): void => reject(signal?.reason)
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([use(held.thread.client), promise])
    } catch (error) {
      if (this.#held === held) this.#held = undefined
      throw error
    } finally {
      signal?.removeEventListener('abort', onAbort)
      held.users -= 1
      if (held.users === 0) {
        if (this.#held === held) held.thread.setNeeded(false)
        else await held.thread.end()
      }
    }
  }

  /** Ends the thread once nobody uses it; the next one gets a new one. */
  async end(): Promise<void> {
    const held = this.#held
    this.#held = undefined
    if (held?.users === 0) await held.thread.end()
  }
}

/** A thread's side: answers what its owner asks. */
export function serveOwner<Asked extends Contract>(
  contract: Asked,
  application: ImplementationOf<Asked>,
): void {
  const port = ownPort()
  serveOn(port, { contract, application })
  let cancel = (): void => undefined
  port.on('message', () => {
    cancel()
    cancel = systemClock.after(unaskedFor, collectGarbage)
  })
}

/** A thread's side: asks its owner. */
export function askOwner<Asked extends Contract>(contract: Asked): Client<Asked> {
  return clientOn(ownPort(), contract)
}

/** Milliseconds without a question, after which a thread counts as having nothing to do. */
const unaskedFor = 1000

/** What a thread left behind would stay until it has more to do, as much again as it needs. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') Reflect.apply(collect, undefined, [])
}

/** What both ends of a thread's port can do. */
interface Port {
  postMessage(message: unknown): void
  on(event: 'message', listener: (message: unknown) => void): unknown
}

function ownPort(): Port {
  if (parentPort === null) throw new Error('This script runs in a thread only.')
  return parentPort
}

// Questions and answers of both directions share the port; the type of a message says which it is.
const questionTypes = new Set(['call', 'cancel', 'subscribe', 'unsubscribe', 'credit'])

function isQuestion(message: unknown): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'type' in message &&
    typeof message.type === 'string' &&
    questionTypes.has(message.type)
  )
}

function clientOn<Asked extends Contract>(
  port: Port,
  contract: Asked,
  opened: (listener: TransportListener) => void = () => undefined,
): Client<Asked> {
  return createClient({
    contract,
    failureOf: failureFromData,
    open: (listener) => {
      opened(listener)
      port.on('message', (message) => {
        if (!isQuestion(message)) listener.received(message)
      })
      // A port keeps what it is given until the other end listens.
      queueMicrotask(() => listener.stateChanged('open'))
      return { send: (message) => port.postMessage(message), close: () => undefined }
    },
  })
}

function serveOn<Asked extends Contract>(port: Port, { contract, application }: Served<Asked>): void {
  const connection = new Connection({
    contract,
    application,
    limit: Infinity,
    clock: noWaiting,
    send: (message) => port.postMessage(message),
  })
  port.on('message', (message) => {
    if (isQuestion(message)) connection.receive(message)
  })
}

/**
 * What a thread may take for objects that are not going to live long. By itself V8 takes ten times as much before it
 * clears them away, for a few per cent of speed, and the process does not get all of it back when the thread ends.
 */
const threadMemory: ResourceLimits = { maxYoungGenerationSizeMb: 12 }
