import { parentPort, workerData } from 'node:worker_threads'
import { formOfFailure } from '../../../contract/failures.ts'
import { isFailure, textOf } from '../../../errors/failure.ts'
import { Archive } from './archive.ts'
import type { Answer, ArchiveMethod, ErrorForm, Opening, Request } from './archive-protocol.ts'

/** The thread that owns an archive: it runs the methods it is asked for and answers each. */
const port = parentPort
if (port !== null) {
  const answer = (message: Answer): void => port.postMessage(message)
  try {
    const archive = new Archive(workerData as Opening, (view, rows) => answer({ type: 'rows', view, rows }))
    answer({ type: 'opened', setAside: archive.setAside })
    port.on('message', (request: Request) => {
      void run(archive, request).then(answer)
    })
  } catch (error) {
    answer({ type: 'failed', error: formOf(error) })
  }
}

async function run(archive: Archive, { id, method, parameters }: Request): Promise<Answer> {
  try {
    // The types of both ends are those of the methods; the compiler cannot follow a name through a channel.
    const methods = archive as unknown as Readonly<
      Record<ArchiveMethod, (...all: readonly unknown[]) => unknown>
    >
    return { type: 'done', id, result: await methods[method](...parameters) }
  } catch (error) {
    return { type: 'refused', id, error: formOf(error) }
  }
}

function formOf(error: unknown): ErrorForm {
  return { failure: isFailure(error) ? formOfFailure(error) : null, reason: textOf(error) }
}
