import { expect, test } from 'vitest'
import { Router } from '../../../electron/broker/embedded/router.ts'
import { MessageStore } from '../../../electron/broker/embedded/store.ts'
import { Turn } from '../../../electron/broker/embedded/turn.ts'

function routerOn(store: MessageStore, turn: Turn): Router {
  return new Router({
    store,
    turn,
    now: () => 0,
    destinationLimit: 10,
    onDestination: () => undefined,
    onDeadLetter: () => undefined,
  })
}

test('a router that takes over from another gives no subscription what an earlier one left', () => {
  const store = new MessageStore(':memory:')
  const turn = new Turn(store, (error) => {
    throw error
  })
  const topic = { kind: 'topic', name: 't' } as const
  const before = routerOn(store, turn)
  const queue = before.topicSubscription(topic, undefined, () => undefined)
  const message = {
    destination: '/topic/t',
    bodyType: 'text',
    protocol: 'stomp',
    persistent: false,
    expires: 0,
    transformation: '',
    headers: 'expires:0\n',
    body: Buffer.from('left'),
  } as const
  before.publish(topic, message, 'ID:1')
  store.commit()
  expect(store.entriesAfter(queue.identity.id, 0, 10)).toHaveLength(1)

  const anew = routerOn(store, turn).topicSubscription(topic, undefined, () => undefined)
  expect(store.entriesAfter(anew.identity.id, 0, 10)).toEqual([])
  turn.clear()
  store.close()
})
