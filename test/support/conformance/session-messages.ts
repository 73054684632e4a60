import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import {
  consumerQueue,
  queue,
  temporaryQueue,
  topic,
  type Destination,
} from '../../../electron/broker/destinations.ts'
import { Inbox } from '../broker-session.ts'
import { send, type SessionTrials } from './session-trials.ts'

/** A virtual topic of a trial's own, and one consumer queue of it. */
function freshTopic(): { readonly to: Destination; readonly from: Destination } {
  const name = `VirtualTopic.${randomUUID()}`
  return { to: topic(name), from: consumerQueue('node-1', name) }
}

const texts = [
  ...[
    '',
    'true',
    'false',
    'null',
    '007',
    '1e5',
    '12345678901234567890',
    ' ',
    '  around  ',
    '\n',
    '\r',
    'a\r\nb',
  ],
  ...[
    '\t',
    '\u0000',
    '\u0001',
    '\u0085\u009f\u007f',
    '\ufffe\uffff',
    '\u2028',
    '😀 𝔸',
    '\u00a0x\u00a0',
    '{"a":1}',
  ],
  ...['"q" \'a\' <x/> & &amp; ]]>', '[1]', '$', '@x', '\\', '/', '</string>', 'é'.repeat(100_000)],
]
const properties = {
  instanceName: 'gs-1',
  path: 'c:\\data\n',
  'na me': '  spaced  ',
  empty: '',
  name: 'café 😀',
}

