import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import {
  EmbeddedBroker,
  type EmbeddedBrokerOptions,
} from '../../../../electron/broker/embedded/hosting/embedded-broker.ts'
import type { BrokerEvent } from '../../../../electron/broker/embedded/broker-event.ts'
import { structure } from '../../../../electron/broker/openwire/codec.ts'
import { decodeStringObject, encodeStringObject } from '../../../../electron/broker/openwire/message-body.ts'
import { encodePrimitiveMap, stringProperties } from '../../../../electron/broker/openwire/primitive-map.ts'
import type { AnyDestination, Structure } from '../../../../electron/broker/openwire/structures.ts'
import { ourWireFormat } from '../../../../electron/broker/openwire/wire-format.ts'
import { OpenWireClient, RefusedCommand, wireQueue, wireTopic } from '../../../support/openwire-client.ts'
import { StompClient } from '../../../support/stomp-client.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'

const account = { login: 'operator', passcode: 'sec:ret' }
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

async function start(options: Partial<EmbeddedBrokerOptions> = {}) {
  const events: BrokerEvent[] = []
  const broker = await EmbeddedBroker.start({
    database: ':memory:',
    credentials: account,
    onEvent: (event) => events.push(event),
    ...options,
  })
  ends.push(() => broker.stop())
  return { broker, events }
}

async function logIn(broker: EmbeddedBroker, connectionId: string, more = {}): Promise<OpenWireClient> {
  const client = await OpenWireClient.logIn(broker.port, account, connectionId, more)
  ends.push(() => client.destroy())
  return client
}

function consumerId(connectionId: string, value = 1n): Structure<'ConsumerId'> {
  return structure('ConsumerId', { connectionId, sessionId: 1n, value })
}

async function consume(client: OpenWireClient, connectionId: string, destination: AnyDestination, more = {}) {
  const id = consumerId(connectionId)
  await client.request(structure('ConsumerInfo', { consumerId: id, destination, prefetchSize: 100, ...more }))
  return id
}

function message(connectionId: string, sequence: number, destination: AnyDestination, text = 'text') {
  const producerId = structure('ProducerId', { connectionId, value: 1n, sessionId: 1n })
  return structure('ObjectMessage', {
    producerId,
    destination,
    messageId: structure('MessageId', { producerId, producerSequenceId: BigInt(sequence) }),
    persistent: true,
    priority: 4,
    content: encodeStringObject(text),
    marshalledProperties: encodePrimitiveMap(stringProperties({ path: 'c:\\é' })),
  })
}

async function next(client: OpenWireClient): Promise<string | undefined> {
  const { message: given } = await client.heard('MessageDispatch')
  return given?.content === undefined || given.content === null
    ? undefined
    : decodeStringObject(given.content)
}

function ack(dispatch: Structure<'MessageDispatch'>, more: Partial<Structure<'MessageAck'>> = {}) {
  const { consumerId: id, destination, message: given } = dispatch
  const messageId = given?.messageId ?? null
  return structure('MessageAck', {
    consumerId: id,
    destination,
    ackType: 2,
    firstMessageId: messageId,
    lastMessageId: messageId,
    messageCount: 1,
    ...more,
  })
}

