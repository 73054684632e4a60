import { procedures, streams, type Application } from '../../electron/contract/application.ts'
import type { ProcedureDescription, StreamDescription } from '../../electron/contract/procedure.ts'
import { clientMessage, type ServerMessage } from '../../electron/contract/protocol.ts'
import { CallFailure, localFailure } from './call-failure.ts'
import type { OpenTransport } from './transport.ts'

/** A transport to the application made up in memory, checked like a real one. */
export function openFakeApplication(application: Application): OpenTransport {
  return (listener) => {
    const running = new Map<number, AbortController>()
    const answer = (message: ServerMessage) => setTimeout(() => listener.received(structuredClone(message)))
    const timer = setTimeout(() => listener.stateChanged('open'))

    async function call(id: number, feature: string, name: string, input: unknown, signal: AbortSignal) {
      const descriptions: Record<string, Record<string, ProcedureDescription>> = procedures
      const handlers = application.services as unknown as Record<string, Record<string, FakeHandler>>
      const description = descriptions[feature]?.[name]
      const handler = handlers[feature]?.[name]
      if (description === undefined || handler === undefined) {
        throw localFailure('PLB-APP-UNKNOWN-PROCEDURE', { feature, name })
      }
      const output = await handler(description.input.parse(input), {
        signal,
        progress: (value) => answer({ type: 'progress', id, value: description.progress?.parse(value) }),
      })
      answer({ type: 'result', id, output: description.output.parse(output) })
    }

    function subscribe(id: number, feature: string, name: string, input: unknown, signal: AbortSignal) {
      const descriptions: Record<string, Record<string, StreamDescription>> = streams
      const sources = application.sources as unknown as Record<string, Record<string, FakeSource>>
      const description = descriptions[feature]?.[name]
      const source = sources[feature]?.[name]
      if (description === undefined || source === undefined) {
        throw localFailure('PLB-APP-UNKNOWN-PROCEDURE', { feature, name })
      }
      source(
        description.input.parse(input),
        (items) => {
          if (!signal.aborted)
            answer({ type: 'items', id, items: items.map((item) => description.item.parse(item)) })
        },
        signal,
      )
    }

    return {
      send: (sent) => {
        const message = clientMessage.parse(structuredClone(sent))
        if (message.type === 'cancel' || message.type === 'unsubscribe') running.get(message.id)?.abort()
        if (message.type !== 'call' && message.type !== 'subscribe') return
        const controller = new AbortController()
        running.set(message.id, controller)
        const { signal } = controller
        const { id, feature, input } = message
        const name = message.type === 'call' ? message.procedure : message.stream
        const done =
          message.type === 'call'
            ? call(id, feature, name, input, signal)
            : Promise.try(() => subscribe(id, feature, name, input, signal))
        done.catch((error: unknown) => {
          const reason = signal.aborted ? localFailure('PLB-APP-CANCELLED', { feature, name }) : error
          answer({ type: 'error', id, error: formOf(reason) })
        })
      },
      close: () => {
        clearTimeout(timer)
        for (const controller of running.values()) controller.abort()
      },
    }
  }
}

type FakeHandler = (
  input: unknown,
  call: { signal: AbortSignal; progress: (value: unknown) => void },
) => unknown
type FakeSource = (input: unknown, emit: (items: readonly unknown[]) => void, signal: AbortSignal) => void

function formOf(error: unknown) {
  const { code, message, remedy, details } =
    error instanceof CallFailure ? error : localFailure('PLB-APP-UNEXPECTED', { reason: String(error) })
  return { code, message, remedy, details }
}
