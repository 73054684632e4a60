import { childOf } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import type { NodeCore } from '../node-core.ts'
import type { Answer } from './exchange.ts'

const file = 'security/usergroup/default/users.xml'

/** The users of its default service, without what proves them; undefined of a node that has no file of them. */
export function usersOf({ memory }: NodeCore): Answer | undefined {
  const text = memory.files.text(file)
  if (text === undefined) return undefined
  const users = (childOf(parseXml(text), 'users')?.children ?? []).map(({ attributes }) => ({
    userName: attributes.name,
    password: null,
    enabled: attributes.enabled !== 'false',
  }))
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ users }) }
}
