import { mkdtemp, rm } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { encodeFrame, FrameParser, type Frame } from '../../electron/broker/embedded/stomp/frames.ts'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'
import { startEmbeddedBrokerProcess } from '../support/embedded-broker-process.ts'

const pipelinedReceipts = 256
const prefetch = 250
const bodyBytes = 2048

/** What one round measured, in messages a second. */
export interface Throughput {
  readonly send: number
  readonly consume: number
}

export interface BrokerThroughput {
  readonly messages: number
  /** SQLite alone, synchronous=FULL: the same rows inserted and deleted, a commit for each pipeline of receipts. */
  readonly floor: Throughput
  readonly embedded: Throughput
  /** Undefined where ActiveMQ is not installed. */
  readonly activemq: Throughput | undefined
}

/**
 * Sends persistent messages with pipelined receipts to a queue, then consumes them with individual acknowledgement;
 * through the embedded broker, through ActiveMQ, and the same rows through SQLite alone. Interleaved rounds, medians.
 */
export async function brokerThroughput(messages = 5000, rounds = 3): Promise<BrokerThroughput> {
  const embedded = await startEmbeddedBrokerProcess()
  const activemq = activemqAvailable() === undefined ? await startActivemq() : undefined
  const directory = await mkdtemp(join(tmpdir(), 'plumbline-bench-'))
  const measured = { floor: [], embedded: [], activemq: [] } as Record<string, Throughput[]>
  try {
    for (let round = 0; round <= rounds; round++) {
      const results = {
        floor: floorRound(join(directory, `${round}.db`), messages),
        embedded: await brokerRound(embedded.host, embedded.stompPort, messages),
        activemq: activemq && (await brokerRound(activemq.host, activemq.stompPort, messages)),
      }
      // The first round warms the brokers up.
      if (round === 0) continue
      for (const [name, result] of Object.entries(results)) if (result) measured[name]?.push(result)
    }
  } finally {
    await embedded.dispose()
    await activemq?.dispose()
    await rm(directory, { recursive: true, force: true })
  }
  return {
    messages,
    floor: median(measured['floor'] ?? []),
    embedded: median(measured['embedded'] ?? []),
    activemq: activemq && median(measured['activemq'] ?? []),
  }
}

async function brokerRound(host: string, port: number, messages: number): Promise<Throughput> {
  const destination = '/queue/bench'
  const body = Buffer.alloc(bodyBytes, 'x')
  const client = await BenchClient.connect(host, port)

  const sendStarted = performance.now()
  let sent = 0
  let receipted = 0
  const sendOne = (): void => {
    sent += 1
    client.write('SEND', { destination, persistent: 'true', receipt: String(sent) }, body)
  }
  await client.until((frame) => {
    if (frame?.command === 'RECEIPT') receipted += 1
    while (sent < messages && sent - receipted < pipelinedReceipts) sendOne()
    return receipted === messages
  })
  const send = rate(messages, sendStarted)

  const consumeStarted = performance.now()
  let consumed = 0
  client.write('SUBSCRIBE', {
    id: 's',
    destination,
    ack: 'client-individual',
    'activemq.prefetchSize': String(prefetch),
  })
  await client.until((frame) => {
    if (frame?.command === 'MESSAGE') {
      consumed += 1
      const ack = { id: frame.headers.get('ack') ?? '' }
      client.write('ACK', consumed === messages ? { ...ack, receipt: 'done' } : ack)
    }
    return frame?.headers.get('receipt-id') === 'done'
  })
  const consume = rate(messages, consumeStarted)
  client.close()
  return { send, consume }
}

