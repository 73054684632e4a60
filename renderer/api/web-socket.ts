import { longestMessage } from '../../electron/contract/protocol.ts'
import type { OpenTransport } from '../../electron/channel/transport.ts'

const firstDelay = 250
const longestDelay = 5_000
/** Codes a browser may close with; those of the protocol itself (1007, 1009) it refuses to send. */
const unreadable = 4007
const tooLong = 4009

/** The transport to `plumbline serve`: one WebSocket, opened again with growing pauses whenever it is lost. */
export function openWebSocket(url: string): OpenTransport {
  return (listener) => {
    let socket: WebSocket | undefined
    let closed = false
    let delay = firstDelay
    let timer: ReturnType<typeof setTimeout> | undefined

    function open(): void {
      listener.stateChanged('connecting')
      const opening = new WebSocket(url)
      socket = opening
      opening.onopen = () => {
        delay = firstDelay
        listener.stateChanged('open')
      }
      opening.onmessage = ({ data }) => {
        if (typeof data === 'string' && data.length > longestMessage) {
          opening.close(tooLong)
          return
        }
        const message = parsed(data)
        if (message === undefined) opening.close(unreadable)
        else listener.received(message)
      }
      opening.onclose = () => {
        if (closed) return
        listener.stateChanged('lost')
        timer = setTimeout(open, delay)
        delay = Math.min(delay * 2, longestDelay)
      }
    }

    timer = setTimeout(open)
    return {
      send: (message) => {
        if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
      },
      close: () => {
        closed = true
        clearTimeout(timer)
        socket?.close()
      },
    }
  }
}

function parsed(data: unknown): unknown {
  try {
    return typeof data === 'string' ? JSON.parse(data) : undefined
  } catch {
    return undefined
  }
}
