import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import {
  accountSecret,
  endOf,
  nonceHeader,
  proofHeader,
  proveCommand,
} from '../../electron/broker/account-secret.ts'
import { encodeFrame, FrameParser, type Frame } from '../../electron/broker/embedded/stomp/frames.ts'
import type { StompVersion } from '../../electron/broker/embedded/header-escaping.ts'
import { octetsOf, textOf } from '../../electron/broker/embedded/octets.ts'

const defaultDeadline = 10_000

/** A frame as a test reads it: headers as text. */
export interface ReceivedFrame {
  readonly command: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
  /** The body as UTF-8. */
  readonly text: string
}

export type HeaderValues = Readonly<Record<string, string | number>>

/** An ERROR frame that answered a request. */
class StompError extends Error {
  readonly frame: ReceivedFrame

  constructor(frame: ReceivedFrame) {
    super(frame.headers['message'] ?? 'ERROR without a message')
    this.frame = frame
  }
}

export interface StompClientOptions {
  readonly host: string
  readonly port: number
  /** The version offered and, unless the broker answers another, spoken. Default 1.2. */
  readonly version?: StompVersion
  /** More headers for CONNECT, or other values for its usual ones. */
  readonly headers?: HeaderValues
  /** How long each wait may last, in milliseconds. */
  readonly deadline?: number
}

/**
 * A STOMP client without any comfort, for tests of brokers: it sends what it is told, acknowledges nothing by
 * itself, and keeps every frame it receives until somebody takes it.
 */
export class StompClient {
  /** The CONNECTED frame, once connected. */
  connected: ReceivedFrame = { command: '', headers: {}, body: Buffer.alloc(0), text: '' }
  #recorded: Buffer[] | undefined
  #onBytes: (() => void) | undefined
  readonly #socket: Socket
  readonly #parser = new FrameParser()
  readonly #inboxes = new Map<string, Inbox>()
  readonly #deadline: number
  readonly #closed: Promise<void>
  #isClosed = false
  #receipts = 0
  #version: StompVersion | undefined

