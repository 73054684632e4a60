import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { EmbeddedBroker } from '../../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { structure } from '../../../../electron/broker/openwire/codec.ts'
import {
  isMessage,
  type AnyMessage,
  type Structure,
} from '../../../../electron/broker/openwire/structures.ts'
import { OpenWireClient } from '../../../support/openwire-client.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { readFrames, type RecordedFrame } from '../../broker/openwire/goldens.ts'
import { Codec } from '../../../../electron/broker/openwire/codec.ts'

/**
 * Real GeoServers were recorded in conversation with other brokers. Here everything they said is said again to the embedded
 * broker, which has to give the answers a GeoServer waits for and the messages it was given.
 */

const account = { login: 'geoserver', passcode: 'sec:ret' }
const helperProducer = structure('ProducerId', { connectionId: 'ID:helper', value: 1n, sessionId: 1n })

const running: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const end of running.splice(0).toReversed()) await end()
})

/** The text form of a message id, whoever's broker numbered it. */
function textOf(id: Structure<'MessageId'> | null | undefined): string {
  const producer = id?.producerId
  return [producer?.connectionId, producer?.sessionId, producer?.value, id?.producerSequenceId].join(':')
}

/** Says on one connection what was said on it when it was recorded. */
class Replay {
  readonly #client: OpenWireClient
  readonly #helper: OpenWireClient
  /** Where our broker placed each message this client was given. */
  readonly #places = new Map<string, bigint>()
  /** Messages by the number the recorded broker had given them. */
  readonly #recordedPlaces = new Map<bigint, string>()
  readonly #published: Set<string>
  answered = 0
  delivered = 0

  constructor(client: OpenWireClient, helper: OpenWireClient, published: Set<string>) {
    this.#client = client
    this.#helper = helper
    this.#published = published
  }

  /** Says what was said, or waits for what was heard. */
  async step({ version, frame, direction }: RecordedFrame): Promise<void> {
    const codec = new Codec(version)
    const said = codec.decode(frame)
    if (said === undefined) return
    if (direction === 'client') await this.#say(said, codec)
    else if (said.name === 'MessageDispatch') await this.#expectDelivery(said)
  }

  async end(): Promise<void> {
    this.#client.destroy()
    await this.#client.closed
  }

  async #say(said: Structure, codec: Codec): Promise<void> {
    const client = this.#client
    client.send(this.#asOfToday(said))
    if (said.name === 'WireFormatInfo') {
      await client.heard('WireFormatInfo')
      client.codec = codec
    }
    if (isMessage(said)) this.#published.add(textOf(said.messageId))
    if (!('commandId' in said) || !said.responseRequired || said.name === 'KeepAliveInfo') return
    await client.answerTo(said.commandId)
    this.answered += 1
  }

  /** The recorded node logs in with the password of this test and acknowledges by the numbers of this broker. */
  #asOfToday(said: Structure): Structure {
    switch (said.name) {
      case 'ConnectionInfo':
        return { ...said, userName: account.login, password: account.passcode }
      case 'MessageAck': {
        const id = (recorded: Structure<'MessageId'> | null): Structure<'MessageId'> | null =>
          recorded === null
            ? null
            : { ...recorded, brokerSequenceId: this.#places.get(textOf(recorded)) ?? 0n }
        return { ...said, firstMessageId: id(said.firstMessageId), lastMessageId: id(said.lastMessageId) }
      }
      case 'RemoveInfo': {
        const message = this.#recordedPlaces.get(said.lastDeliveredSequenceId)
        const place = this.#places.get(message ?? '')
        return place === undefined ? said : { ...said, lastDeliveredSequenceId: place }
      }
      default:
        return said
    }
  }

  async #expectDelivery(recorded: Structure<'MessageDispatch'>): Promise<void> {
    const { message, destination } = recorded
    if (message === null || destination?.name !== 'Queue') return
    const id = textOf(message.messageId)
    if (!this.#published.has(id)) await this.#publish(message, destination)
    const isMeant = (each: Structure): each is Structure<'MessageDispatch'> =>
      each.name === 'MessageDispatch' && textOf(each.message?.messageId) === id
    const given = await this.#client.find(isMeant, `message ${id}`)
    const place = given.message?.messageId?.brokerSequenceId ?? 0n
    this.#places.set(id, place)
    this.#recordedPlaces.set(message.messageId?.brokerSequenceId ?? 0n, id)
    this.delivered += 1
    expect({ ...given.message, ...unlike }).toEqual({ ...message, ...unlike })
    expect(given).toMatchObject({ consumerId: recorded.consumerId, destination })
  }

