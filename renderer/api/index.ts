import { webSocketPath } from '../../electron/contract/protocol.ts'
import { openBridge } from './bridge.ts'
import { createClient, type Client } from './client.ts'
import { heldWhilePressed } from './held-while-pressed.ts'
import { openWebSocket } from './web-socket.ts'
import type { OpenTransport } from '../../electron/channel/transport.ts'

/** How screens talk to the application: the contract's procedures and streams, typed by name. */

let client: Client | undefined

/**
 * Connects to an application.
 * @param open the way to it; otherwise to the one behind this window: the desktop app's, or the one that served the page
 */
export async function connect(open?: OpenTransport): Promise<Client> {
  client = createClient(open ?? transportOfThisWindow())
  return client
}

export const call: Client['call'] = (feature, procedure, input, options) =>
  connected().call(feature, procedure, input, options)

export const subscribe: Client['subscribe'] = (feature, stream, input, listener) =>
  connected().subscribe(feature, stream, input, listener)

export function connected(): Client {
  if (client === undefined) throw new Error('The client is used before connect()')
  return client
}

function transportOfThisWindow(): OpenTransport {
  return heldWhilePressed(
    window.plumbline === undefined ? servingApplication() : openBridge(window.plumbline),
    window,
  )
}

function servingApplication(): OpenTransport {
  const url = new URL(webSocketPath, location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.hash = ''
  return openWebSocket(url.href)
}

export { CallFailure, asCallFailure, isCancellation } from './call-failure.ts'
