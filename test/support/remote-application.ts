import { WebSocket } from 'ws'
import { webSocketPath } from '../../electron/contract/protocol.ts'
import { createClient, type Client } from '../../renderer/api/client.ts'

/**
 * The renderer's client on an application that is served, let in by the address that was printed.
 * @param link lets one client in, once
 */
export async function openRemoteApplication(link: string): Promise<Client> {
  const { origin } = new URL(link)
  const answer = await fetch(link, { redirect: 'manual' })
  const path = answer.headers.get('location')
  const [cookie] = answer.headers.getSetCookie()
  if (path === null || cookie === undefined) throw new Error(`${link} lets nobody in (${answer.status})`)
  const address = new URL(`${path}${webSocketPath}`, origin.replace('http', 'ws'))
  const socket = new WebSocket(address, { origin, headers: { cookie: cookie.split(';')[0] } })
  return createClient((listener) => {
    socket.on('open', () => listener.stateChanged('open'))
    socket.on('message', (data: Buffer) => listener.received(JSON.parse(data.toString('utf8'))))
    socket.on('close', () => listener.stateChanged('lost'))
    return {
      send: (message) => socket.send(JSON.stringify(message)),
      close: () => socket.terminate(),
    }
  })
}
