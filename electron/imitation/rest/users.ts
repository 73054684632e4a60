import { childOf, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import type { NodeCore } from './node-core.ts'
import type { Answer } from './exchange.ts'

const file = 'security/usergroup/default/users.xml'

/** The users of its default service, without what proves them; undefined of a node that has no file of them. */
export function usersOf(core: NodeCore): Answer | undefined {
  const users = listed(core, 'users')
  return users && shown({ users: users.map(userOf) })
}

/** The names of its groups. */
export function groupsOf(core: NodeCore): Answer | undefined {
  const groups = listed(core, 'groups')
  return groups && shown({ groups: groups.map(({ attributes }) => attributes.name) })
}

/** The users in a group. */
export function membersOf(core: NodeCore, name: string): Answer | undefined {
  const group = listed(core, 'groups')?.find(({ attributes }) => attributes.name === name)
  const members = new Set(group?.children.map(({ attributes }) => attributes.username))
  const users = listed(core, 'users')?.filter(({ attributes }) => members.has(attributes.name))
  return users && shown({ users: users.map(userOf) })
}

function listed({ memory }: NodeCore, list: 'users' | 'groups'): readonly XmlElement[] | undefined {
  const text = memory.files.text(file)
  return text === undefined ? undefined : (childOf(parseXml(text), list)?.children ?? [])
}

function userOf({ attributes }: XmlElement) {
  return { userName: attributes.name, password: null, enabled: attributes.enabled !== 'false' }
}

function shown(body: unknown): Answer {
  return { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}
