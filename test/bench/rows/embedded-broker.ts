import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { brokerAlone } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { encodeFrame, FrameParser, type Frame } from '../../../electron/broker/embedded/stomp/frames.ts'
import { startEmbeddedBrokerProcess } from '../../support/embedded-broker-process.ts'
import { inDirectory, interleaved, row, type Bench } from '../row.ts'

const pipelinedReceipts = 256
const prefetch = 250
const bodyBytes = 2048

const messages = 5000
const operator = { login: 'operator', passcode: 'secret' } as const
const rounds = 3

interface Throughput {
  readonly send: number
  readonly consume: number
}

/**
 * Sends persistent messages with pipelined receipts to a queue of the embedded broker, then consumes them with
 * individual acknowledgement; beside the same rows put into and taken out of SQLite, a commit for each pipeline.
 */
export const embeddedBroker: Bench = {
  names: ['broker-send', 'broker-consume'],
  run: () =>
    inDirectory(async (directory) => {
      const broker = await startEmbeddedBrokerProcess({ credentials: operator, limits: brokerAlone })
      try {
        const consumed = { floor: 0, work: 0 }
        const consumedOf = ({ send, consume }: Throughput, of: 'floor' | 'work'): number => {
          consumed[of] = consume
          return send
        }
        const { floorSend, floorConsume, send, consume } = await interleaved(rounds, {
          floorSend: (round) => consumedOf(floorRound(join(directory, `${round}.db`)), 'floor'),
          floorConsume: () => consumed.floor,
          send: async () => consumedOf(await brokerRound(broker.host, broker.stompPort), 'work'),
          consume: () => consumed.work,
        })
        return [
          row('broker-send', '/s', send, floorSend, '≥ 0.5'),
          row('broker-consume', '/s', consume, floorConsume, '≥ 0.4'),
        ]
      } finally {
        await broker.dispose()
      }
    }),
}

async function brokerRound(host: string, port: number): Promise<Throughput> {
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

function floorRound(path: string): Throughput {
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
    client.write('CONNECT', { 'accept-version': '1.2', host, ...operator })
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
