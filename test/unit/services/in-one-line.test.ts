import { expect, it } from 'vitest'
import type { Message } from '../../../electron/broker/message.ts'
import { inOneLine } from '../../../electron/services/cluster/in-one-line.ts'

const message = (messageId: string, timestamp: number): Message => ({
  messageId,
  timestamp,
  destination: undefined,
  originalDestination: undefined,
  persistent: true,
  redelivered: false,
  properties: new Map(),
  headers: new Map(),
  content: { kind: 'empty' },
})

async function gathered(limit?: number) {
  const left: string[] = []
  async function* queue(name: string, messages: readonly Message[]) {
    try {
      for (const each of messages) yield await Promise.resolve(each)
    } finally {
      left.push(name)
    }
  }
  const queues = [
    queue('a', [message('1', 10), message('3', 30), message('4', 40)]),
    queue('b', []),
    queue('c', [message('2', 20), message('3', 30)]),
  ]
  const ids: string[] = []
  for await (const { messageId } of inOneLine(queues, limit)) ids.push(messageId)
  return { ids, left: left.toSorted() }
}

it('messages of several queues come oldest first, and one that lies in two of them once', async () => {
  expect(await gathered()).toEqual({ ids: ['1', '2', '3', '4'], left: ['a', 'b', 'c'] })
})

it('as many as are wanted come, and every queue is left', async () => {
  expect(await gathered(2)).toEqual({ ids: ['1', '2'], left: ['a', 'b', 'c'] })
})
