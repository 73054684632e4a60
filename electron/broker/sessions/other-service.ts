import { toldBySocket } from '../../tls/told-by-socket.ts'
import type { BrokerServer } from '../broker-url.ts'
import { openSocket } from '../open-socket.ts'

/** What is said to a port to learn what it speaks, and how its answer begins. */
interface Question {
  readonly speaks: string
  /** Undefined for who speaks first. */
  readonly says: Buffer | undefined
  readonly answers: readonly string[]
}

/** A log-in in the version nobody speaks: a broker says so, and lets nobody in. */
const stompOfNoVersion = 'CONNECT\naccept-version:9.9\nhost:plumbline\n\n\0'
/** MQTT 3.1.1, a session that leaves nothing behind, of no name. */
const mqttConnect = '100c00044d5154540402000a0000'

const stomp: Question = {
  speaks: 'STOMP',
  says: Buffer.from(stompOfNoVersion),
  answers: ['ERROR', 'CONNECTED', '\nERROR'],
}
const others: readonly Question[] = [
  { speaks: 'HTTP', says: Buffer.from('GET / HTTP/1.0\r\n\r\n'), answers: ['HTTP/'] },
  { speaks: 'AMQP', says: Buffer.from('AMQP\0\x01\0\0', 'latin1'), answers: ['AMQP'] },
  { speaks: 'MQTT', says: Buffer.from(mqttConnect, 'hex'), answers: [' \u0002'] },
  { speaks: 'SSH', says: undefined, answers: ['SSH-'] },
]

/** How long each question may take to be answered, in milliseconds. */
const patience = 5000

/**
 * What a port speaks that is no connector for OpenWire or STOMP. Nothing is logged in, and nothing asked for.
 * @returns undefined when it is none of those that are known
 * @throws Failure PLB-TLS-FILE, PLB-TLS-PASSPHRASE
 */
export async function otherServiceAt(server: BrokerServer, signal: AbortSignal): Promise<string | undefined> {
  const found = new AbortController()
  const whileLooking = AbortSignal.any([signal, found.signal])
  const asked = others.map(async (question) => {
    if (!(await isAnswered(server, question, whileLooking))) throw new Error(question.speaks)
    return question.speaks
  })
  try {
    const [isStomp, service] = await Promise.all([
      isAnswered(server, stomp, signal),
      Promise.any(asked).catch(() => undefined),
    ])
    // A connector may speak several: what it says to others is then no news.
    return isStomp ? undefined : service
  } finally {
    // Who speaks first may be waited for in vain by now.
    found.abort()
  }
}

async function isAnswered(
  server: BrokerServer,
  { says, answers }: Question,
  signal: AbortSignal,
): Promise<boolean> {
  const socket = openSocket(server, () => {
    if (says !== undefined) socket.write(says)
  })
  const told = await toldBySocket<Buffer>(socket, (tell) => socket.once('data', tell), patience, signal)
  const begins = told?.toString('latin1', 0, 64)
  return answers.some((answer) => begins?.startsWith(answer) === true)
}