describe('Logging in', () => {
  test('is refused in words with a wrong password, and the connection is closed a while later', async () => {
    const { broker, events } = await start()
    const refused = OpenWireClient.logIn(broker.port, { login: 'operator', passcode: 'wrong' }, 'ID:a')
    await expect(refused).rejects.toMatchObject({
      className: 'java.lang.SecurityException',
      message: 'User name [operator] or password is invalid.',
    })
    expect(JSON.stringify(events)).not.toContain('wrong')
  })

  test('comes first: nothing else is done before, however much of it there is', async () => {
    const { broker } = await start()
    const client = await OpenWireClient.open(broker.port)
    ends.push(() => client.destroy())
    client.send(ourWireFormat(0))
    await client.heard('WireFormatInfo')
    // As a client does that was logged in before and has reconnected: it waits for no answer.
    client.send(structure('ConnectionControl', { faultTolerant: true }))
    const id = structure('ConnectionId', { value: 'ID:a' })
    client.send(
      structure('ConnectionInfo', { commandId: 1, responseRequired: true, connectionId: id, clientId: 'a' }),
    )
    client.send({ ...message('ID:a', 1, wireQueue('q')), commandId: 2, responseRequired: true })
    await expect(client.answerTo(1)).rejects.toThrow(RefusedCommand)
    await client.closed
    expect(client.received.filter(({ name }) => name === 'Response')).toEqual([])
    expect(broker.queueDepth('q')).toBeUndefined()
  })

  test('is given to one client of a name', async () => {
    const { broker } = await start()
    await logIn(broker, 'ID:a', { clientId: 'twin' })
    await expect(logIn(broker, 'ID:b', { clientId: 'twin' })).rejects.toMatchObject({
      className: 'javax.jms.InvalidClientIDException',
    })
  })

  test('again on the same connection id takes the place of the one before, with what it had not acknowledged', async () => {
    const { broker } = await start()
    const first = await logIn(broker, 'ID:a')
    await consume(first, 'ID:a', wireQueue('q'))
    await first.request(message('ID:p', 1, wireQueue('q')))
    await first.heard('MessageDispatch')
    const second = await logIn(broker, 'ID:a')
    await first.closed
    await consume(second, 'ID:a', wireQueue('q'))
    expect(await second.heard('MessageDispatch')).toMatchObject({ redeliveryCounter: 1 })
  })

  test.each([12, 11, 10, 9, 6])('works in version %i', async (version) => {
    const { broker } = await start()
    const client = await logIn(broker, 'ID:a', { version })
    await consume(client, 'ID:a', wireQueue('q'))
    await client.request(message('ID:a', 1, wireQueue('q'), 'é😀'))
    expect(await next(client)).toBe('é😀')
  })

  test('is refused to a client whose version is too old', async () => {
    const { broker } = await start()
    const client = await OpenWireClient.open(broker.port)
    client.send({ ...ourWireFormat(0), version: 5 })
    await client.closed
    expect(client.received).toEqual([])
  })
})

describe('A connection on which nothing is said', () => {
  async function agreedOn(inactivity: number) {
    const { broker } = await start()
    const client = await OpenWireClient.open(broker.port)
    ends.push(() => client.destroy())
    client.send(ourWireFormat(inactivity))
    await client.heard('WireFormatInfo')
    const connectionId = structure('ConnectionId', { value: 'ID:a' })
    const { login: userName, passcode: password } = account
    await client.request(structure('ConnectionInfo', { connectionId, clientId: 'a', userName, password }))
    return client
  }

  test('is kept alive by the broker, and over when the client does not do its part', async () => {
    const client = await agreedOn(300)
    await client.heard('KeepAliveInfo')
    await client.closed
    expect(client.received.at(-1)).toMatchObject({ name: 'ConnectionError' })
  })

  test('is answered where the client asks whether the broker is there', async () => {
    const client = await agreedOn(0)
    client.send(structure('KeepAliveInfo', { commandId: 77, responseRequired: true }))
    expect(await client.heard('KeepAliveInfo')).toMatchObject({ commandId: 77, responseRequired: false })
  })
})

