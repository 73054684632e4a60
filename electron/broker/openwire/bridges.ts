import type { BridgedBroker, BrokerIdentity } from '../broker-connection.ts'
import { printable } from '../connect-failure.ts'
import type { Consumers } from './consumers.ts'
import { MalformedFrame } from './octets.ts'
import { decodePrimitiveMap } from './primitive-map.ts'
import type { AnyMessage, Structure } from './structures.ts'

/** Which broker introduces itself. */
export function identityOf({ brokerId, brokerName }: Structure<'BrokerInfo'>): BrokerIdentity | undefined {
  const id = brokerId?.value ?? ''
  return id === '' ? undefined : { id: printable(id), name: printable(brokerName ?? '') }
}

/** More brokers than any network of them has. */
const limit = 64

/** The brokers this one has a bridge to, each once, by what it tells of its bridges. */
export async function bridgedBrokers(
  consumers: Pick<Consumers, 'snapshot'>,
): Promise<readonly BridgedBroker[]> {
  const messages = await consumers.snapshot('ActiveMQ.Advisory.NetworkBridge', limit)
  const found = new Map<string, BridgedBroker>()
  for (const message of messages) {
    const { dataStructure } = message
    if (dataStructure?.name !== 'BrokerInfo') continue
    const name = printable(dataStructure.brokerName ?? '')
    found.set(name, { name, ...listeningAt(message) })
  }
  return [...found.values()]
}

/** Of a bridge, the address it goes to is where the other broker listens; what that one calls itself may be no address. */
function listeningAt(message: AnyMessage): Pick<BridgedBroker, 'host' | 'port'> {
  const remote = textProperty(message, 'remoteIp') ?? ''
  const [, host, port] =
    /^[a-z+]{2,20}:\/\/[^/]{0,255}\/([\d.]{7,15}|[\da-f:]{2,45}):(\d{1,5})@/i.exec(remote) ?? []
  return host === undefined ? { host: undefined, port: undefined } : { host, port: Number(port) }
}

function textProperty({ marshalledProperties }: AnyMessage, name: string): string | undefined {
  try {
    const value = decodePrimitiveMap(marshalledProperties).get(name)
    return value?.type === 'string' ? value.value : undefined
  } catch (error) {
    if (error instanceof MalformedFrame) return undefined
    throw error
  }
}
