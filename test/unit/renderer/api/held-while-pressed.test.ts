import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { TransportListener } from '../../../../electron/channel/transport.ts'
import { heldWhilePressed } from '../../../../renderer/api/held-while-pressed.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

/** A transport the test tells what came, a pointer it presses, and all that was heard of in turn. */
function opened() {
  const pointers = new EventTarget()
  const heard: unknown[] = []
  let inner: TransportListener | undefined
  const transport = heldWhilePressed((listener) => {
    inner = listener
    return { send: (message) => heard.push({ sent: message }), close: () => heard.push('closed') }
  }, pointers)({
    received: (message) => heard.push(message),
    stateChanged: (state) => heard.push(state),
    ended: ({ message }) => heard.push(message),
  })
  if (inner === undefined) throw new Error('Nothing was opened')
  return { heard, transport, told: inner, pointer: (type: string) => pointers.dispatchEvent(new Event(type)) }
}

it.each(['pointerup', 'pointercancel'])(
  'tells what came while a button was down behind the click (%s)',
  (end) => {
    const { heard, told, pointer } = opened()
    told.received(1)
    pointer('pointerdown')
    told.received(2)
    told.received(3)
    pointer(end)
    heard.push('click')
    expect(heard).toEqual([1, 'click'])
    vi.runAllTimers()
    expect(heard).toEqual([1, 'click', 2, 3])
    told.received(4)
    expect(heard.at(-1)).toBe(4)
  },
)

it('goes on below a press that is no click, and holds back again at the next one', () => {
  const { heard, told, pointer } = opened()
  pointer('pointerdown')
  told.received(1)
  vi.advanceTimersByTime(1_999)
  expect(heard).toEqual([])
  vi.advanceTimersByTime(1)
  told.received(2)
  expect(heard).toEqual([1, 2])
  pointer('pointerup')
  told.received(3)
  expect(heard).toEqual([1, 2, 3])
  pointer('pointerdown')
  told.received(4)
  expect(heard).toEqual([1, 2, 3])
})

it('loses and reorders nothing when the connection is lost, ends or is closed meanwhile', () => {
  const { heard, told, transport, pointer } = opened()
  pointer('pointerdown')
  told.received(1)
  told.stateChanged('lost')
  pointer('pointerdown')
  told.received(2)
  told.ended(new Error('gone'))
  pointer('pointerdown')
  told.received(3)
  transport.close()
  expect(heard).toEqual([1, 'lost', 2, 'gone', 3, 'closed'])
  pointer('pointerdown')
  told.received(4)
  expect(heard.at(-1)).toBe(4)
})

it('hands over one message a turn, in order, and not below another press', () => {
  const { heard, told, pointer } = opened()
  pointer('pointerdown')
  for (const message of [1, 2, 3]) told.received(message)
  pointer('pointerup')
  vi.advanceTimersToNextTimer()
  told.received(4)
  expect(heard).toEqual([1])
  vi.advanceTimersToNextTimer()
  expect(heard).toEqual([1, 2])
  pointer('pointerdown')
  vi.advanceTimersByTime(1)
  expect(heard).toEqual([1, 2])
  pointer('pointerup')
  vi.runAllTimers()
  expect(heard).toEqual([1, 2, 3, 4])
})

it('sends at once', () => {
  const { heard, transport, pointer } = opened()
  pointer('pointerdown')
  transport.send({ type: 'cancel', id: 1 })
  expect(heard).toEqual([{ sent: { type: 'cancel', id: 1 } }])
})
