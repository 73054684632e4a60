import { z } from 'zod'
import { deliveryState, messageRow, type MessageFilter } from '../../contract/features/messages.ts'

/** The options that choose messages; together they are the filter of the app's log. */
export const filterOptions = [
  { key: 'text', syntax: '--text <words>', description: 'words, "a phrase" or the beginning of a last word' },
  { key: 'kind', syntax: '--kind <kind>', description: 'about objects of this kind, such as layer' },
  { key: 'workspace', syntax: '--workspace <name>', description: 'about objects in this workspace' },
  { key: 'node', syntax: '--node <name>', description: 'sent by this node' },
  { key: 'verb', syntax: '--verb <verb>', description: messageRow.shape.verb.options.join(', ') },
  {
    key: 'state',
    syntax: '--state <state>',
    description: `that are in this state at a slave: ${deliveryState.options.join(', ')}`,
  },
  { key: 'slave', syntax: '--slave <name>', description: 'whose state --state means (default: of any)' },
  { key: 'object', syntax: '--object <id>', description: 'the whole history of the object with this id' },
  { key: 'since', syntax: '--since <time>', description: 'an ISO 8601 time, or how long ago: 90m, 12h, 7d' },
  { key: 'until', syntax: '--until <time>', description: 'the same, for the newest' },
  { key: 'all', syntax: '--all', description: 'also events that only count changes' },
] as const

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A point in time as typed. */
const time = z.string().transform((text, issues) => {
  const ago = /^(\d{1,6})([mhd])$/.exec(text)
  const unit = ago?.[2]
  if (ago !== null && (unit === 'm' || unit === 'h' || unit === 'd')) {
    return Date.now() - Number(ago[1]) * units[unit]
  }
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at))
    issues.addIssue('must be a time such as 2026-03-04T05:06Z, or how long ago, such as 12h')
  return at
})

const name = z.string().min(1, 'must not be empty').nullable().default(null)
const oneOf = <Value extends string>(values: readonly Value[]) =>
  z
    .enum(values, `must be one of ${values.join(', ')}`)
    .nullable()
    .default(null)

/** What the options must look like. */
export const filterSchema = {
  text: z.string().default(''),
  kind: name,
  workspace: name,
  node: name,
  verb: oneOf(messageRow.shape.verb.options),
  state: oneOf(deliveryState.options),
  slave: name,
  object: name,
  since: time.nullable().default(null),
  until: time.nullable().default(null),
  all: z.boolean().default(false),
} as const satisfies { readonly [Name in keyof MessageFilter]: z.ZodType<MessageFilter[Name]> }

/** The filter among everything that was typed. */
export function filterFrom(typed: MessageFilter): MessageFilter {
  const { text, kind, workspace, node, verb, state, slave, object, since, until, all } = typed
  return { text, kind, workspace, node, verb, state, slave, object, since, until, all }
}