/** What becomes of messages on their way. */
export function sessionMessages({ trial, connect }: SessionTrials): void {
  trial('delivers every string exactly, as an object, with its properties', async () => {
    const session = await connect()
    const { to, from } = freshTopic()
    const inbox = new Inbox()
    await session.subscribe({ destination: from }, inbox.take)
    await Promise.all(texts.map((text) => send(session, to, text, properties)))
    await inbox.count(texts.length)
    expect(inbox.texts).toEqual(texts)
    // A broker may add properties of its own.
    expect(Object.fromEntries(inbox.messages[0]?.properties ?? [])).toMatchObject(properties)
  })

  trial('says when a message was sent and to which topic, and that it lasts', async () => {
    const session = await connect()
    const { to, from } = freshTopic()
    const inbox = new Inbox()
    await session.subscribe({ destination: from }, inbox.take)
    await send(session, to, 'sent')
    await inbox.count(1)
    expect(inbox.messages[0]?.timestamp).toBeGreaterThan(Date.UTC(2024))
    expect(inbox.messages[0]).toMatchObject({
      ...{ destination: from, originalDestination: to, persistent: true, redelivered: false },
    })
  })

  trial('copies what goes to the topic into every consumer queue', async () => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const inboxes = await Promise.all(
      ['one', 'two'].map(async (node) => {
        const inbox = new Inbox()
        await session.subscribe({ destination: consumerQueue(node, name) }, inbox.take)
        return inbox
      }),
    )
    await session.publish({ destination: topic(name), properties: {}, body: 'to all' })
    await Promise.all(inboxes.map((inbox) => inbox.count(1)))
  })

  trial('keeps messages for a node that is away', async () => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const destination = consumerQueue('one', name)
    const begun = await session.subscribe({ destination }, () => undefined)
    await begun.unsubscribe()
    await session.publish({ destination: topic(name), properties: {}, body: 'waiting' })
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(1)
  })

  trial('puts what is meant for one node into its queue alone', async () => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const [one, two] = [new Inbox(), new Inbox()]
    await session.subscribe({ destination: consumerQueue('one', name) }, one.take)
    await session.subscribe({ destination: consumerQueue('two', name) }, two.take)
    await session.publish({ destination: consumerQueue('one', name), properties: {}, body: 'for one' })
    await session.publish({ destination: topic(name), properties: {}, body: 'for both' })
    await Promise.all([one.count(2), two.count(1)])
    expect([one.texts, two.texts]).toEqual([['for one', 'for both'], ['for both']])
    expect(one.messages[0]?.destination).toEqual(consumerQueue('one', name))
  })

  trial('keeps their order', async () => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const inbox = new Inbox()
    await session.subscribe({ destination: consumerQueue('one', name) }, inbox.take)
    const bodies = Array.from({ length: 200 }, (_, index) => String(index))
    await Promise.all(
      bodies.map((body) => session.publish({ destination: topic(name), properties: {}, body })),
    )
    await inbox.count(bodies.length)
    expect(inbox.texts).toEqual(bodies)
  })

  trial('answers on a queue of one’s own', async () => {
    const session = await connect()
    const destination = temporaryQueue('answers')
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await session.publish({ destination, properties: {}, body: 'answer' })
    await inbox.count(1)
  })

  /** What of three messages is delivered again when the first one alone was acknowledged, and what they were before. */
  async function deliveredAgain() {
    const { to, from } = freshTopic()
    const first = await connect()
    const unanswered = new Inbox(false)
    await first.subscribe({ destination: from }, unanswered.take)
    for (const body of ['one', 'two', 'three']) await send(first, to, body)
    await unanswered.count(3)
    unanswered.messages[0]?.ack()
    await first.close()
    expect(unanswered.messages[1]?.ack()).toBe(false)
    const again = new Inbox()
    await (await connect()).subscribe({ destination: from }, again.take)
    await again.count(2)
    return { again, before: unanswered.messages.slice(1) }
  }

  trial('delivers again what was not acknowledged, in order', async () => {
    expect((await deliveredAgain()).again.texts).toEqual(['two', 'three'])
  })

  trial('marks what it delivers again, and leaves it its id', async () => {
    const { again, before } = await deliveredAgain()
    expect(again.messages.map(({ redelivered }) => redelivered)).toEqual([true, true])
    expect(again.messages.map(({ messageId }) => messageId)).toEqual(before.map(({ messageId }) => messageId))
  })

  trial('is answered once when a message is acknowledged twice', async () => {
    const session = await connect()
    const destination = queue(randomUUID())
    const inbox = new Inbox(false)
    await session.subscribe({ destination }, inbox.take)
    await send(session, destination, 'one')
    await inbox.count(1)
    inbox.messages[0]?.ack()
    inbox.messages[0]?.ack()
    await send(session, destination, 'two')
    await inbox.count(2)
    expect(session.servers[0]?.connections).toBe(1)
  })

  trial('copies nothing for an instance name with a dot, which is why such names are refused', async () => {
    const session = await connect()
    const name = `VirtualTopic.${randomUUID()}`
    const [dotted, plain] = [new Inbox(), new Inbox()]
    await session.subscribe({ destination: queue(`Consumer.node.1.${name}`) }, dotted.take)
    await session.subscribe({ destination: consumerQueue('node-1', name) }, plain.take)
    await send(session, topic(name), 'hello')
    await plain.count(1)
    expect(dotted.messages).toEqual([])
  })

  trial('hands a message over the limit on as refused, and the next one whole', async () => {
    const producer = await connect()
    const consumer = await connect({ connection: { maxMessageBytes: 10_000 } })
    const { to, from } = freshTopic()
    const inbox = new Inbox()
    await consumer.subscribe({ destination: from }, inbox.take)
    await send(producer, to, 'x'.repeat(500_000))
    await send(producer, to, 'small')
    await inbox.count(2)
    expect(inbox.messages[0]?.content).toMatchObject({
      kind: 'refused',
      because: { code: 'PLB-BROKER-MESSAGE-TOO-LARGE' },
    })
    expect(inbox.texts[1]).toBe('small')
  })

  trial('takes a property of the greatest size, and refuses one byte more', async () => {
    const session = await connect()
    const destination = queue(randomUUID())
    const value = 'x'.repeat(10_240 - 'long:'.length)
    await send(session, destination, 'fits', { long: value })
    await expect(send(session, destination, 'does not', { long: `${value}x` })).rejects.toMatchObject({
      code: 'PLB-BROKER-HEADER-REFUSED',
    })
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(1)
    expect(inbox.messages[0]?.properties.get('long')).toBe(value)
    expect(session.servers[0]?.connections).toBe(1)
  })

  trial('stores once what is published again', async () => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    const id = randomUUID()
    for (let time = 0; time < 2; time += 1)
      await session.publish({ destination, properties: {}, body: 'twice', id })
    await session.publish({ destination, properties: {}, body: 'last' })
    await inbox.until(({ texts }) => texts.includes('last'))
    if (inbox.messages.length > 2) throw new Error('it is stored twice')
    expect(inbox.texts).toEqual(['twice', 'last'])
  })

  trial('hands out what a selector asks for, and leaves the rest', async () => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    for (const [body, colour] of [
      ['1', 'red'],
      ['2', 'blue'],
      ['3', 'red'],
    ] as const)
      await session.publish({ destination, properties: { colour }, body })
    const [some, rest] = [new Inbox(), new Inbox()]
    const selected = await session.subscribe({ destination, selector: "colour = 'red'" }, some.take)
    await some.count(2)
    await selected.unsubscribe()
    await session.subscribe({ destination }, rest.take)
    await rest.count(1)
    expect([some.texts, rest.texts]).toEqual([['1', '3'], ['2']])
  })

  trial('has no more messages out than were asked for', async () => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    const [greedy, other] = [new Inbox(false), new Inbox()]
    await session.subscribe({ destination, prefetch: 2 }, greedy.take)
    for (const body of ['1', '2', '3', '4', '5']) await session.publish({ destination, properties: {}, body })
    await greedy.count(2)
    await (await connect()).subscribe({ destination, prefetch: 1 }, other.take)
    await other.count(3)
    expect(greedy.messages).toHaveLength(2)
  })

  trial('carries large messages whole', async () => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    const body = `${'<é>'.repeat(150_000)}end`
    await session.publish({ destination, properties: {}, body })
    await inbox.count(1)
    expect(inbox.texts[0] === body).toBe(true)
  })

  trial('lets one client have a name', async () => {
    const clientId = `portable-${randomUUID()}`
    await connect({ connection: { clientId } })
    const twin = connect({ connection: { clientId }, reconnect: { maxReconnectAttempts: 0 } })
    await expect(twin).rejects.toMatchObject({ cause: { code: 'PLB-BROKER-CLIENT-ID-IN-USE' } })
  })
}
