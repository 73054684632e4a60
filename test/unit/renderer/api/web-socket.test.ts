import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { longestMessage } from '../../../../electron/contract/protocol.ts'
import { openWebSocket } from '../../../../renderer/api/web-socket.ts'

/** A socket the test plays the server of. */
class PlayedSocket {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 3
  static opened: PlayedSocket[] = []

  readonly url: string
  readonly sent: string[] = []
  readyState = PlayedSocket.CONNECTING
  closedWith: number | undefined
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: (() => void) | null = null

  constructor(url: string) {
    this.url = url
    PlayedSocket.opened.push(this)
  }

  send(text: string): void {
    this.sent.push(text)
  }

  accept(): void {
    this.readyState = PlayedSocket.OPEN
    this.onopen?.()
  }

  close(code = 1000): void {
    // As browsers do.
    if (code !== 1000 && (code < 3000 || code > 4999)) throw new RangeError(`The code must not be ${code}`)
    this.closedWith = code
    this.lose()
  }

  lose(): void {
    this.readyState = PlayedSocket.CLOSED
    this.onclose?.()
  }
}

beforeEach(() => {
  vi.useFakeTimers()
  PlayedSocket.opened = []
  vi.stubGlobal('WebSocket', PlayedSocket)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function connect() {
  const states: string[] = []
  const received: unknown[] = []
  const transport = openWebSocket('ws://127.0.0.1:7080/socket')({
    stateChanged: (state) => states.push(state),
    received: (message) => received.push(message),
    ended: () => undefined,
  })
  const begun = PlayedSocket.opened.length
  vi.advanceTimersByTime(0)
  return { transport, states, received, begun }
}

function present(): PlayedSocket {
  const socket = PlayedSocket.opened.at(-1)
  if (socket === undefined) throw new Error('No socket was opened')
  return socket
}

describe('The transport over a WebSocket', () => {
  it('opens after it was asked for, so that its listener is ready', () => {
    const { begun, states } = connect()
    expect(begun).toBe(0)
    expect(present().url).toBe('ws://127.0.0.1:7080/socket')
    expect(states).toEqual(['connecting'])
    present().accept()
    expect(states).toEqual(['connecting', 'open'])
  })

  it('sends messages as JSON texts, and drops them while it is not open', () => {
    const { transport } = connect()
    transport.send({ type: 'cancel', id: 1 })
    present().accept()
    transport.send({ type: 'cancel', id: 2 })
    expect(present().sent).toEqual(['{"type":"cancel","id":2}'])
  })

  it('hands on what it receives', () => {
    const { received } = connect()
    present().accept()
    present().onmessage?.({ data: '{"type":"end","id":3}' })
    expect(received).toEqual([{ type: 'end', id: 3 }])
  })

  it.each([
    ['text that is no JSON', '{"type":', 4007],
    ['octets', new Uint8Array(4), 4007],
    ['a message longer than either side reads', ' '.repeat(longestMessage + 1), 4009],
  ])('ends a connection that brings %s', (_what, data, code) => {
    const { received } = connect()
    present().accept()
    present().onmessage?.({ data })
    expect(present().closedWith).toBe(code)
    expect(received).toEqual([])
  })

  it('opens again with growing pauses, five seconds at most', () => {
    const { states } = connect()
    const pauses: number[] = []
    for (let loss = 0; loss < 7; loss += 1) {
      const before = PlayedSocket.opened.length
      const lostAt = Date.now()
      present().lose()
      while (PlayedSocket.opened.length === before) vi.advanceTimersToNextTimer()
      pauses.push(Date.now() - lostAt)
    }
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000])
    expect(states.slice(0, 4)).toEqual(['connecting', 'lost', 'connecting', 'lost'])
  })

  it('begins with the shortest pause again once it was open', () => {
    connect()
    present().lose()
    vi.advanceTimersByTime(250)
    present().lose()
    vi.advanceTimersByTime(500)
    present().accept()
    present().lose()
    vi.advanceTimersByTime(249)
    expect(PlayedSocket.opened).toHaveLength(3)
    vi.advanceTimersByTime(1)
    expect(PlayedSocket.opened).toHaveLength(4)
  })

  it('stays closed when it was closed, whether it was open, lost or not even begun', () => {
    const open = connect()
    present().accept()
    open.transport.close()
    expect(present().closedWith).toBe(1000)

    const lost = connect()
    present().lose()
    lost.transport.close()

    const early = openWebSocket('ws://127.0.0.1:7080/socket')({
      stateChanged: () => undefined,
      received: () => undefined,
      ended: () => undefined,
    })
    early.close()
    vi.advanceTimersByTime(60_000)
    expect(PlayedSocket.opened).toHaveLength(2)
    expect(open.states).toEqual(['connecting', 'open'])
  })
})