describe('A message', () => {
  test('that is sent again with the same id is stored once, also after a restart and when it was consumed', async () => {
    const database = join(temporaryDirectory(), 'broker.db')
    const { broker } = await start({ database })
    const client = await logIn(broker, 'ID:a')
    await client.request(
      structure('DestinationInfo', { destination: wireQueue('Consumer.a.VirtualTopic.x') }),
    )
    const topic = wireTopic('VirtualTopic.x')
    for (const sequence of [1, 2, 1, 2, 3]) await client.request(message('ID:a', sequence, topic))
    expect(broker.queueDepth('Consumer.a.VirtualTopic.x')).toBe(3)
    await broker.stop()
    const { broker: again } = await start({ database })
    const back = await logIn(again, 'ID:a')
    await consume(back, 'ID:a', wireQueue('Consumer.a.VirtualTopic.x'))
    for (let count = 0; count < 3; count += 1) await back.request(ack(await back.heard('MessageDispatch')))
    for (const sequence of [2, 3, 4]) await back.request(message('ID:a', sequence, topic))
    expect(again.queueDepth('Consumer.a.VirtualTopic.x')).toBe(1)
    // To another destination it is another message.
    await back.request(message('ID:a', 4, wireQueue('elsewhere')))
    expect(again.queueDepth('elsewhere')).toBe(1)
  })

  test('of a transaction that was undone was not sent, and one that is committed is all of it', async () => {
    const { broker } = await start()
    const client = await logIn(broker, 'ID:a')
    const connectionId = structure('ConnectionId', { value: 'ID:a' })
    const transactionId = structure('LocalTransactionId', { connectionId, value: 1n })
    const step = (type: number) =>
      client.request(structure('TransactionInfo', { connectionId, transactionId, type }))
    const send = (sequence: number) =>
      client.request({ ...message('ID:a', sequence, wireQueue('q')), transactionId })
    await step(0)
    await send(1)
    await step(4)
    expect(broker.queueDepth('q')).toBe(0)
    await step(0)
    await send(1)
    await send(2)
    expect(broker.queueDepth('q')).toBe(0)
    await step(2)
    expect(broker.queueDepth('q')).toBe(2)
  })

  test('crosses from one protocol to the other, whatever its string holds', async () => {
    const database = join(temporaryDirectory(), 'broker.db')
    const { broker } = await start({ database })
    const openwire = await logIn(broker, 'ID:a')
    const stomp = await StompClient.connect({ host: '127.0.0.1', port: broker.port, headers: account })
    ends.push(() => stomp.drop())
    const texts = ['', 'é😀', '<x>&amp;\r\n', '\u0000', 'x'.repeat(100_000)]
    for (const [index, text] of texts.entries()) {
      await openwire.request(message('ID:a', index + 1, wireQueue('to-stomp'), text))
      const headers = { destination: '/queue/to-openwire', transformation: 'jms-object-json', path: 'c:\\é' }
      await stomp.request('SEND', { ...headers, persistent: 'true' }, JSON.stringify({ string: text }))
    }
    await consume(openwire, 'ID:a', wireQueue('to-openwire'))
    const subscription = await stomp.subscribe('/queue/to-stomp', { transformation: 'jms-object-json' })
    for (const text of texts) {
      expect(await next(openwire)).toBe(text)
      const frame = await subscription.next()
      expect(JSON.parse(frame.text)).toEqual({ string: text })
      expect(frame.headers).toMatchObject({ path: 'c:\\é', transformation: 'jms-object-json' })
    }
  })

  test('that no STOMP client could be told of stays as it is for others', async () => {
    const { broker } = await start()
    const client = await logIn(broker, 'ID:a')
    await consume(client, 'ID:a', wireQueue('q'))
    const halves = 'half \ud83d and \ude00'
    await client.request(message('ID:a', 1, wireQueue('q'), halves))
    expect(await next(client)).toBe(halves)
  })

  test('larger than the broker takes is refused in words, and the next one is taken', async () => {
    const { broker } = await start({
      limits: { frame: { commandBytes: 1024, headerLineBytes: 10_240, headerCount: 1000, bodyBytes: 1000 } },
    })
    const client = await logIn(broker, 'ID:a')
    const large = { ...message('ID:a', 1, wireQueue('q')), content: Buffer.alloc(20 * 1024 * 1024) }
    await expect(client.request(large)).rejects.toThrow('larger than the broker takes')
    await client.request(message('ID:a', 2, wireQueue('q')))
    expect(broker.queueDepth('q')).toBe(1)
  })

  test('that a consumer refuses goes to the dead letter queue and says where it comes from', async () => {
    const { broker } = await start()
    const client = await logIn(broker, 'ID:a')
    await consume(client, 'ID:a', wireQueue('q'))
    await client.request(message('ID:a', 1, wireQueue('q'), 'poison'))
    await client.request(ack(await client.heard('MessageDispatch'), { ackType: 1 }))
    const dead = await logIn(broker, 'ID:b')
    await consume(dead, 'ID:b', wireQueue('ActiveMQ.DLQ'))
    expect(await dead.heard('MessageDispatch')).toMatchObject({
      message: { originalDestination: { name: 'Queue', physicalName: 'q' }, expiration: 0n },
    })
  })
})

describe('A client that lost its connection and says of what comes again that it has it', () => {
  const poison = { ackType: 1, poisonCause: { className: 'java.lang.Throwable', message: 'any words' } }

  async function givenAgain(broker: EmbeddedBroker, connectionId: string): Promise<void> {
    const first = await logIn(broker, 'ID:a')
    await consume(first, 'ID:a', wireQueue('q'))
    await first.request(message('ID:p', 1, wireQueue('q')))
    await first.heard('MessageDispatch')
    first.destroy()
    const again = await logIn(broker, connectionId)
    await consume(again, connectionId, wireQueue('q'))
    await again.request(ack(await again.heard('MessageDispatch'), poison))
  }

  test('has it: nothing is left of it, and nothing is dead', async () => {
    const { broker } = await start()
    await givenAgain(broker, 'ID:a')
    expect([broker.queueDepth('q'), broker.queueDepth('ActiveMQ.DLQ')]).toEqual([0, undefined])
  })

  test('is another when it was never given it, and what it refuses is dead', async () => {
    const { broker } = await start()
    await givenAgain(broker, 'ID:b')
    expect([broker.queueDepth('q'), broker.queueDepth('ActiveMQ.DLQ')]).toEqual([0, 1])
  })
})