  /** Has a message lie where the recorded node found it, as if its master had sent it. */
  async #publish(message: AnyMessage, queue: Structure<'Queue'>): Promise<void> {
    this.#published.add(textOf(message.messageId))
    const name = /^Consumer\.[^.]+\.(VirtualTopic\..+)$/.exec(queue.physicalName ?? '')?.[1] ?? ''
    const destination = structure('Topic', { physicalName: name })
    await this.#helper.request({
      ...message,
      producerId: helperProducer,
      destination,
      originalDestination: null,
    })
  }
}

/** What differs between brokers and has no meaning to a client. */
const unlike = {
  ...{
    commandId: 0,
    responseRequired: false,
    messageId: null,
    producerId: null,
    brokerInTime: 0n,
    brokerOutTime: 0n,
  },
  ...{
    arrival: 0n,
    brokerPath: null,
    redeliveryCounter: 0,
    size: 0,
    cluster: null,
    recievedByDFBridge: false,
  },
}

test.each([
  ['a slave from its start to its stop', 'geoserver-slave', { answered: 4, delivered: 9 }],
  [
    'a master that publishes, and one whose connection is replaced',
    'geoserver-master',
    { answered: 26, delivered: 13 },
  ],
  ['a slave that finds 200 messages waiting', 'geoserver-restart', { answered: 3, delivered: 31 }],
  ['nodes whose broker goes away and comes back', 'geoserver-broker-away', { answered: 33, delivered: 24 }],
  [
    'a master and a slave through a whole exercise',
    'geoserver-minimal-server',
    { answered: 36, delivered: 25 },
  ],
])('has the answers and the messages for %s', async (_what, file, expected) => {
  const database = join(temporaryDirectory(), 'broker.db')
  const broker = await EmbeddedBroker.start({ database, credentials: account })
  running.push(() => broker.stop())
  const helper = await OpenWireClient.logIn(broker.port, account, 'ID:helper')
  running.push(() => helper.destroy())
  const published = new Set<string>()
  const replays = new Map<number, Replay>()
  const frames = readFrames(file)
  // The recordings begin when the nodes have been there before, and are one after another where they were at the same time.
  for (const each of frames) {
    const said = new Codec(each.version).decode(each.frame)
    if (said?.name === 'ConsumerInfo' && said.destination?.name === 'Queue')
      await helper.request(structure('DestinationInfo', { destination: said.destination }))
  }
  const lastOf = new Map(frames.map(({ connection, n }) => [connection, n]))
  for (const recorded of frames) {
    const { connection, command, n } = recorded
    if (command === 'WireFormatInfo' && !replays.has(connection)) {
      const client = await OpenWireClient.open(broker.port)
      running.push(() => client.destroy())
      replays.set(connection, new Replay(client, helper, published))
    }
    // Of some connections, the beginning was not recorded.
    await replays.get(connection)?.step(recorded)
    if (lastOf.get(connection) === n) await replays.get(connection)?.end()
  }
  const sum = (of: (replay: Replay) => number): number =>
    [...replays.values()].reduce((all, replay) => all + of(replay), 0)
  expect({ answered: sum(({ answered }) => answered), delivered: sum(({ delivered }) => delivered) }).toEqual(
    expected,
  )
})

test('refuses the bridge of a GeoServer’s own broker, which has no login, and says so', async () => {
  const broker = await EmbeddedBroker.start({ database: ':memory:', credentials: account })
  running.push(() => broker.stop())
  const client = await OpenWireClient.open(broker.port)
  running.push(() => client.destroy())
  const frames = readFrames('geoserver-bridge-to-server').filter(
    ({ connection, direction }) => connection === 1 && direction === 'client',
  )
  for (const { version, frame } of frames) {
    const said = new Codec(version).decode(frame)
    if (said !== undefined) client.send(said)
  }
  await client.closed
  expect(client.received.map(({ name }) => name)).toEqual(['WireFormatInfo', 'BrokerInfo', 'ConnectionError'])
  expect(broker.destinations()).toEqual([])
})
