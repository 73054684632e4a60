import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { systemClock } from '../../../electron/scheduler/clock.ts'
import { defaultConnectionSettings } from '../../../electron/broker/connection-settings.ts'
import { deadLetterQueue, queue } from '../../../electron/broker/destinations.ts'
import { openStompConnection } from '../../../electron/broker/stomp/open-stomp-connection.ts'
import { TransformationSupport } from '../../../electron/broker/transformation-support.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import { Inbox, networkUrl } from '../broker-session.ts'
import { eventually } from '../cluster.ts'
import { urlOf } from './makes.ts'
import { holdConnection, send, type SessionTrials } from './session-trials.ts'

/** What is done with queues, and with what lies in them. */
export function sessionQueues({ trial, connect, url, broker }: SessionTrials): void {
  trial('shows what waits without taking it', async () => {
    const session = await connect()
    const destination = queue(randomUUID())
    const count = 1200
    const bodies = Array.from({ length: count }, (_, index) => `body ${index}`)
    await Promise.all(
      bodies.map((body, index) => send(session, destination, body, { number: String(index) })),
    )

    const numbers: string[] = []
    for await (const message of session.browse(destination)) {
      expect(message.content).toEqual({ kind: 'empty' })
      numbers.push(message.properties.get('number') ?? '')
      // A slow reader: the rest must wait at the broker, not here.
      if (numbers.length % 300 === 0) await new Promise((resolve) => setImmediate(resolve))
    }
    expect(numbers).toEqual(bodies.map((_, index) => String(index)))

    const texts: unknown[] = []
    for await (const message of session.browse(destination, { withBodies: true, limit: 3 })) {
      texts.push(message.content)
    }
    expect(texts).toEqual(bodies.slice(0, 3).map((text) => ({ kind: 'object', text })))

    const selected: string[] = []
    for await (const message of session.browse(destination, { selector: "number = '7'" })) {
      selected.push(message.properties.get('number') ?? '')
    }
    expect(selected).toEqual(['7'])

    for await (const message of session.browse(destination)) {
      expect(message.properties.get('number')).toBe('0')
      break
    }
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(count)
    expect(inbox.texts).toEqual(bodies)
  })

  trial('finds an empty queue empty', async () => {
    const session = await connect()
    expect(await session.browse(queue(randomUUID())).next()).toEqual({ done: true, value: undefined })
  })

  trial('puts what is refused among its dead letters', async () => {
    const session = await connect()
    const destination = queue(`portable-${randomUUID()}`)
    await session.subscribe({ destination }, (message) => void message.nack())
    await session.publish({ destination, properties: { which: destination.name }, body: 'poison' })
    const isIn = async (name: string): Promise<boolean> => {
      for await (const { properties } of session.browse(queue(name)))
        if (properties.get('which') === destination.name) return true
      return false
    }
    // Artemis calls it so as it is delivered.
    const found = async () => (await isIn('DLQ')) || (await isIn(deadLetterQueue.name))
    await eventually('the dead letter is there', found)
  })

  trial('tells of its queues', async () => {
    const destination = queue(`portable-${randomUUID()}`)
    await using held = await holdConnection(url())
    await held.connection.prepare({ destination, properties: {}, body: 'x' }).send()
    const names = async () =>
      (await held.connection.destinations(new AbortController().signal))?.destinations.map(({ name }) => name)
    // A busy broker may not tell in time.
    for (let time = 0; time < 3; time += 1) if ((await names())?.includes(destination.name) === true) return
    throw new Error('it tells nothing')
  })

  trial('tells who takes from its queues, and from where', async () => {
    const destination = queue(`portable-${randomUUID()}`)
    const clientId = `portable-${randomUUID()}`
    const session = await connect({ connection: { clientId } })
    await session.subscribe({ destination }, () => undefined)
    await using held = await holdConnection(url())
    const listing = await held.connection.destinations(new AbortController().signal)
    const told = listing?.destinations.find(({ name }) => name === destination.name)?.consumedBy
    if (told === undefined || told === null) throw new Error('it tells nothing')
    expect(told).toMatchObject([{ client: clientId }])
    expect(told[0]?.address).toMatch(/^(127\.0\.0\.1|localhost):\d+$/)
  })

  trial('removes a queue', async () => {
    const destination = queue(`portable-${randomUUID()}`)
    await using held = await holdConnection(url())
    await held.connection.prepare({ destination, properties: {}, body: 'removed' }).send()
    await held.connection.remove(destination)
    const session = await connect()
    await session.publish({ destination, properties: {}, body: 'new' })
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    await inbox.count(1)
    expect(inbox.texts).toEqual(['new'])
  })

  trial('reports a selector the broker cannot read, to the subscriber alone', async () => {
    const session = await connect()
    const wrong = session.subscribe(
      { destination: queue(randomUUID()), selector: 'not ( a' },
      () => undefined,
    )
    await expect(wrong).rejects.toMatchObject({
      code: expect.stringMatching(/^PLB-BROKER-(REQUEST|SELECTOR)-REFUSED$/) as string,
    })
    await expect(session.browse(queue(randomUUID()), { selector: 'not ( a' }).next()).rejects.toSatisfy(
      isFailure,
    )
    await send(session, queue(randomUUID()), 'still works')
    expect(session.servers[0]?.connections).toBe(1)
  })

  trial('tells other kinds of messages from objects', async () => {
    const session = await connect()
    const destination = queue(randomUUID())
    const inbox = new Inbox()
    await session.subscribe({ destination }, inbox.take)
    const [server] = networkUrl(urlOf.STOMP(broker())).servers
    if (server === undefined) throw new Error('no server')
    const connection = await openStompConnection(server, {
      settings: defaultConnectionSettings,
      clock: systemClock,
      transformationSupport: new TransformationSupport(),
      signal: new AbortController().signal,
    })
    const headers = { destination: `/queue/${destination.name}` }
    await connection.request({ command: 'SEND', headers, body: Buffer.from('plain') })
    await connection.request({
      command: 'SEND',
      headers: { ...headers, 'content-length': '3' },
      body: Buffer.from([1, 2, 0]),
    })
    await connection.request({
      command: 'SEND',
      headers: { ...headers, transformation: 'jms-object-xml' },
      body: Buffer.from('no xml'),
    })
    await connection.close()
    await inbox.count(3)
    expect(inbox.messages.map(({ content }) => content)).toEqual([
      { kind: 'text', text: 'plain' },
      { kind: 'bytes', bytes: 3 },
      { kind: 'text', text: 'no xml' },
    ])
  })
}