describe('Acknowledging', () => {
  async function threeOut() {
    const { broker } = await start()
    const client = await logIn(broker, 'ID:a')
    await consume(client, 'ID:a', wireQueue('q'))
    for (const sequence of [1, 2, 3]) await client.request(message('ID:p', sequence, wireQueue('q')))
    const out = [
      await client.heard('MessageDispatch'),
      await client.heard('MessageDispatch'),
      await client.heard('MessageDispatch'),
    ] as const
    return { broker, client, out }
  }

  test('a range covers what was delivered from its first to its last', async () => {
    const { broker, client, out } = await threeOut()
    await client.request(ack(out[1], { firstMessageId: null, messageCount: 2 }))
    expect(broker.queueDepth('q')).toBe(1)
  })

  test('what is not out is refused, and passed over where it is named alone', async () => {
    const { broker, client, out } = await threeOut()
    await client.request(ack(out[0]))
    await expect(client.request(ack(out[0]))).rejects.toThrow('Unmatched acknowledge')
    await client.request(ack(out[0], { ackType: 4 }))
    expect(broker.queueDepth('q')).toBe(2)
  })

  test.each([
    ['saw nothing', -1n, [0, 0, 0]],
    ['may have seen anything', -2n, [1, 1, 1]],
  ])('a client that ends and %s raises the counters so', async (_what, lastDelivered, counters) => {
    const { client } = await threeOut()
    await client.request(
      structure('RemoveInfo', { objectId: consumerId('ID:a'), lastDeliveredSequenceId: lastDelivered }),
    )
    await consume(client, 'ID:a', wireQueue('q'))
    for (const redeliveryCounter of counters)
      expect(await client.heard('MessageDispatch')).toMatchObject({ redeliveryCounter })
  })

  test('a client that ends and saw one raises the counters up to that one', async () => {
    const { client, out } = await threeOut()
    const lastDeliveredSequenceId = out[1].message?.messageId?.brokerSequenceId ?? 0n
    await client.request(structure('RemoveInfo', { objectId: consumerId('ID:a'), lastDeliveredSequenceId }))
    await consume(client, 'ID:a', wireQueue('q'))
    for (const redeliveryCounter of [1, 1, 0])
      expect(await client.heard('MessageDispatch')).toMatchObject({ redeliveryCounter })
  })
})

describe('What the broker tells of itself', () => {
  test('is what is so, before it confirms that somebody listens, and then what begins and ends', async () => {
    const { broker } = await start()
    const client = await logIn(broker, 'ID:a')
    await consume(client, 'ID:a', wireQueue('before'))
    const listener = await logIn(broker, 'ID:b')
    const topics = 'ActiveMQ.Advisory.Queue,ActiveMQ.Advisory.Consumer.Queue.>,ActiveMQ.Advisory.Connection'
    await consume(listener, 'ID:b', wireTopic(topics))
    const told = () =>
      listener.received.splice(0).flatMap((each) => {
        const fact = each.name === 'MessageDispatch' ? each.message?.dataStructure : undefined
        switch (fact?.name) {
          case 'DestinationInfo':
            return [`${fact.destination?.physicalName ?? ''} ${fact.operationType}`]
          case 'ConsumerInfo':
            return [`consumer of ${fact.destination?.physicalName ?? ''}`]
          case 'ConnectionInfo':
            return [`connection ${fact.connectionId?.value ?? ''}`]
          case 'RemoveInfo':
            return [`end of ${fact.objectId?.name ?? ''}`]
          default:
            return []
        }
      })
    expect(told().toSorted()).toEqual([
      'before 0',
      'connection ID:a',
      'connection ID:b',
      'consumer of before',
    ])
    const stomp = await StompClient.connect({ host: '127.0.0.1', port: broker.port, headers: account })
    await stomp.subscribe('/queue/after')
    await stomp.disconnect()
    await client.request(structure('RemoveInfo', { objectId: consumerId('ID:a') }))
    await client.request(structure('DestinationInfo', { destination: wireQueue('before'), operationType: 1 }))
    await listener.request(structure('SessionInfo', {}))
    expect(told()).toEqual([
      expect.stringContaining('connection ID:plumbline-'),
      'after 0',
      'consumer of after',
      'end of ConsumerId',
      'end of ConnectionId',
      'end of ConsumerId',
      'before 1',
    ])
  })
})