  private constructor(socket: Socket, deadline: number) {
    this.#socket = socket
    this.#deadline = deadline
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.#recorded?.push(chunk)
      this.#onBytes?.()
      this.#parser.push(chunk)
      for (let frame = this.#parser.next(); frame !== undefined; frame = this.#parser.next())
        this.#receive(frame)
    })
    socket.on('error', () => undefined)
    this.#closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true
        for (const inbox of this.#inboxes.values()) inbox.close()
        resolve()
      })
    })
  }

  /** Opens a socket and says nothing on it. */
  static async open(options: StompClientOptions): Promise<StompClient> {
    const socket = connect(options.port, options.host)
    await once(socket, 'connect')
    return new StompClient(socket, options.deadline ?? defaultDeadline)
  }

  /**
   * Opens a socket and connects.
   * @throws StompError when the broker refuses
   */
  static async connect(options: StompClientOptions): Promise<StompClient> {
    const client = await StompClient.open(options)
    const version = options.version ?? '1.2'
    const clientNonce = randomBytes(16).toString('hex')
    client.send('CONNECT', {
      ...(version === '1.0' ? {} : { 'accept-version': version, host: 'localhost' }),
      [nonceHeader]: clientNonce,
      ...options.headers,
    })
    client.connected = await client.#inbox('CONNECTED').take(client.#deadline)
    const agreed = client.connected.headers['version']
    client.#speak(agreed === '1.1' || agreed === '1.2' ? agreed : '1.0')
    await client.#prove(clientNonce)
    return client
  }

  /** Embedded brokers want to know who it is; ActiveMQ does not ask. */
  async #prove(clientNonce: string): Promise<void> {
    const brokerNonce = this.connected.headers[nonceHeader]
    if (brokerNonce === undefined) return
    const address = endOf(this.#socket.remoteAddress, this.#socket.remotePort)
    const meeting = { clientNonce, brokerNonce, address }
    await this.request(proveCommand, {
      [proofHeader]: accountSecret(process.env, false).proof('client', meeting),
    })
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** The client's own end, as the broker sees it: `address:port`. */
  get localAddress(): string {
    return `${this.#socket.localAddress}:${this.#socket.localPort}`
  }

  /** From now on keeps the bytes received, for `received`. */
  recordBytes(): void {
    this.#recorded = []
  }

  /** Waits until the bytes received since `recordBytes` are what they should be, and returns them. */
  async received(enough: (bytes: Buffer) => boolean): Promise<Buffer> {
    const wanted = Promise.withResolvers<Buffer>()
    this.#onBytes = () => {
      const bytes = Buffer.concat(this.#recorded ?? [])
      if (enough(bytes)) wanted.resolve(bytes)
    }
    this.#onBytes()
    try {
      return await within(this.#deadline, 'the bytes expected', wanted.promise)
    } finally {
      this.#onBytes = undefined
    }
  }

  /** Writes bytes as they are. */
  write(bytes: string | Buffer): void {
    this.#socket.write(bytes)
  }

  /** Sends a frame; a body given as text is UTF-8. No header is added. */
  send(command: string, headers: HeaderValues = {}, body: string | Buffer = ''): void {
    const octets = Object.entries(headers).map(
      ([name, value]) => [octetsOf(name), octetsOf(String(value))] as const,
    )
    this.#socket.write(
      encodeFrame({ command, headers: new Map(octets), body: Buffer.from(body) }, this.#version),
    )
  }

  /**
   * Sends a frame with a receipt header and waits for the answer.
   * @throws StompError when it is an ERROR
   */
  async request(
    command: string,
    headers: HeaderValues = {},
    body: string | Buffer = '',
  ): Promise<ReceivedFrame> {
    this.#receipts += 1
    const receipt = `receipt-${this.#receipts}`
    const inbox = this.#inbox(`receipt ${receipt}`)
    this.send(command, { ...headers, receipt }, body)
    return inbox.take(this.#deadline)
  }

  /** Subscribes and waits for the receipt. */
  async subscribe(destination: string, headers: HeaderValues = {}): Promise<TestSubscription> {
    const id = String(headers['id'] ?? `sub-${this.#inboxes.size}`)
    const subscription = new TestSubscription(this, id, this.#inbox(`subscription ${id}`), this.#deadline)
    await this.request('SUBSCRIBE', { id, destination, ...headers })
    return subscription
  }

  /** The next ERROR that answers no request. */
  async error(): Promise<ReceivedFrame> {
    return this.#inbox('ERROR').take(this.#deadline)
  }

  /**
   * Waits until the broker has answered a frame that changes nothing, three times over: whatever it was about to
   * send on this connection because of earlier frames has had every chance to arrive.
   */
  async settle(): Promise<void> {
    for (let round = 0; round < 3; round++) {
      await this.request('SEND', { destination: '/topic/settle' })
    }
  }

  /** Says DISCONNECT and waits for its receipt and the end of the connection. */
  async disconnect(): Promise<void> {
    await this.request('DISCONNECT')
    this.#socket.end()
    await this.closed()
  }

  /** Drops the connection without a word. */
  async drop(): Promise<void> {
    this.#socket.destroy()
    await this.#closed
  }

  /** Waits until the connection is closed. */
  async closed(): Promise<void> {
    await within(this.#deadline, 'the connection to close', this.#closed)
  }

  /** Stops reading from the socket, as a client that is busy or frozen would. */
  pause(): void {
    this.#socket.pause()
  }

  resume(): void {
    this.#socket.resume()
  }

  #speak(version: StompVersion): void {
    this.#version = version
    this.#parser.version = version
  }

  #receive(frame: Frame): void {
    const received = readable(frame)
    const { command, headers } = received
    // Frames right behind CONNECTED, in the same chunk, are escaped already.
    if (command === 'CONNECTED') this.#parser.version = headers['version'] === '1.1' ? '1.1' : '1.2'
    const receipt = headers['receipt-id']
    if (command === 'MESSAGE') this.#inbox(`subscription ${headers['subscription']}`).add(received)
    else if (command === 'RECEIPT') this.#inbox(`receipt ${receipt}`).add(received)
    else if (command !== 'ERROR') this.#inbox(command).add(received)
    else if (receipt !== undefined) this.#inbox(`receipt ${receipt}`).fail(new StompError(received))
    else if (this.#inboxes.has('CONNECTED') && this.connected.command === '') {
      this.#inbox('CONNECTED').fail(new StompError(received))
    } else this.#inbox('ERROR').add(received)
  }

  #inbox(name: string): Inbox {
    const existing = this.#inboxes.get(name)
    if (existing !== undefined) return existing
    const inbox = new Inbox(name)
    if (this.#isClosed) inbox.close()
    this.#inboxes.set(name, inbox)
    return inbox
  }
}

/** One subscription of a test client. */
export class TestSubscription {
  readonly id: string
  readonly #client: StompClient
  readonly #inbox: Inbox
  readonly #deadline: number

  constructor(client: StompClient, id: string, inbox: Inbox, deadline: number) {
    this.id = id
    this.#client = client
    this.#inbox = inbox
    this.#deadline = deadline
  }

  /** How many messages have arrived and were not taken yet. */
  get waiting(): number {
    return this.#inbox.size
  }

  /** The next message. */
  async next(): Promise<ReceivedFrame> {
    return this.#inbox.take(this.#deadline)
  }

  /** The next so many messages. */
  async take(count: number): Promise<ReceivedFrame[]> {
    const frames: ReceivedFrame[] = []
    while (frames.length < count) frames.push(await this.next())
    return frames
  }

  /** The bodies of the next so many messages. */
  async texts(count: number): Promise<string[]> {
    return (await this.take(count)).map((frame) => frame.text)
  }

  /** Everything a browser sees, up to the end marker. */
  async toTheEnd(): Promise<ReceivedFrame[]> {
    const frames: ReceivedFrame[] = []
    for (;;) {
      const frame = await this.next()
      if (frame.headers['browser'] === 'end') return frames
      frames.push(frame)
    }
  }

  async ack(frame: ReceivedFrame, headers: HeaderValues = {}): Promise<void> {
    await this.#client.request('ACK', { id: frame.headers['ack'] ?? '', ...headers })
  }

  async nack(frame: ReceivedFrame, headers: HeaderValues = {}): Promise<void> {
    await this.#client.request('NACK', { id: frame.headers['ack'] ?? '', ...headers })
  }

  async unsubscribe(headers: HeaderValues = {}): Promise<void> {
    await this.#client.request('UNSUBSCRIBE', { id: this.id, ...headers })
  }
}

function readable(frame: Frame): ReceivedFrame {
  return {
    command: frame.command,
    headers: Object.fromEntries([...frame.headers].map(([name, value]) => [textOf(name), textOf(value)])),
    body: frame.body,
    text: frame.body.toString('utf8'),
  }
}

/** Frames of one kind in the order they came, and whoever waits for one. */
class Inbox {
  readonly #name: string
  readonly #frames: (ReceivedFrame | Error)[] = []
  readonly #waiting: { resolve: (frame: ReceivedFrame) => void; reject: (error: Error) => void }[] = []
  #closed = false

  constructor(name: string) {
    this.#name = name
  }

  get size(): number {
    return this.#frames.length
  }

  add(frame: ReceivedFrame): void {
    const waiting = this.#waiting.shift()
    if (waiting === undefined) this.#frames.push(frame)
    else waiting.resolve(frame)
  }

  fail(error: Error): void {
    const waiting = this.#waiting.shift()
    if (waiting === undefined) this.#frames.push(error)
    else waiting.reject(error)
  }

  close(): void {
    this.#closed = true
    for (const { reject } of this.#waiting.splice(0)) reject(this.#closedError())
  }

  async take(deadline: number): Promise<ReceivedFrame> {
    const frame = this.#frames.shift()
    if (frame instanceof Error) throw frame
    if (frame !== undefined) return frame
    if (this.#closed) throw this.#closedError()
    const waiting = Promise.withResolvers<ReceivedFrame>()
    this.#waiting.push(waiting)
    try {
      return await within(deadline, this.#name, waiting.promise)
    } finally {
      const index = this.#waiting.indexOf(waiting)
      if (index >= 0) this.#waiting.splice(index, 1)
    }
  }

  #closedError(): Error {
    return new Error(`the connection closed while waiting for: ${this.#name}`)
  }
}

async function within<T>(deadline: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`waited ${deadline} ms for: ${what}`))
    }, deadline)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
