import { protocolOf, serverName, type BrokerServer, type Protocol } from './broker-url.ts'
import type { Wording } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'

const names: Readonly<Record<Protocol, string>> = { openwire: 'OpenWire', stomp: 'STOMP' }

/** What to say of a server that is spoken to in another protocol than its URL names; undefined when it is the same. */
export function otherProtocolNotice(server: BrokerServer, spoken: Protocol): Wording | undefined {
  const meant = protocolOf(server)
  if (meant === spoken) return undefined
  return say('broker.otherProtocol', {
    server: serverName(server),
    spoken: names[spoken],
    scheme: server.scheme,
    meant: names[meant],
  })
}
