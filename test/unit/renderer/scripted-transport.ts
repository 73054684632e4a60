import {
  clientMessage,
  serverMessage,
  type ClientMessage,
  type ServerMessage,
} from '../../../electron/contract/protocol.ts'
import type {
  ConnectionState,
  OpenTransport,
  TransportListener,
} from '../../../electron/channel/transport.ts'

export interface ScriptedTransport {
  readonly open: OpenTransport
  /** What the client sent, oldest first. */
  readonly sent: readonly ClientMessage[]
  /** The last of them of a type. */
  readonly last: <Type extends ClientMessage['type']>(type: Type) => Extract<ClientMessage, { type: Type }>
  readonly become: (state: ConnectionState) => void
  /** Gives the client a message as it comes out of JSON. */
  readonly answer: (message: ServerMessage) => void
  /** Gives the client anything. */
  readonly deliver: (received: unknown) => void
  readonly isClosed: () => boolean
}

/** A way to an application that the test plays: nothing is answered by itself. */
export function scriptedTransport(): ScriptedTransport {
  const sent: ClientMessage[] = []
  let listener: TransportListener | undefined
  let closed = false
  const deliver = (received: unknown) => listener?.received(received)
  return {
    open: (opened) => {
      listener = opened
      return {
        send: (message) => sent.push(clientMessage.parse(structuredClone(message))),
        close: () => (closed = true),
      }
    },
    sent,
    last: <Type extends ClientMessage['type']>(type: Type) => {
      const found = sent.findLast((message) => message.type === type)
      if (found === undefined) throw new Error(`No ${type} was sent`)
      return found as Extract<ClientMessage, { type: Type }>
    },
    become: (state) => listener?.stateChanged(state),
    answer: (message) => deliver(JSON.parse(JSON.stringify(serverMessage.parse(message)))),
    deliver,
    isClosed: () => closed,
  }
}
