import { describe, expect } from 'vitest'
import type { StompTrials } from './stomp-trials.ts'

const individual = { ack: 'client-individual' }

export function stompTopics({ connect, reconnect, fresh, trial }: StompTrials): void {
  describe('topics', () => {
    trial('every subscriber gets a copy of what is sent while it subscribes, and nothing else', async () => {
      const client = await connect()
      const destination = fresh('/topic/plain')
      await client.request('SEND', { destination, persistent: 'true' }, 'before')
      const first = await client.subscribe(destination)
      const second = await client.subscribe(destination, individual)
      await client.request('SEND', { destination, persistent: 'true' }, 'during')
      expect(await first.next()).toMatchObject({ text: 'during', headers: { destination } })
      expect((await second.next()).text).toBe('during')
      await client.settle()
      expect(first.waiting + second.waiting).toBe(0)
    })

    trial('what a topic subscriber refuses is gone', async () => {
      const client = await connect()
      const destination = fresh('/topic/refused')
      const subscription = await client.subscribe(destination, individual)
      await client.request('SEND', { destination, persistent: 'true' }, 'bad')
      await subscription.nack(await subscription.next())
      const dead = await client.subscribe('/queue/ActiveMQ.DLQ', { browser: 'true' })
      expect(await dead.toTheEnd()).toEqual([])
    })

    trial('a selector picks what a subscriber gets', async () => {
      const client = await connect()
      const destination = fresh('/topic/selected')
      const subscription = await client.subscribe(destination, { selector: "group = 'a'" })
      for (const group of ['b', 'a', 'b']) await client.request('SEND', { destination, group }, group)
      expect((await subscription.next()).text).toBe('a')
      await client.settle()
      expect(subscription.waiting).toBe(0)
    })
  })

  describe('virtual topics', () => {
    trial(
      'a message is copied into every consumer queue there is, and says which topic it was sent to',
      async () => {
        const client = await connect()
        const topic = fresh('VirtualTopic.geoserver')
        const first = await client.subscribe(`/queue/Consumer.gs1.${topic}`, individual)
        const second = await client.subscribe(`/queue/Consumer.gs2.${topic}`, individual)
        const other = await client.subscribe(`/queue/Consumer.gs1.${topic}x`, individual)
        const plain = await client.subscribe(`/topic/${topic}`)
        await client.request('SEND', { destination: `/topic/${topic}`, persistent: 'true' }, 'event')
        const copies = [await first.next(), await second.next(), await plain.next()]
        expect(
          copies.map(({ headers }) => [headers['destination'], headers['original-destination']]),
        ).toEqual([
          [`/queue/Consumer.gs1.${topic}`, `/topic/${topic}`],
          [`/queue/Consumer.gs2.${topic}`, `/topic/${topic}`],
          [`/topic/${topic}`, undefined],
        ])
        expect(new Set(copies.map(({ headers }) => headers['message-id'])).size).toBe(1)
        await client.settle()
        expect(other.waiting).toBe(0)
      },
    )

    trial('a consumer queue keeps what comes while nobody consumes, each queue for itself', async () => {
      const client = await connect()
      const topic = fresh('VirtualTopic.kept')
      const first = await client.subscribe(`/queue/Consumer.gs1.${topic}`, individual)
      await (await client.subscribe(`/queue/Consumer.gs2.${topic}`, individual)).unsubscribe()
      for (const body of ['1', '2']) await client.request('SEND', { destination: `/topic/${topic}` }, body)
      for (const frame of await first.take(2)) await first.ack(frame)
      const second = await client.subscribe(`/queue/Consumer.gs2.${topic}`, individual)
      expect(await second.texts(2)).toEqual(['1', '2'])
    })

    trial('what is sent straight to one consumer queue goes there alone', async () => {
      const client = await connect()
      const topic = fresh('VirtualTopic.direct')
      const first = await client.subscribe(`/queue/Consumer.gs1.${topic}`)
      const second = await client.subscribe(`/queue/Consumer.gs2.${topic}`)
      await client.request('SEND', { destination: `/queue/Consumer.gs1.${topic}` }, 'resync')
      expect((await first.next()).headers).not.toHaveProperty('original-destination')
      await client.settle()
      expect(second.waiting).toBe(0)
    })

    trial('an instance name with a dot gets no copies', async () => {
      const client = await connect()
      const topic = fresh('VirtualTopic.dotted')
      const dotted = await client.subscribe(`/queue/Consumer.gs.1.${topic}`)
      await client.request('SEND', { destination: `/topic/${topic}` }, 'event')
      await client.settle()
      expect(dotted.waiting).toBe(0)
    })
  })

  describe('durable subscriptions', () => {
    async function durable() {
      const clientId = fresh('client')
      const destination = fresh('/topic/durable')
      const name = { 'activemq.subscriptionName': 'changes' }
      return {
        clientId,
        destination,
        name,
        terms: { id: 'd', ...individual, ...name },
        client: await connect({ headers: { 'client-id': clientId } }),
      }
    }

    trial(
      'messages are kept while the subscriber is away, and come again until acknowledged, unmarked',
      async () => {
        const { client, clientId, destination, terms } = await durable()
        const sender = await connect()
        const subscription = await client.subscribe(destination, terms)
        await sender.request('SEND', { destination, persistent: 'true' }, '1')
        await sender.request('SEND', { destination, persistent: 'true' }, '2')
        const [first] = await subscription.take(2)
        if (first !== undefined) await subscription.ack(first)
        await client.drop()
        await sender.request('SEND', { destination, persistent: 'true' }, '3')
        await sender.request('SEND', { destination }, '4')
        const again = await reconnect(clientId)
        const frames = await (await again.subscribe(destination, terms)).take(3)
        // Only among persistent messages does ActiveMQ keep the order.
        expect(frames.map((frame) => frame.text).filter((text) => text !== '4')).toEqual(['2', '3'])
        expect(frames.map((frame) => frame.text)).toContain('4')
        expect(frames.filter((frame) => 'redelivered' in frame.headers)).toEqual([])
        expect(frames[0]?.headers['destination']).toBe(destination)
      },
    )

    trial('UNSUBSCRIBE with the id alone only goes offline', async () => {
      const { client, destination, terms } = await durable()
      await (await client.subscribe(destination, terms)).unsubscribe()
      await client.request('SEND', { destination, persistent: 'true' }, 'kept')
      expect((await (await client.subscribe(destination, terms)).next()).text).toBe('kept')
    })

    trial('an active one can neither be deleted nor be opened twice', async () => {
      const { client, clientId, destination, name, terms } = await durable()
      const subscription = await client.subscribe(destination, terms)
      await expect(client.request('UNSUBSCRIBE', { id: 'd', ...name })).rejects.toThrow(
        'Durable consumer is in use',
      )
      await expect(client.request('SUBSCRIBE', { ...terms, destination, id: 'e' })).rejects.toThrow(
        `Durable consumer is in use for client: ${clientId} and subscriptionName: changes`,
      )
      await client.request('SEND', { destination, persistent: 'true' }, 'still here')
      expect((await subscription.next()).text).toBe('still here')
    })

    trial('an inactive one is deleted by name, with its messages, by its own client alone', async () => {
      const { client, clientId, destination, name, terms } = await durable()
      await (await client.subscribe(destination, terms)).unsubscribe()
      await client.request('SEND', { destination, persistent: 'true' }, 'lost')
      const stranger = await connect({ headers: { 'client-id': fresh('stranger') } })
      await expect(stranger.request('UNSUBSCRIBE', { id: 'd', ...name })).rejects.toThrow(
        /^No durable subscription exists for clientID: stranger-\d+ and subscriptionName: changes$/,
      )
      await client.request('UNSUBSCRIBE', { id: 'd', ...name })
      await expect(client.request('UNSUBSCRIBE', { id: 'd', ...name })).rejects.toThrow(
        `No durable subscription exists for clientID: ${clientId} and subscriptionName: changes`,
      )
      const anew = await client.subscribe(destination, terms)
      await client.settle()
      expect(anew.waiting).toBe(0)
    })

    trial('the same name on another topic, or with another selector, starts anew', async () => {
      const { client, destination, terms } = await durable()
      await (await client.subscribe(destination, terms)).unsubscribe()
      await client.request('SEND', { destination, persistent: 'true' }, 'old')
      const moved = await client.subscribe(`${destination}x`, terms)
      await client.settle()
      expect(moved.waiting).toBe(0)
      await moved.unsubscribe()
      const selective = await client.subscribe(`${destination}x`, { ...terms, selector: "group = 'a'" })
      for (const group of ['b', 'a'])
        await client.request('SEND', { destination: `${destination}x`, group }, group)
      expect((await selective.next()).text).toBe('a')
    })

    trial('a refused message goes to the dead letter queue', async () => {
      const { client, destination, terms } = await durable()
      const subscription = await client.subscribe(destination, terms)
      await client.request('SEND', { destination, persistent: 'true' }, 'bad')
      await subscription.nack(await subscription.next())
      const dead = await client.subscribe('/queue/ActiveMQ.DLQ')
      expect(await dead.next()).toMatchObject({
        text: 'bad',
        headers: { 'original-destination': destination },
      })
    })
  })

  describe('ObjectMessages', () => {
    const text = `<org.geoserver.Event>\n  <name a="b">caf\u00e9 \u20ac &amp; 'q'</name>\r\u0001</org.geoserver.Event>`
    const escaped =
      '&lt;org.geoserver.Event&gt;\n  &lt;name a=&quot;b&quot;&gt;caf\u00e9 \u20ac &amp;amp; &apos;q&apos;&lt;/name&gt;&#xd;&#x1;&lt;/org.geoserver.Event&gt;'
    const asXml = `<string>${escaped}</string>`

    /** What a subscriber with this transformation gets of a SEND. */
    async function roundTrip(
      sent: Record<string, string | number>,
      body: string,
      wanted: string | undefined,
    ) {
      const client = await connect()
      const destination = fresh('/queue/object')
      await client.request('SEND', { destination, persistent: 'true', ...sent }, body)
      const subscription = await client.subscribe(
        destination,
        wanted === undefined ? {} : { transformation: wanted },
      )
      return subscription.next()
    }

    trial.each([
      ['jms-object-xml', asXml],
      ['jms-object-json', JSON.stringify({ string: text })],
    ])(
      'sent as %s without a content-length it is one, rendered as each subscriber asks',
      async (sent, body) => {
        const xml = await roundTrip({ transformation: sent }, body, 'jms-object-xml')
        expect(xml.text).toBe(asXml)
        expect(xml.headers).toMatchObject({ transformation: 'jms-object-xml', persistent: 'true' })
        expect(xml.headers).not.toHaveProperty('content-length')
        const json = await roundTrip({ transformation: sent }, body, 'jms-object-json')
        expect(JSON.parse(json.text)).toEqual({ string: text })
        expect(json.text).toContain('<\\/name>')
        expect(json.headers['transformation']).toBe('jms-object-json')
        expect((await roundTrip({ transformation: sent }, body, 'jms-xml')).text).toBe(asXml)
      },
    )

    trial.each([[undefined], ['no-such-thing']])(
      'a subscriber that asks for %s gets an empty body',
      async (wanted) => {
        const message = await roundTrip({ transformation: 'jms-object-xml', name: 'value' }, asXml, wanted)
        expect(message.body).toHaveLength(0)
        expect(message.headers['name']).toBe('value')
      },
    )

    trial('sent with a content-length it is bytes, which nothing transforms', async () => {
      const sent = { transformation: 'jms-object-xml', 'content-length': 18 }
      const message = await roundTrip(sent, '<string>a</string>', 'jms-object-json')
      expect(message.text).toBe('<string>a</string>')
      expect(message.headers['content-length']).toBe('18')
    })

    trial('text stays text for a subscriber that asks for a transformation', async () => {
      expect((await roundTrip({}, 'plain', 'jms-object-xml')).text).toBe('plain')
    })

    trial.each([
      ['XML that is not well-formed', 'jms-object-xml', '<string>a'],
      ['no XML at all', 'jms-object-xml', 'a'],
      ['a class that is not allowed', 'jms-object-xml', '<java.io.File>a</java.io.File>'],
      ['JSON of something else', 'jms-object-json', '{"$":"a"}'],
      ['a transformation for receivers only', 'jms-xml', '<string>a</string>'],
    ])(
      '%s is still answered by a RECEIPT and becomes text with the error',
      async (_, transformation, body) => {
        const message = await roundTrip({ transformation }, body, undefined)
        expect(message.text).toBe(body)
        expect(message.headers).toHaveProperty('transformation-error')
      },
    )
  })
}