function floorRound(path: string, messages: number): Throughput {
  const database = new DatabaseSync(path)
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE messages (id INTEGER PRIMARY KEY, headers BLOB, body BLOB)`)
  const insert = database.prepare('INSERT INTO messages VALUES (?, ?, ?)')
  const read = database.prepare('SELECT * FROM messages WHERE id = ?')
  const remove = database.prepare('DELETE FROM messages WHERE id = ?')
  const headers = Buffer.alloc(100, 'h')
  const body = Buffer.alloc(bodyBytes, 'x')
  const inBatches = (work: (id: number) => void): number => {
    const started = performance.now()
    for (let id = 0; id < messages; id++) {
      if (id % pipelinedReceipts === 0) database.exec('BEGIN')
      work(id)
      if (id % pipelinedReceipts === pipelinedReceipts - 1 || id === messages - 1) database.exec('COMMIT')
    }
    return rate(messages, started)
  }
  const send = inBatches((id) => insert.run(id, headers, body))
  const consume = inBatches((id) => {
    read.get(id)
    remove.run(id)
  })
  database.close()
  return { send, consume }
}

/** A client that costs little beside the broker: one buffer a frame, written together once a turn. */
class BenchClient {
  readonly #socket: Socket
  readonly #parser = new FrameParser()
  #onFrame: ((frame: Frame) => void) | undefined
  #onClose: (() => void) | undefined
  #corked = false

  private constructor(socket: Socket) {
    this.#socket = socket
    this.#parser.version = '1.2'
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => {
      this.#parser.push(chunk)
      for (let frame = this.#parser.next(); frame !== undefined; frame = this.#parser.next())
        this.#onFrame?.(frame)
    })
    socket.on('close', () => this.#onClose?.())
    socket.on('error', () => undefined)
  }

  static async connect(host: string, port: number): Promise<BenchClient> {
    const client = new BenchClient(connect(port, host))
    client.write('CONNECT', { 'accept-version': '1.2', host })
    await client.until((frame) => frame?.command === 'CONNECTED')
    return client
  }

  write(command: string, headers: Readonly<Record<string, string>>, body: Buffer = Buffer.alloc(0)): void {
    if (!this.#corked) {
      this.#corked = true
      this.#socket.cork()
      setImmediate(() => {
        this.#corked = false
        this.#socket.uncork()
      })
    }
    this.#socket.write(encodeFrame({ command, headers: new Map(Object.entries(headers)), body }, '1.2'))
  }

  /** Calls `done` once at first and then for every frame, until it says so. */
  async until(done: (frame: Frame | undefined) => boolean): Promise<void> {
    if (done(undefined)) return
    await new Promise<void>((resolve, reject) => {
      this.#onClose = () => {
        reject(new Error('the broker closed the connection'))
      }
      this.#onFrame = (frame) => {
        if (frame.command === 'ERROR') reject(new Error(frame.headers.get('message') ?? 'ERROR'))
        else if (done(frame)) resolve()
      }
    })
  }

  close(): void {
    this.#socket.destroy()
  }
}

function rate(messages: number, started: number): number {
  return messages / ((performance.now() - started) / 1000)
}

function median(results: readonly Throughput[]): Throughput {
  const middle = (numbers: number[]): number =>
    numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0
  return {
    send: middle(results.map(({ send }) => send)),
    consume: middle(results.map(({ consume }) => consume)),
  }
}

if (process.argv[1] === import.meta.filename) {
  const { messages, floor, ...brokers } = await brokerThroughput()
  console.log(`${messages} persistent messages of ${bodyBytes} bytes; ratio to SQLite alone in brackets`)
  console.log(`  SQLite alone  send ${floor.send.toFixed(0)}/s   consume ${floor.consume.toFixed(0)}/s`)
  for (const [name, result] of Object.entries(brokers)) {
    if (result === undefined) console.log(`  ${name}: ${activemqAvailable() ?? 'not measured'}`)
    else {
      const send = `send ${result.send.toFixed(0)}/s [${(result.send / floor.send).toFixed(2)}]`
      const consume = `consume ${result.consume.toFixed(0)}/s [${(result.consume / floor.consume).toFixed(2)}]`
      console.log(`  ${name.padEnd(13)} ${send}   ${consume}`)
    }
  }
}
