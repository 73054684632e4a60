import { describe, expect, it } from 'vitest'
import {
  checkInstanceName,
  consumerQueue,
  formatDestination,
  instanceNameOf,
  parseDestination,
  queue,
  topic,
} from '../../../electron/broker/destinations.ts'

const virtualTopic = 'VirtualTopic.geoserver'

describe('A destination', () => {
  it('is written as STOMP writes it and read back', () => {
    for (const destination of [queue('A.b-c_d'), topic(virtualTopic), queue('ä')]) {
      expect(parseDestination(formatDestination(destination))).toEqual(destination)
    }
    expect(formatDestination(topic(virtualTopic))).toBe('/topic/VirtualTopic.geoserver')
  })

  it.each([
    '',
    'a,b',
    'a.*',
    'a.>',
    'a>',
    'a b',
    'a\nb',
    'a?consumer.x=1',
    'queue://a',
    '\ud800',
    'x'.repeat(401),
  ])('is refused when the broker would read something else from its name: %j', (name) => {
    expect(() => queue(name)).toThrow(expect.objectContaining({ code: 'PLB-BROKER-DESTINATION-REFUSED' }))
  })

  it.each(['', 'queue/a', '/temp-queue/a', '/queue/', '/topic/a,/topic/b', '/topic/ActiveMQ.>'])(
    'is not read from %j',
    (path) => {
      expect(parseDestination(path)).toBeUndefined()
    },
  )
})

describe('A consumer queue', () => {
  it('is named after the instance and the topic, and tells its instance', () => {
    const consumer = consumerQueue('gs-1', virtualTopic)
    expect(consumer).toEqual({ kind: 'queue', name: 'Consumer.gs-1.VirtualTopic.geoserver' })
    expect(instanceNameOf(consumer.name, virtualTopic)).toBe('gs-1')
  })

  it('does not belong to an instance when it is of another topic or no consumer queue', () => {
    expect(instanceNameOf('Consumer.gs-1.VirtualTopic.other', virtualTopic)).toBeUndefined()
    expect(instanceNameOf('gs-1.VirtualTopic.geoserver', virtualTopic)).toBeUndefined()
    expect(instanceNameOf('Consumer.VirtualTopic.geoserver', virtualTopic)).toBeUndefined()
    expect(instanceNameOf('Consumer.a.b.VirtualTopic.geoserver', virtualTopic)).toBeUndefined()
  })

  it.each(['', 'a.b', 'a*', '>', 'a,b', 'a b', 'a\u0000', 'x'.repeat(201)])(
    'cannot be made for the instance name %j',
    (name) => {
      const refused = expect.objectContaining({ code: 'PLB-BROKER-INSTANCE-NAME-REFUSED' }) as unknown
      expect(() => consumerQueue(name, virtualTopic)).toThrow(refused)
      expect(() => {
        checkInstanceName(name)
      }).toThrow(refused)
    },
  )
})
