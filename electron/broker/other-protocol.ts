import { protocolOf, serverName, type BrokerServer } from './broker-url.ts'
import type { Protocol } from './protocol.ts'

const names: Readonly<Record<Protocol, string>> = { openwire: 'OpenWire', stomp: 'STOMP' }

/** What to say of a server that is spoken to in another protocol than its URL names; undefined when it is the same. */
export function otherProtocolNotice(server: BrokerServer, spoken: Protocol): string | undefined {
  const meant = protocolOf(server)
  if (meant === spoken) return undefined
  return `${serverName(server)} speaks ${names[spoken]}, although ${server.scheme}:// names ${names[meant]}; it is spoken to in ${names[spoken]}.`
}
