import type { Failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** How a session chooses among servers and how long it waits between rounds; the words are ActiveMQ's. */
export interface ReconnectPolicy {
  /** Whether each round begins with a server chosen at random, to spread clients over brokers. */
  readonly randomize: boolean
  /** Milliseconds before the second round. */
  readonly initialReconnectDelay: number
  /** The longest wait between rounds, in milliseconds. */
  readonly maxReconnectDelay: number
  readonly useExponentialBackOff: boolean
  /** By what the wait grows each round. */
  readonly backOffMultiplier: number
  /** Rounds over all servers before giving up after a loss; -1 for no limit. */
  readonly maxReconnectAttempts: number
  /** The same for the first connection; -1 to use maxReconnectAttempts. */
  readonly startupMaxReconnectAttempts: number
  /** How long a publish may wait for a connection, in milliseconds; -1 for no limit. */
  readonly timeout: number
  /** Whether some servers are to be tried before the others. */
  readonly priorityBackup: boolean
  /** The `host:port` of the servers to prefer; the first server when empty. */
  readonly priorityServers: readonly string[]
}

/** The options of a `failover:` URL: as understood, and as written. */
export interface FailoverOptions extends ReconnectPolicy {
  /** The options as they stand in the URL, those without effect included. */
  readonly written: Readonly<Record<string, string>>
}

/** What ActiveMQ's own clients do when the URL says nothing. */
export const defaultReconnectPolicy: ReconnectPolicy = Object.freeze({
  randomize: true,
  initialReconnectDelay: 10,
  maxReconnectDelay: 30_000,
  useExponentialBackOff: true,
  backOffMultiplier: 2,
  maxReconnectAttempts: -1,
  startupMaxReconnectAttempts: -1,
  timeout: -1,
  priorityBackup: false,
  priorityServers: Object.freeze([]),
})

type Refuse = (reason: Wording) => Failure

const day = 86_400_000

/**
 * Reads the options behind `failover:(…)`.
 * @param written the decoded options
 * @param refuse makes the failure for an option whose value cannot be read
 */
export function readFailoverOptions(
  written: Readonly<Record<string, string>>,
  refuse: Refuse,
): { readonly options: FailoverOptions; readonly warnings: readonly Wording[] } {
  const warnings: Wording[] = []
  const policy: { -readonly [Name in keyof ReconnectPolicy]: ReconnectPolicy[Name] } = {
    ...defaultReconnectPolicy,
  }
  for (const [name, value] of Object.entries(written)) {
    switch (name) {
      case 'randomize':
      case 'useExponentialBackOff':
      case 'priorityBackup':
        policy[name] = boolean(name, value, refuse)
        break
      case 'initialReconnectDelay':
      case 'maxReconnectDelay':
        policy[name] = number(name, value, 0, day, refuse)
        break
      case 'reconnectDelayExponent':
      case 'backOffMultiplier':
        policy.backOffMultiplier = number(name, value, 1, 100, refuse)
        break
      case 'maxReconnectAttempts':
      case 'startupMaxReconnectAttempts':
      case 'timeout':
        policy[name] = whole(name, value, refuse)
        break
      case 'priorityURIs':
        policy.priorityServers = Object.freeze(value.split(',').map((uri) => authority(uri, refuse)))
        break
      default:
        warnings.push(say('broker.failoverOptionNoEffect', { name }))
    }
  }
  if (policy.priorityBackup) {
    warnings.push(say('broker.priorityBackup'))
  }
  return { options: Object.freeze({ ...policy, written: Object.freeze({ ...written }) }), warnings }
}

function boolean(name: string, value: string, refuse: Refuse): boolean {
  if (value === 'true') return true
  if (value === 'false') return false
  throw refuse(say('broker.neitherTrueNorFalse', { name }))
}

function number(name: string, value: string, least: number, most: number, refuse: Refuse): number {
  const parsed = /^\d+(\.\d+)?$/.test(value) ? Number(value) : Number.NaN
  if (!(parsed >= least && parsed <= most)) throw refuse(say('broker.notNumber', { name, least, most }))
  return parsed
}

function whole(name: string, value: string, refuse: Refuse): number {
  const parsed = /^(-1|\d+)$/.test(value) ? Number(value) : Number.NaN
  if (!Number.isSafeInteger(parsed)) throw refuse(say('broker.neitherMinusOneNorWhole', { name }))
  return parsed
}

function authority(uri: string, refuse: Refuse): string {
  const found = /^\s*[a-z][a-z0-9+.-]*:\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/?#]+):(\d+)/i.exec(uri)
  if (found?.[1] === undefined || found[2] === undefined) throw refuse(say('broker.priorityUris'))
  return `${found[1].toLowerCase()}:${Number(found[2])}`
}
