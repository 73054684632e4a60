import { z } from 'zod'
import { deliveryState, messageRow, type MessageFilter } from '../../contract/features/messages.ts'
import { must, oneOf, words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

/** The options that choose messages; together they are the filter of the app's log. */
export const filterOptions = {
  text: '--text <words>',
  kind: '--kind <kind>',
  workspace: '--workspace <name>',
  node: '--node <name>',
  by: '--by <name>',
  verb: '--verb <verb>',
  state: '--state <state>',
  slave: '--slave <name>',
  object: '--object <id>',
  since: '--since <time>',
  until: '--until <time>',
  all: '--all',
} as const

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A point in time as typed. */
const time = z.string().transform((text, issues) => {
  const ago = /^(\d{1,6})([mhd])$/.exec(text)
  const unit = ago?.[2]
  if (ago !== null && (unit === 'm' || unit === 'h' || unit === 'd')) {
    return Date.now() - Number(ago[1]) * units[unit]
  }
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at)) issues.addIssue(must(say('must.beTime')))
  return at
})

const name = words('notBeEmpty').nullable().default(null)

/** What the options must look like. */
export const filterSchema = {
  text: z.string().default(''),
  kind: name,
  workspace: name,
  node: name,
  by: name,
  verb: oneOf(messageRow.shape.verb.options).nullable().default(null),
  state: oneOf(deliveryState.options).nullable().default(null),
  slave: name,
  object: name,
  since: time.nullable().default(null),
  until: time.nullable().default(null),
  all: z.boolean().default(false),
} as const satisfies { readonly [Name in keyof MessageFilter]: z.ZodType<MessageFilter[Name]> }

/** The filter among everything that was typed. */
export function filterFrom(typed: MessageFilter): MessageFilter {
  const { text, kind, workspace, node, by, verb, state, slave, object, since, until, all } = typed
  return { text, kind, workspace, node, by, verb, state, slave, object, since, until, all }
}
