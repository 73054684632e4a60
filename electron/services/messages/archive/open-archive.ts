import { Worker } from 'node:worker_threads'
import type { MessageRow } from '../../../contract/features/messages.ts'
import { failureFromForm } from '../../../contract/failures.ts'
import { failure, textOf, type Failure } from '../../../errors/failure.ts'
import { threadMemory } from '../../../scheduler/thread-memory.ts'
import type { Answer, ArchiveMethod, ErrorForm, Opening, RemoteArchive, Request } from './archive-protocol.ts'

/** An archive in a thread of its own. */
export interface OpenedArchive extends RemoteArchive {
  /** Where a database that cannot be used was moved to, when there was one. */
  readonly setAside: string | null
  /** Called with rows for a view opened by `watch`. */
  onRows(listener: (view: number, rows: readonly MessageRow[]) => void): void
  /** Fulfilled with the reason when the thread ended without being asked to; it is not started again. */
  readonly failed: Promise<Failure>
}

/**
 * Opens an archive.
 * @param script what the thread runs
 * @throws PLB-STORAGE-… when it cannot be opened, PLB-WORKER-FAILED
 */
export async function openArchive(
  opening: Opening,
  script = new URL('./archive-thread.ts', import.meta.url),
): Promise<OpenedArchive> {
  const worker = new Worker(script, { workerData: opening, name: 'archive', resourceLimits: threadMemory })
  const thread = new ArchiveThread(worker)
  return thread.opened
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
}

class ArchiveThread {
  readonly opened: Promise<OpenedArchive>
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  readonly #failed = Promise.withResolvers<Failure>()
  #listener: (view: number, rows: readonly MessageRow[]) => void = () => undefined
  #next = 1
  #ended: Failure | undefined
  #isClosing = false

  constructor(worker: Worker) {
    this.#worker = worker
    const opened = Promise.withResolvers<OpenedArchive>()
    this.opened = opened.promise
    worker.on('message', (answer: Answer) => {
      if (answer.type === 'opened') opened.resolve(this.#face(answer.setAside))
      else if (answer.type === 'failed') {
        opened.reject(errorOf(answer.error))
        void worker.terminate()
      } else this.#take(answer)
    })
    worker.on('error', (error) => this.#end(textOf(error), opened.reject))
    worker.on('exit', (code) => this.#end(`it ended with code ${code}`, opened.reject))
  }

  #take(answer: Answer & { type: 'done' | 'refused' | 'rows' }): void {
    if (answer.type === 'rows') {
      this.#listener(answer.view, answer.rows)
      return
    }
    const waiting = this.#waiting.get(answer.id)
    this.#waiting.delete(answer.id)
    if (answer.type === 'done') waiting?.resolve(answer.result)
    else waiting?.reject(errorOf(answer.error))
  }

  #end(reason: string, reject: (error: Error) => void): void {
    if (this.#ended !== undefined) return
    this.#ended = failure('PLB-WORKER-FAILED', { work: 'what the archive was asked for', reason })
    reject(this.#ended)
    for (const { reject: refuse } of this.#waiting.values()) refuse(this.#ended)
    this.#waiting.clear()
    if (!this.#isClosing) this.#failed.resolve(this.#ended)
  }

  #call<Method extends ArchiveMethod>(method: Method): RemoteArchive[Method] {
    const call = (...parameters: readonly unknown[]): Promise<unknown> => {
      if (this.#ended !== undefined) return Promise.reject(this.#ended)
      const id = this.#next
      this.#next += 1
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      this.#waiting.set(id, { resolve, reject })
      const request: Request = { id, method, parameters }
      this.#worker.postMessage(request)
      return promise
    }
    // The thread runs the method of that name and answers with what it returned.
    return call as RemoteArchive[Method]
  }

  #face(setAside: string | null): OpenedArchive {
    const close = this.#call('close')
    return {
      setAside,
      failed: this.#failed.promise,
      onRows: (listener) => {
        this.#listener = listener
      },
      store: this.#call('store'),
      importLines: this.#call('importLines'),
      page: this.#call('page'),
      position: this.#call('position'),
      message: this.#call('message'),
      details: this.#call('details'),
      facets: this.#call('facets'),
      statistics: this.#call('statistics'),
      savedFilters: this.#call('savedFilters'),
      saveFilter: this.#call('saveFilter'),
      removeFilter: this.#call('removeFilter'),
      exportPart: this.#call('exportPart'),
      followSlaves: this.#call('followSlaves'),
      sawQueue: this.#call('sawQueue'),
      compared: this.#call('compared'),
      pendingIdentities: this.#call('pendingIdentities'),
      heard: this.#call('heard'),
      watch: this.#call('watch'),
      unwatch: this.#call('unwatch'),
      retain: this.#call('retain'),
      close: async () => {
        this.#isClosing = true
        try {
          if (this.#ended === undefined) await close()
        } finally {
          await this.#worker.terminate()
        }
      },
    }
  }
}

function errorOf({ failure: form, reason }: ErrorForm): Failure {
  const known = form === null ? undefined : failureFromForm(form)
  return known ?? failure('PLB-APP-UNEXPECTED', { reason })
}
