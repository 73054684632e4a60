import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { systemClock, type Clock } from '../../../../electron/scheduler/clock.ts'
import type { Connection, Delivery } from '../../../../electron/broker/broker-connection.ts'
import { ConnectionMemory } from '../../../../electron/broker/connection-memory.ts'
import {
  defaultConnectionSettings,
  type ConnectionSettings,
} from '../../../../electron/broker/connection-settings.ts'
import { queue } from '../../../../electron/broker/destinations.ts'
import { structure } from '../../../../electron/broker/openwire/codec.ts'
import { encodeStringObject } from '../../../../electron/broker/openwire/message-body.ts'
import { openOpenWireConnection } from '../../../../electron/broker/openwire/open-openwire-connection.ts'
import type { Structure } from '../../../../electron/broker/openwire/structures.ts'
import { failure, type Failure } from '../../../../electron/errors/failure.ts'
import { FakeClock } from '../fake-clock.ts'
import { letIn, openWireBroker, type OpenWireClient } from './scripted-openwire-broker.ts'

const opened: Connection[] = []

afterEach(() => {
  for (const connection of opened.splice(0)) connection.end(failure('PLB-BROKER-SESSION-CLOSED', {}))
})

const serverAt = (port: number) => ({
  scheme: 'tcp' as const,
  host: '127.0.0.1',
  port,
  tls: false,
  credentials: undefined,
  mustProve: false,
  trust: {},
  options: {},
})

async function open(
  port: number,
  {
    clock = systemClock,
    memory = new ConnectionMemory(),
    ...settings
  }: Partial<ConnectionSettings> & { readonly clock?: Clock; readonly memory?: ConnectionMemory } = {},
): Promise<Connection> {
  const connection = await openOpenWireConnection(serverAt(port), {
    settings: { ...defaultConnectionSettings, heartBeat: { outgoing: 0, incoming: 0 }, ...settings },
    clock,
    memory,
    connectionId: memory.connectionId,
    signal: new AbortController().signal,
  })
  opened.push(connection)
  return connection
}

/** Opens a connection to a broker that lets it in and then follows the script. */
async function connected(
  script: (client: OpenWireClient) => Promise<void> | void,
  settings: Parameters<typeof open>[1] = {},
) {
  const broker = await openWireBroker(async (client) => {
    await letIn(client)
    await script(client)
  })
  return { broker, connection: await open(broker.port, settings) }
}

const publication = { destination: queue('Q'), properties: {}, body: 'hello' }
const everything = {
  destination: queue('Q'),
  acknowledgement: 'client-individual',
  prefetch: 10,
  selector: undefined,
  withBodies: true,
} as const

function dispatchTo(consumer: Structure<'ConsumerInfo'>, given: Partial<Structure<'ObjectMessage'>>) {
  const producerId = structure('ProducerId', { connectionId: 'ID:other', value: 1n, sessionId: 1n })
  const { destination, consumerId } = consumer
  const message = structure('ObjectMessage', {
    destination,
    messageId: structure('MessageId', { producerId, producerSequenceId: 7n }),
    ...given,
  })
  return structure('MessageDispatch', { consumerId, destination, message })
}

/** Its number among all a session sends. */
function numberOf(command: Structure): bigint | undefined {
  return command.name === 'ObjectMessage' ? command.messageId?.producerSequenceId : undefined
}

