import { expect, vi } from 'vitest'
import { systemClock } from '../../electron/scheduler/clock.ts'
import { ConnectionMemory } from '../../electron/broker/connection-memory.ts'
import { defaultConnectionSettings } from '../../electron/broker/connection-settings.ts'
import type { Connection } from '../../electron/broker/broker-connection.ts'
import { openConnection } from '../../electron/broker/sessions/open-connection.ts'
import { parseBrokerUrl, type Credentials, type NetworkBrokerUrl } from '../../electron/broker/broker-url.ts'
import type { ReceivedMessage } from '../../electron/broker/sessions/subscription.ts'
import type { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { checkBroker } from '../../electron/services/broker-check/check-broker.ts'
import { withAccess } from '../../electron/services/cluster/cluster-broker.ts'
import { english } from '../../electron/sentences/english.ts'
import { isSentence } from '../../electron/sentences/sentence.ts'
import type { TestStep } from '../../electron/services/broker-check/step.ts'
import type { SessionStatus } from '../../electron/broker/status.ts'
import { patience } from './patience.ts'

/** A broker URL of a test, which must name brokers on the network. */
export function networkUrl(text: string): NetworkBrokerUrl {
  const url = parseBrokerUrl(text)
  if (url.kind !== 'network') throw new Error(`${text} names no broker on the network`)
  return url
}

/** A step of a check: its name, its outcome, and the code of the failure or else the key of what is said. */
export function outcomeOf({ name, outcome, code, message }: TestStep): string {
  return `${english(name)}: ${outcome}, ${code ?? (isSentence(message) ? message.key : message)}`
}

/** What a check of a broker finds that is not as it should be, as {@link outcomeOf} says it. */
export async function faultsAt(
  url: string,
  { topicName = 'VirtualTopic.geoserver', deadline = 15_000, credentials }: FaultsOptions = {},
): Promise<string[]> {
  const { signal } = new AbortController()
  const access = withAccess(networkUrl(url), { credentials })
  const steps = await checkBroker(access, { topicName, signal, deadline, onStep: () => undefined })
  return steps.filter(({ outcome }) => outcome !== 'ok' && outcome !== 'untried').map(outcomeOf)
}

/** As {@link faultsAt}, tried again where it is something else: a busy broker may tell nothing of itself in time. */
export async function faultsInTheEnd(
  url: string,
  expected: unknown,
  options: FaultsOptions = {},
): Promise<void> {
  await vi.waitFor(async () => {
    expect(await faultsAt(url, options)).toEqual(expected)
  }, patience)
}

interface FaultsOptions {
  readonly topicName?: string | undefined
  readonly deadline?: number
  readonly credentials?: Credentials | undefined
}

/** Waits until the session is in a status the condition accepts, and gives that status. */
export async function statusWhere<Status extends SessionStatus>(
  session: BrokerSession,
  condition: (status: SessionStatus) => status is Status,
): Promise<Status>
export async function statusWhere(
  session: BrokerSession,
  condition: (status: SessionStatus) => boolean,
): Promise<SessionStatus>
export async function statusWhere(
  session: BrokerSession,
  condition: (status: SessionStatus) => boolean,
): Promise<SessionStatus> {
  for await (const status of session.statuses(AbortSignal.timeout(patience))) {
    if (condition(status)) return status
  }
  throw new Error(`the session never got there; it is ${session.status.state}`)
}

/** Gathers what a subscription delivers, and lets a test wait for it. */
export class Inbox {
  readonly messages: ReceivedMessage[] = []
  readonly #acknowledge: boolean
  #wake: () => void = () => undefined

  constructor(acknowledge = true) {
    this.#acknowledge = acknowledge
  }

  readonly take = (message: ReceivedMessage): void => {
    this.messages.push(message)
    if (this.#acknowledge) message.ack()
    this.#wake()
  }

  /** What the messages hold, in order of arrival: the text of objects, the kind of everything else. */
  get texts(): string[] {
    return this.messages.map(({ content }) =>
      content.kind === 'object' ? content.text : `(${content.kind})`,
    )
  }

  /** Waits until the condition holds; it is asked again at every message. */
  async until(condition: (inbox: this) => boolean): Promise<void> {
    const late = AbortSignal.timeout(patience)
    while (!condition(this)) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      this.#wake = resolve
      const onLate = () => {
        reject(
          new Error(`only ${this.messages.length} messages arrived: ${this.texts.slice(-5).join(' | ')}`),
        )
      }
      late.addEventListener('abort', onLate, { once: true })
      await promise
      late.removeEventListener('abort', onLate)
    }
  }

  async count(expected: number): Promise<void> {
    await this.until(({ messages }) => messages.length >= expected)
  }
}

/** Opens a connection to the first broker of a URL; whoever asks closes it. */
export async function connectionTo(url: string, signal = new AbortController().signal): Promise<Connection> {
  const [server] = networkUrl(url).servers
  if (server === undefined) throw new Error(`${url} names no broker`)
  const memory = new ConnectionMemory()
  return openConnection(server, {
    settings: defaultConnectionSettings,
    clock: systemClock,
    memory,
    connectionId: memory.connectionId,
    signal,
  })
}
