import type { NodeStatus } from '../../engine/node/status.ts'
import type { Wording } from '../../sentences/sentence.ts'

/** Something that is known, since when (milliseconds since 1970); or that is not, and why. */
export type Fact<Value> =
  { readonly value: Value; readonly at: number } | { readonly value: undefined; readonly why: Wording }

/** The same for every node, whoever runs it and however it is reached. */
export interface NodeFacts {
  readonly type: 'plumbline' | 'geoserver' | 'unknown'
  /** Where its data directory lies on this machine. */
  readonly dataDirectory: string | undefined
  /** Where its REST interface is. */
  readonly url: string | undefined
  readonly roles: Fact<readonly ('master' | 'slave')[]>
  readonly group: Fact<string>
  readonly topicName: Fact<string>
  readonly version: Fact<string>
  /** What its cluster.properties says, and whether it takes messages now. */
  readonly configured: Fact<'enabled' | 'disabled'>
  readonly effective: Fact<'connected' | 'disconnected'>
  readonly condition: Condition
  /** How its engine is, as that says itself. */
  readonly engine: Fact<NodeStatus>
  /** Whether the profile says that its engine runs here. */
  readonly isToRun: boolean
  /** What is wrong with reaching or running it. */
  readonly lastError: { readonly message: Wording; readonly at: number } | undefined
  /** What cannot be known of it although it answers, and why. */
  readonly remark: Wording | undefined
  /** When it last sent a message. */
  readonly lastMessageAt: number | undefined
}

/**
 * `running` in this process, `elsewhere` in another one of this machine, `answering` over REST; `unknown` of one that is
 * only known from what the broker has of it.
 */
export type Condition =
  'running' | 'elsewhere' | 'starting' | 'stopped' | 'failed' | 'answering' | 'silent' | 'unknown'

export function known<Value>(value: Value, at: number): Fact<Value> {
  return { value, at }
}

export function unknown(why: Wording): { readonly value: undefined; readonly why: Wording } {
  return { value: undefined, why }
}

/** Whether it is known that a node has a role. */
export function hasRole({ roles }: Pick<NodeFacts, 'roles'>, role: 'master' | 'slave'): boolean {
  return roles.value?.includes(role) === true
}