describe('Logging in to an OpenWire broker', () => {
  it('says who it is, and never asks for caches, tight encoding or stack traces', async () => {
    await using broker = await openWireBroker(letIn)
    await open(broker.port, { credentials: { login: 'us:er', passcode: 'p' }, clientId: 'me' })
    const [client] = broker.clients
    const info = client?.received.find((each) => each.name === 'ConnectionInfo')
    expect(info).toMatchObject({ clientId: 'me', userName: 'us:er', password: 'p', responseRequired: true })
    const offer = client?.received.find((each) => each.name === 'WireFormatInfo')
    expect(offer?.marshalledProperties?.toString('latin1')).toContain('CacheEnabled\x01\0')
  })

  it('hears a broker that introduces itself in one breath with the last answer', async () => {
    await using broker = await openWireBroker(
      async (client) => {
        client.respond(await client.heard('ConnectionInfo'))
        const last = await client.heard('SessionInfo')
        client.socket.cork()
        client.respond(last)
        client.send(
          structure('BrokerInfo', { brokerId: structure('BrokerId', { value: 'ID:b' }), brokerName: 'gsa' }),
        )
        client.socket.uncork()
      },
      0,
      '5.17.2',
    )
    const connection = await open(broker.port)
    expect(connection.broker).toEqual({ id: 'ID:b', name: 'gsa' })
  })

  it.each([
    ['java.lang.SecurityException', 'whatever a plug-in says', 'PLB-BROKER-CREDENTIALS'],
    [
      'javax.jms.InvalidClientIDException',
      'Client: c already connected from tcp://1.2.3.4:5',
      'PLB-BROKER-CLIENT-ID-IN-USE',
    ],
    ['jakarta.jms.JMSSecurityException', 'no', 'PLB-BROKER-CREDENTIALS'],
    [
      'jakarta.jms.InvalidClientIDException',
      'No clientID specified for connection request',
      'PLB-BROKER-CLIENT-ID-IN-USE',
    ],
    ['javax.jms.JMSException', 'something else', 'PLB-BROKER-REQUEST-REFUSED'],
    ['org.apache.activemq.broker.BrokerStoppedException', 'stopping', 'PLB-BROKER-CONNECTION-LOST'],
  ])('is refused by a %s', async (className, message, code) => {
    await using broker = await openWireBroker(async (client) => {
      client.refuse(await client.heard('ConnectionInfo'), className, message)
    })
    await expect(open(broker.port)).rejects.toMatchObject({ code })
  })

  it.each([
    ['says nothing', undefined],
    ['speaks STOMP', 'ERROR\nmessage:Unknown STOMP action\n\n\0'],
    ['is a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['begins with another frame', '\0\0\0\x06\x0b\0\0\0\x01\0'],
    ['begins with a frame larger than any', '\x7f\xff\xff\xff\x01ActiveMQ'],
  ])('tells a server that %s', async (_what, words) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      if (words !== undefined) socket.write(words)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await expect(open(port)).rejects.toMatchObject({ code: 'PLB-BROKER-NOT-OPENWIRE' })
    server.close()
  })

  it('does not speak with a broker that is too old', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.write(Buffer.from('0000000e 01 4163746976654d51 00000005 00'.replaceAll(' ', ''), 'hex'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    await expect(open((server.address() as AddressInfo).port)).rejects.toMatchObject({
      code: 'PLB-BROKER-PROTOCOL',
    })
    server.close()
  })

  it('gives up at the deadline when the log-in is never answered', async () => {
    const clock = new FakeClock()
    await using broker = await openWireBroker(async (client) => {
      await client.heard('ConnectionInfo')
      clock.advance(10_000)
    })
    await expect(open(broker.port, { clock })).rejects.toMatchObject({
      code: 'PLB-BROKER-CONNECT-DEADLINE',
      details: { stage: 'the OpenWire log-in' },
    })
    expect(clock.pending).toEqual([])
  })
})

describe('An OpenWire connection', () => {
  it.each([
    ['java.lang.SecurityException', 'PLB-BROKER-NOT-AUTHORISED'],
    ['javax.jms.InvalidSelectorException', 'PLB-BROKER-SELECTOR-REFUSED'],
    ['jakarta.jms.InvalidDestinationException', 'PLB-BROKER-NO-SUCH-DESTINATION'],
    ['javax.jms.ResourceAllocationException', 'PLB-BROKER-STORE-FULL'],
    ['javax.jms.JMSException', 'PLB-BROKER-REQUEST-REFUSED'],
    ['java.lang.IllegalStateException', 'PLB-BROKER-REQUEST-REFUSED'],
    ['org.example.Invented', 'PLB-BROKER-REQUEST-REFUSED'],
  ])('tells by its class what was refused: %s', async (className, code) => {
    const { broker, connection } = await connected(async (client) => {
      client.respond(await client.heard('ProducerInfo'))
      client.refuse(await client.heard('ObjectMessage'), className, 'some words')
    })
    await using _ = broker
    await expect(connection.prepare(publication).send()).rejects.toMatchObject({ code })
    expect(connection.isOpen).toBe(true)
  })

  it('shows what a broker says without what would change how it reads', async () => {
    const { broker, connection } = await connected(async (client) => {
      client.respond(await client.heard('ProducerInfo'))
      const words = `no\u202e\u0000\u001b[31m ${'x'.repeat(5000)}`
      client.refuse(await client.heard('ObjectMessage'), 'javax.jms.JMSException', words)
    })
    await using _ = broker
    const refused: unknown = await connection
      .prepare(publication)
      .send()
      .catch((error: unknown) => error)
    expect(refused).toMatchObject({
      details: { reason: expect.stringMatching(/^no \[31m x{1,300}$/) as string },
    })
  })

  it('is moved by no answer nobody waits for, no second one, and no message for a consumer that is none', async () => {
    const { broker, connection } = await connected(async (client) => {
      const producer = await client.heard('ProducerInfo')
      for (const commandId of [0, 2 ** 31 - 1, -1]) client.respond({ commandId })
      client.respond(producer)
      client.respond(producer)
      client.refuse(producer, 'java.lang.SecurityException', 'too late')
      client.send(
        dispatchTo(structure('ConsumerInfo', { destination: structure('Queue', { physicalName: 'Q' }) }), {}),
      )
      client.respond(await client.heard('ObjectMessage'))
    })
    await using _ = broker
    await connection.prepare(publication).send()
    expect(connection.isOpen).toBe(true)
  })

  describe('with messages that gather', () => {
    const notAuthorised = 'java.lang.SecurityException'

    /** Three messages at a time, on each connection; the script follows the log-in. */
    async function publishThree(
      version: string,
      script: (client: OpenWireClient) => Promise<void>,
      connections = 1,
    ) {
      await using broker = await openWireBroker(
        async (client) => {
          await letIn(client)
          client.respond(await client.heard('ProducerInfo'))
          await script(client)
        },
        0,
        version,
      )
      const memory = new ConnectionMemory()
      const outcomes: string[][] = []
      for (let count = 0; count < connections; count += 1) {
        const connection = await open(broker.port, { memory })
        const ids = ['a', 'b', 'c']
        const sent = ids.map((id) => connection.prepare({ ...publication, id }).send())
        outcomes.push((await Promise.allSettled(sent)).map(({ status }) => status))
      }
      const heard = broker.clients.map(({ received }) =>
        received.filter(({ name }) => name === 'ObjectMessage' || name === 'TransactionInfo'),
      )
      return { outcomes, heard }
    }

    it('sends them in one transaction, of which the end alone is confirmed', async () => {
      const { outcomes, heard } = await publishThree('5.17.2', async (client) => {
        client.respond(await client.heard('TransactionInfo'))
        client.respond(await client.heard('TransactionInfo'))
      })
      expect(outcomes).toEqual([['fulfilled', 'fulfilled', 'fulfilled']])
      const sent = heard[0] ?? []
      expect(sent.map(({ name }) => name)).toEqual([
        'TransactionInfo',
        'ObjectMessage',
        'ObjectMessage',
        'ObjectMessage',
        'TransactionInfo',
      ])
      expect(sent.map((each) => 'responseRequired' in each && each.responseRequired)).toEqual([
        false,
        false,
        false,
        false,
        true,
      ])
      expect(new Set(sent.map((each) => 'transactionId' in each && each.transactionId?.name))).toEqual(
        new Set(['LocalTransactionId']),
      )
    })

    it('sends each alone, by the numbers they had, when the transaction is refused', async () => {
      const { outcomes, heard } = await publishThree('6.1.4', async (client) => {
        await client.heard('TransactionInfo')
        const grouped = [await client.heard('ObjectMessage'), await client.heard('ObjectMessage')]
        expect(grouped.map(({ responseRequired }) => responseRequired)).toEqual([false, false])
        client.refuse(await client.heard('TransactionInfo'), notAuthorised, 'no')
        client.respond(await client.heard('ObjectMessage'))
        client.refuse(await client.heard('ObjectMessage'), notAuthorised, 'no')
        client.respond(await client.heard('ObjectMessage'))
      })
      expect(outcomes).toEqual([['fulfilled', 'rejected', 'fulfilled']])
      const numbers = heard[0]?.flatMap((each) => ('messageId' in each ? [numberOf(each)] : []))
      expect(numbers).toEqual([1n, 2n, 3n, 1n, 2n, 3n])
    })

    it('sends each alone on the connection after one that ended before the broker confirmed a group', async () => {
      const { outcomes, heard } = await publishThree(
        '5.17.2',
        async (client) => {
          const first = await client.heard('ObjectMessage')
          if (first.transactionId !== null) {
            client.socket.destroy()
            return
          }
          client.respond(first)
          client.respond(await client.heard('ObjectMessage'))
          client.respond(await client.heard('ObjectMessage'))
        },
        2,
      )
      expect(outcomes).toEqual([
        ['rejected', 'rejected', 'rejected'],
        ['fulfilled', 'fulfilled', 'fulfilled'],
      ])
      expect(heard[1]?.map(({ name }) => name)).toEqual(['ObjectMessage', 'ObjectMessage', 'ObjectMessage'])
      expect(heard[1]?.map(numberOf)).toEqual([1n, 2n, 3n])
    })

    it('sends each alone to an ActiveMQ older than it was tried on', async () => {
      const { outcomes, heard } = await publishThree('5.16.7', async (client) => {
        for (const _ of [1, 2, 3]) client.respond(await client.heard('ObjectMessage'))
      })
      expect(outcomes).toEqual([['fulfilled', 'fulfilled', 'fulfilled']])
      expect(heard[0]).toHaveLength(3)
    })
  })

  it('has many messages on their way, each confirmed by itself and in no transaction, at a broker nobody knows', async () => {
    const { broker, connection } = await connected(async (client) => {
      client.respond(await client.heard('ProducerInfo'))
      for (const index of [0, 1, 2]) {
        const message = await client.heard('ObjectMessage')
        expect(message.transactionId).toBeNull()
        if (index === 1) client.refuse(message, 'java.lang.SecurityException', 'no')
        else client.respond(message)
      }
    })
    await using _ = broker
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => connection.prepare(publication).send()))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('gives a message that is sent again the number it had', () => {
    const memory = new ConnectionMemory()
    const [one, two, again, once1, once2] = ['a', 'b', 'a', undefined, undefined].map((id) =>
      memory.messageNumber(id),
    )
    expect(again).toBe(one)
    expect(new Set([one, two, once1, once2]).size).toBe(4)
  })

  it('acknowledges exactly the message, by a kind that fails loudly', async () => {
    const { broker, connection } = await connected(async (client) => {
      const info = await client.heard('ConsumerInfo')
      client.respond(info)
      client.send(dispatchTo(info, { content: encodeStringObject('hello') }))
    })
    await using _ = broker
    const delivery = await next(connection)
    expect(delivery.message).toMatchObject({
      messageId: 'ID:other:1:1:7',
      content: { kind: 'object', text: 'hello' },
    })
    delivery.ack()
    const ack = await broker.clients[0]?.heard('MessageAck')
    expect(ack).toMatchObject({ ackType: 2, messageCount: 1, transactionId: null })
    expect(ack?.firstMessageId).toEqual(ack?.lastMessageId)
    delivery.nack()
    expect(await broker.clients[0]?.heard('MessageAck')).toMatchObject({ ackType: 1 })
  })

  it('shrugs at an acknowledgement the broker no longer knows', async () => {
    const { broker, connection } = await connected(async (client) => {
      const exception = { className: 'javax.jms.JMSException', message: 'Unmatched acknowledge' }
      client.send(structure('ConnectionError', { exception }))
      client.respond(await client.heard('ProducerInfo'))
      client.respond(await client.heard('ObjectMessage'))
    })
    await using _ = broker
    await connection.prepare(publication).send()
    expect(connection.isOpen).toBe(true)
  })

  it('reads past a message larger than any it takes, and hands it on as refused', async () => {
    const { broker, connection } = await connected(
      async (client) => {
        const info = await client.heard('ConsumerInfo')
        client.respond(info)
        client.send(dispatchTo(info, { content: encodeStringObject('x'.repeat(3_000_000)) }))
        client.send(dispatchTo(info, { content: encodeStringObject('small') }))
      },
      { maxMessageBytes: 10_000 },
    )
    await using _ = broker
    const contents: unknown[] = []
    await new Promise<void>((resolve) => {
      const receive = (delivery: Delivery | 'end') => {
        if (delivery !== 'end') contents.push(delivery.message.content)
        if (contents.length === 2) resolve()
      }
      connection.consume(everything, { receive, ended: () => undefined })
    })
    expect(contents).toMatchObject([
      { kind: 'refused', because: { code: 'PLB-BROKER-MESSAGE-TOO-LARGE' } },
      { kind: 'object', text: 'small' },
    ])
  })

  it('tells a consumer that the broker has thrown it out', async () => {
    const { broker, connection } = await connected(async (client) => {
      const info = await client.heard('ConsumerInfo')
      client.respond(info)
      client.send(structure('ConsumerControl', { consumerId: info.consumerId, close: true }))
    })
    await using _ = broker
    const because = await new Promise<Failure>((resolve) => {
      connection.consume(everything, { receive: () => undefined, ended: resolve })
    })
    expect(because).toMatchObject({ code: 'PLB-BROKER-CONSUMER-CLOSED', details: { name: 'Q' } })
    expect(connection.isOpen).toBe(true)
  })

  it.each([
    ['a frame of a type nobody knows', Buffer.from('0000000363ffff', 'hex'), undefined],
    ['a size no frame has', Buffer.from('ffffffff', 'hex'), 'PLB-BROKER-PROTOCOL'],
    ['a structure out of place', Buffer.from('000000081500000000000103', 'hex'), 'PLB-BROKER-PROTOCOL'],
  ])('ends at %s, unless it is only unknown', async (_what, bytes, code) => {
    const { broker, connection } = await connected(async (client) => {
      client.socket.write(bytes)
      client.respond(await client.heard('ProducerInfo'))
      client.respond(await client.heard('ObjectMessage'))
    })
    await using _ = broker
    const sent = connection.prepare(publication).send()
    if (code === undefined) await sent
    else await expect(sent).rejects.toMatchObject({ code })
  })

  it('refuses everything pending when the broker hangs up or says that it stops', async () => {
    for (const leave of [
      (client: OpenWireClient) => void client.socket.end(),
      (client: OpenWireClient) => void client.socket.resetAndDestroy(),
      (client: OpenWireClient) => {
        const exception = { className: 'org.apache.activemq.broker.BrokerStoppedException', message: null }
        client.send(structure('ConnectionError', { exception }))
      },
    ]) {
      const { broker, connection } = await connected(async (client) => {
        await client.heard('ObjectMessage')
        leave(client)
      })
      await expect(connection.prepare(publication).send()).rejects.toMatchObject({
        code: 'PLB-BROKER-CONNECTION-LOST',
      })
      await broker[Symbol.asyncDispose]()
    }
  })

  it('speaks whenever it was silent for an interval, and is lost when the broker is silent for too long', async () => {
    const clock = new FakeClock()
    await using broker = await openWireBroker(letIn, 30_000)
    const connection = await open(broker.port, { clock, heartBeat: { outgoing: 1000, incoming: 1000 } })
    clock.advance(1000)
    await broker.clients[0]?.heard('KeepAliveInfo')
    connection.hold(true)
    clock.advance(60_000)
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    expect(connection.isOpen).toBe(true)
    connection.hold(false)
    clock.advance(4000)
    expect(await connection.lost).toMatchObject({ code: 'PLB-BROKER-HEART-BEAT-LOST' })
    expect(clock.pending).toEqual([])
  })

  it('answers a keep-alive that asks for it', async () => {
    const { broker } = await connected(async (client) => {
      client.send(structure('KeepAliveInfo', { commandId: 99, responseRequired: true }))
    })
    await using _ = broker
    expect(await broker.clients[0]?.heard('KeepAliveInfo')).toMatchObject({
      commandId: 99,
      responseRequired: false,
    })
  })

  it('refuses to send what the broker would hang up at', async () => {
    const { broker, connection } = await connected(() => undefined, { maxMessageBytes: 1000 })
    await using _ = broker
    expect(() => connection.prepare({ ...publication, body: 'x'.repeat(2000) })).toThrow(
      expect.objectContaining({ code: 'PLB-BROKER-MESSAGE-TOO-LARGE' }),
    )
  })
})

function next(connection: Connection): Promise<Delivery> {
  return new Promise((resolve) => {
    const receive = (delivery: Delivery | 'end') => {
      if (delivery !== 'end') resolve(delivery)
    }
    connection.consume(everything, { receive, ended: () => undefined })
  })
}
