import { z } from 'zod'
import { hasControlCharacter } from '../../text/control-characters.ts'

const largestInteger = 2_147_483_647

/**
 * What ActiveMQ leaves free in one part of a destination name: `.` divides parts, `,` divides destinations,
 * `*` and `>` are wildcards, `?` begins options, `/` and `\` are refused because tools take them for paths.
 */
const destinationPart = /^[^\s\p{C}.,*>?/\\]+$/u

const oneLine = z.string().refine((text) => !hasControlCharacter(text))
const filePath = oneLine.min(1).max(4096).describe('a path of 1 to 4096 characters')
const trueOrFalse = z.stringbool({ truthy: ['true'], falsy: ['false'] }).describe('true or false')
const enabledOrDisabled = z.enum(['enabled', 'disabled']).describe('enabled or disabled')
const wholeNumber = z
  .string()
  .regex(/^\d{1,10}$/)
  .transform(Number)
  .pipe(z.number().max(largestInteger))
  .describe(`a whole number from 0 to ${largestInteger}`)

/** The fifteen keys of cluster.properties: how each is read, and, as its description, what it may hold. */
const clusterProperties = z.object({
  // The name is the second part of the queue Consumer.<instanceName>.<topicName>. With a dot in it that queue no
  // longer matches Consumer.*.<topicName>, and the broker never puts a message there.
  instanceName: oneLine
    .max(200)
    .regex(destinationPart)
    .describe('1 to 200 characters, none of them white space or one of . , * > ? / \\'),
  group: oneLine.max(255).describe('at most 255 characters on one line'),
  topicName: oneLine
    .max(255)
    .refine(isVirtualTopic)
    .describe(
      'VirtualTopic. and a name of parts without white space or , * > ? / \\, at most 255 characters',
    ),
  brokerURL: oneLine
    .max(4096)
    .describe('an ActiveMQ client URL of at most 4096 characters on one line, or nothing'),
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

/** One of the fifteen keys. */
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

/** What a key may hold, in words. */
export function allowedFor(key: ClusterKey): string {
  return clusterProperties.shape[key].description ?? ''
}

/** Reads the texts of all keys, or says in a sentence for each bad one what it is and what is allowed. */
export function readClusterTexts(
  texts: ClusterTexts,
): { readonly values: ClusterValues } | { readonly problems: readonly string[] } {
  const parsed = clusterProperties.safeParse(texts)
  if (parsed.success) return { values: parsed.data }
  const bad = new Set(parsed.error.issues.map((issue) => issue.path[0]))
  return { problems: clusterKeys.filter((key) => bad.has(key)).map((key) => problem(key, texts[key])) }
}

function problem(key: ClusterKey, text: string): string {
  // A broker URL may carry a password.
  const shown =
    key === 'brokerURL' ? 'not legal' : JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
  return `${key} is ${shown}, allowed is ${allowedFor(key)}`
}

function isVirtualTopic(name: string): boolean {
  const [first, ...parts] = name.split('.')
  return first === 'VirtualTopic' && parts.length > 0 && parts.every((part) => destinationPart.test(part))
}
