import { z } from 'zod'
import { hasControlCharacter } from '../../text/control-characters.ts'
import { say } from '../../sentences/say.ts'
import type { Sentence, Wording } from '../../sentences/sentence.ts'

/** What a value is edited with. */
export type PropertyControl =
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'number'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'text'; readonly longest: number }

/** What a key may hold, as it is said and as it is edited. */
const allowed = z.registry<{ readonly says: Sentence; readonly control: PropertyControl }>()

const largestInteger = 2_147_483_647

/**
 * What ActiveMQ leaves free in one part of a destination name: `.` divides parts, `,` divides destinations,
 * `*` and `>` are wildcards, `?` begins options, `/` and `\` are refused because tools take them for paths.
 */
const destinationPart = /^[^\s\p{C}.,*>?/\\]+$/u

const oneLine = z.string().refine((text) => !hasControlCharacter(text))
const filePath = oneLine
  .min(1)
  .max(4096)
  .register(allowed, { says: say('clusterProperties.path'), control: text(4096) })
const trueOrFalse = z
  .stringbool({ truthy: ['true'], falsy: ['false'] })
  .register(allowed, { says: say('clusterProperties.trueOrFalse'), control: choice('true', 'false') })
const enabledOrDisabled = z.enum(['enabled', 'disabled']).register(allowed, {
  says: say('clusterProperties.enabledOrDisabled'),
  control: choice('enabled', 'disabled'),
})
const wholeNumber = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)
  .pipe(z.number().max(largestInteger))
  .register(allowed, {
    says: say('clusterProperties.wholeNumber', { largest: largestInteger }),
    control: { type: 'number', minimum: 0, maximum: largestInteger },
  })

/** The fifteen keys of cluster.properties: how each is read, and what it may hold. */
const clusterProperties = z.object({
  // The name is the second part of the queue Consumer.<instanceName>.<topicName>. With a dot in it that queue no
  // longer matches Consumer.*.<topicName>, and the broker never puts a message there.
  instanceName: oneLine
    .max(200)
    .regex(destinationPart)
    .register(allowed, { says: say('clusterProperties.instanceName'), control: text(200) }),
  group: oneLine.max(255).register(allowed, { says: say('clusterProperties.oneLine'), control: text(255) }),
  topicName: oneLine
    .max(255)
    .refine(isVirtualTopic)
    .register(allowed, { says: say('clusterProperties.virtualTopic'), control: text(255) }),
  brokerURL: oneLine
    .max(4096)
    .register(allowed, { says: say('clusterProperties.clientUrl'), control: text(4096) }),
  durable: trueOrFalse,
  connection: enabledOrDisabled,
  'connection.retry': wholeNumber,
  'connection.maxwait': wholeNumber,
  readOnly: enabledOrDisabled,
  toggleMaster: trueOrFalse,
  toggleSlave: trueOrFalse,
  embeddedBroker: enabledOrDisabled,
  embeddedBrokerProperties: filePath,
  xbeanURL: filePath,
  CLUSTER_CONFIG_DIR: filePath,
})

export type ClusterKey = keyof typeof clusterProperties.shape

/** The text of each key, as it stands in the file. */
export type ClusterTexts = Readonly<Record<ClusterKey, string>>

/** The typed value of each key. */
export type ClusterValues = Readonly<z.output<typeof clusterProperties>>

export const clusterKeys: readonly ClusterKey[] = clusterProperties.keyof().options

/** What GeoServer writes into a new file, where that does not depend on the node. */
export const initialTexts: Omit<ClusterTexts, 'instanceName' | 'CLUSTER_CONFIG_DIR'> = {
  group: 'geoserver-cluster',
  topicName: 'VirtualTopic.geoserver',
  brokerURL: '',
  durable: 'true',
  connection: 'enabled',
  'connection.retry': '3',
  'connection.maxwait': '10000',
  readOnly: 'disabled',
  toggleMaster: 'true',
  toggleSlave: 'true',
  embeddedBroker: 'enabled',
  embeddedBrokerProperties: 'embedded-broker.properties',
  xbeanURL: './broker.xml',
}

/** What a value of a key is edited with. */
export function controlOf(key: ClusterKey): PropertyControl {
  return allowed.get(clusterProperties.shape[key])?.control ?? text(4096)
}

/** A value that is not legal. */
export interface IllegalValue {
  readonly key: ClusterKey
  /** What it is and what is allowed. */
  readonly message: Wording
}

/** Reads the texts of all keys, or says for each bad one what it is and what is allowed. */
export function readClusterTexts(
  texts: ClusterTexts,
): { readonly values: ClusterValues } | { readonly problems: readonly IllegalValue[] } {
  const parsed = clusterProperties.safeParse(texts)
  if (parsed.success) return { values: parsed.data }
  const bad = new Set(parsed.error.issues.map((issue) => issue.path[0]))
  return { problems: clusterKeys.filter((key) => bad.has(key)).map((key) => problem(key, texts[key])) }
}

function problem(key: ClusterKey, written: string): IllegalValue {
  // A broker URL may carry a password.
  const shown =
    key === 'brokerURL'
      ? say('clusterProperties.notLegal')
      : JSON.stringify(written.length > 60 ? `${written.slice(0, 60)}…` : written)
  return {
    key,
    message: say('clusterProperties.allowed', {
      key,
      shown,
      allowed: allowed.get(clusterProperties.shape[key])?.says ?? '',
    }),
  }
}

function isVirtualTopic(name: string): boolean {
  const [first, ...parts] = name.split('.')
  return first === 'VirtualTopic' && parts.length > 0 && parts.every((part) => destinationPart.test(part))
}

function choice(...choices: readonly string[]): PropertyControl {
  return { type: 'choice', choices }
}

function text(longest: number): PropertyControl {
  return { type: 'text', longest }
}
