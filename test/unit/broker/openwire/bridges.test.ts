import { expect, it } from 'vitest'
import { bridgedBrokers } from '../../../../electron/broker/openwire/bridges.ts'
import { Codec, structure } from '../../../../electron/broker/openwire/codec.ts'
import { encodePrimitiveMap, stringProperties } from '../../../../electron/broker/openwire/primitive-map.ts'
import type { AnyMessage } from '../../../../electron/broker/openwire/structures.ts'
import { readFrames } from './goldens.ts'

const topic = 'ActiveMQ.Advisory.NetworkBridge'

/** What the broker of a real GeoServer told of its bridges. */
function recorded(): readonly AnyMessage[] {
  return readFrames('geoserver-embedded').flatMap(({ version, frame }) => {
    const read = new Codec(version).decode(frame)
    const isTold = read?.name === 'MessageDispatch' && read.destination?.physicalName === topic
    return isTold && read.message !== null ? [read.message] : []
  })
}

const told = (messages: readonly AnyMessage[]) =>
  bridgedBrokers({
    snapshot: (asked) => Promise.resolve(asked === topic ? messages : []),
  })

it('the broker of a GeoServer tells the other’s name, and where it listens and not what it calls itself', async () => {
  expect(await told(recorded())).toEqual([{ name: 'gsb', host: '127.0.0.1', port: 39_197 }])
})

it('a bridge to nobody knows where is still one, and what is no bridge is none', async () => {
  const bridge = (remoteIp: string, brokerName: string) =>
    structure('Message', {
      dataStructure: structure('BrokerInfo', { brokerName }),
      marshalledProperties: encodePrimitiveMap(stringProperties({ remoteIp })),
    })
  const all = [
    bridge('nowhere', 'gsc'),
    bridge('tcp://localhost/127.0.0.1:1@2', 'gsb'),
    bridge('tcp://localhost/127.0.0.1:1@2', 'gsb'),
    structure('Message', { marshalledProperties: Buffer.from([9]) }),
  ]
  expect(await told(all)).toEqual([
    { name: 'gsc', host: undefined, port: undefined },
    { name: 'gsb', host: '127.0.0.1', port: 1 },
  ])
})
