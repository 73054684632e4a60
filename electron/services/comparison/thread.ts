import { parentPort, Worker, workerData } from 'node:worker_threads'
import { z } from 'zod'
import { failureForm, failureFromForm, formOfFailure } from '../../contract/failures.ts'
import { failure, isFailure, textOf } from '../../errors/failure.ts'
import { threadMemory } from '../../scheduler/thread-memory.ts'

/**
 * What a thread and its owner say to each other: progress, questions with their answers, and the result. Everything
 * is a plain value, as it is copied on its way.
 */
const fromThread = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), value: z.unknown() }),
  z.object({ type: z.literal('question'), id: z.number(), name: z.string(), value: z.unknown() }),
  z.object({ type: z.literal('result'), value: z.unknown() }),
  z.object({ type: z.literal('failure'), failure: failureForm.nullable(), reason: z.string() }),
])

const toThread = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: z.number(), value: z.unknown() }),
  z.object({
    type: z.literal('refusal'),
    id: z.number(),
    failure: failureForm.nullable(),
    reason: z.string(),
  }),
  z.object({ type: z.literal('cancel') }),
])

export interface ThreadOptions<Result> {
  /** The thread's script. */
  readonly script: URL
  /** What it does, for a message when it dies: `the comparison of geo-3`. */
  readonly work: string
  /** What it begins with; see {@link threadData}. */
  readonly data: unknown
  readonly result: z.ZodType<Result>
  readonly onProgress?: (value: unknown) => void
  /** Answers a question of the thread. */
  readonly answer?: (name: string, value: unknown) => Promise<unknown>
  /** Ends the thread at once when aborted, unless `onCancel` is `ask`. */
  readonly signal: AbortSignal
  /** `ask` tells the thread, which ends when it sees fit; `end` ends it. */
  readonly onCancel?: 'ask' | 'end'
}

/**
 * Does something in a thread of its own, so that this one stays free.
 * @throws the thread's own failure; PLB-WORKER-FAILED; the signal's reason
 */
export async function inThread<Result>(options: ThreadOptions<Result>): Promise<Result> {
  const { script, work, data, result, signal, onProgress, answer, onCancel = 'end' } = options
  signal.throwIfAborted()
  const worker = new Worker(script, { workerData: data, name: work, resourceLimits: threadMemory })
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const fail = (reason: string, cause?: unknown): void => {
    reject(failure('PLB-WORKER-FAILED', { work, reason }, cause))
  }
  const onAbort = (): void => {
    if (onCancel === 'ask') worker.postMessage({ type: 'cancel' })
    else reject(signal.reason)
  }
  worker.on('message', (message: unknown) => {
    const parsed = fromThread.safeParse(message)
    if (!parsed.success) {
      fail('it said something unexpected')
      return
    }
    const said = parsed.data
    switch (said.type) {
      case 'progress':
        onProgress?.(said.value)
        break
      case 'question':
        void reply(worker, said, answer)
        break
      case 'result':
        resolve(said.value)
        break
      case 'failure': {
        const known = said.failure === null ? undefined : failureFromForm(said.failure)
        if (known === undefined) fail(said.reason)
        else reject(known)
        break
      }
    }
  })
  worker.on('error', (error) => {
    fail(textOf(error), error)
  })
  worker.on('exit', (code) => {
    fail(`it ended with code ${code}`)
  })
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return result.parse(await promise)
  } finally {
    signal.removeEventListener('abort', onAbort)
    await worker.terminate()
  }
}

async function reply(
  worker: Worker,
  { id, name, value }: { readonly id: number; readonly name: string; readonly value?: unknown },
  answer: ThreadOptions<unknown>['answer'],
): Promise<void> {
  try {
    worker.postMessage({ type: 'answer', id, value: await answer?.(name, value) })
  } catch (error) {
    worker.postMessage({
      type: 'refusal',
      id,
      failure: isFailure(error) ? formOfFailure(error) : null,
      reason: textOf(error),
    })
  }
}

/** A thread's side of it. */
export interface ThreadSide {
  readonly progress: (value: unknown) => void
  /** Asks the owner; rejects with what the owner's answer failed with. */
  readonly ask: (name: string, value: unknown) => Promise<unknown>
  /** Aborted when the owner cancels. */
  readonly signal: AbortSignal
}

/** What the thread was begun with. */
export function threadData<Data>(schema: z.ZodType<Data>): Data {
  return schema.parse(workerData)
}

/** Runs a thread's work and hands over what comes of it; to be called once, by the thread's script. */
export async function runThread(work: (side: ThreadSide) => unknown): Promise<void> {
  const port = parentPort
  if (port === null) throw new Error('This script runs in a thread only.')
  const cancel = new AbortController()
  const questions = new Map<number, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  let nextQuestion = 1
  port.on('message', (message: unknown) => {
    const said = toThread.parse(message)
    if (said.type === 'cancel') {
      cancel.abort()
      return
    }
    const asked = questions.get(said.id)
    questions.delete(said.id)
    if (said.type === 'answer') asked?.resolve(said.value)
    else
      asked?.reject(
        (said.failure === null ? undefined : failureFromForm(said.failure)) ?? new Error(said.reason),
      )
  })
  const side: ThreadSide = {
    signal: cancel.signal,
    progress: (value) => {
      port.postMessage({ type: 'progress', value })
    },
    ask: (name, value) => {
      const id = nextQuestion
      nextQuestion += 1
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      questions.set(id, { resolve, reject })
      port.postMessage({ type: 'question', id, name, value })
      return promise
    },
  }
  try {
    port.postMessage({ type: 'result', value: await work(side) })
  } catch (error) {
    const known = isFailure(error) ? formOfFailure(error) : null
    port.postMessage({ type: 'failure', failure: known, reason: textOf(error) })
  } finally {
    port.close()
  }
}
