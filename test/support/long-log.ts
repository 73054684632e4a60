import type { Application } from '../../electron/contract/features/application.ts'
import { everyMessage, type MessageRow } from '../../electron/contract/features/messages.ts'

const secondsBetween = 17

const filter = { ...everyMessage, all: true }

/** The rows there are, once there are any. */
async function firstRows({ services, sources }: Application): Promise<readonly MessageRow[]> {
  const stopped = new AbortController()
  const { signal } = stopped
  const arrived = new Promise<readonly MessageRow[]>((resolve) => {
    sources.messages.live({ filter }, resolve, signal)
  })
  try {
    const { rows } = await services.messages.page(
      { filter, before: null, after: null, limit: 100 },
      { signal, progress: () => undefined },
    )
    return rows.length > 0 ? rows : await arrived
  } finally {
    stopped.abort()
  }
}

/**
 * An application with the demo open and a log of any length: the rows of the demo's own log, over and over. Filters
 * are not minded, and the details are those of a row that is there.
 */
export async function withLongLog(application: Application, messages: number): Promise<Application> {
  const { services } = application
  const call = { signal: new AbortController().signal, progress: () => undefined }
  await services.profiles.startDemo({}, call)
  const samples = await firstRows(application)
  const newestAt = Date.now()
  const row = (sequence: number): MessageRow => {
    const sample = samples[sequence % samples.length]
    if (sample === undefined) throw new Error('The demo has no messages.')
    return { ...sample, sequence, at: newestAt - (messages - sequence) * secondsBetween * 1000 }
  }
  /** The rows from one sequence up to, not including, another; newest first. */
  const between = (from: number, to: number): MessageRow[] =>
    Array.from({ length: Math.max(0, to - from) }, (_, index) => row(to - 1 - index))
  return {
    ...application,
    services: {
      ...services,
      messages: {
        ...services.messages,
        page: ({ before, after, limit }) => {
          if (after !== null) {
            const end = Math.min(messages + 1, after + 1 + limit)
            return { rows: between(after + 1, end), more: end <= messages, folded: 0 }
          }
          const end = before ?? messages + 1
          const begin = Math.max(1, end - limit)
          return { rows: between(begin, end), more: begin > 1, folded: 0 }
        },
        position: ({ fraction }) => ({
          total: messages,
          sequence: 1 + Math.round((1 - fraction) * (messages - 1)),
        }),
      },
    },
  }
}
