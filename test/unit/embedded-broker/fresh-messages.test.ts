import { expect, test } from 'vitest'
import { FreshMessages } from '../../../electron/broker/embedded/fresh-messages.ts'
import type { Message } from '../../../electron/broker/embedded/message.ts'

function message(id: number, bytes: number): Message {
  return {
    id,
    messageId: `ID:${id}`,
    destination: '/queue/q',
    bodyType: 'bytes',
    protocol: 'stomp',
    persistent: true,
    expires: 0,
    transformation: '',
    headers: '',
    body: new Uint8Array(bytes),
  }
}

test('the oldest go when there is no room, and what is larger than all of it never comes', () => {
  const fresh = new FreshMessages(10)
  fresh.add(message(1, 6), [1])
  fresh.add(message(2, 4), [1])
  expect(fresh.of(1, 1)).toEqual(message(1, 6))
  fresh.add(message(3, 4), [1])
  expect(fresh.of(1, 1)).toBe('unknown')
  expect(fresh.of(1, 3)).toEqual(message(3, 4))
  fresh.add(message(4, 11), [1])
  expect(fresh.of(1, 4)).toBe('unknown')
  expect(fresh.of(1, 2)).toEqual(message(2, 4))
})

test('what a queue took is gone for it alone, and its room is free once no queue holds it', () => {
  const fresh = new FreshMessages(10)
  fresh.add(message(1, 10), [1, 2])
  fresh.remove(1, 1)
  expect(fresh.of(1, 1)).toBe('gone')
  expect(fresh.of(2, 1)).toEqual(message(1, 10))
  fresh.remove(2, 1)
  expect(fresh.of(2, 1)).toBe('unknown')
  fresh.add(message(2, 10), [1])
  expect(fresh.of(1, 2)).toEqual(message(2, 10))
})

test('a body does not keep the chunk it came in, and does not change with it', () => {
  const chunk = new Uint8Array(1000)
  const fresh = new FreshMessages(10)
  fresh.add({ ...message(1, 0), body: chunk.subarray(0, 4) }, [1])
  chunk.fill(1)
  expect(fresh.of(1, 1)).toEqual(message(1, 4))
})
