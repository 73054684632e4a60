import { join } from 'node:path'
import { z } from 'zod'
import { instanceNameOf } from '../broker/destinations.ts'
import type { Message } from '../broker/message.ts'
import { isObserver } from '../contract/features/profiles.ts'
import { resyncInstanceName } from '../engine/resync/delivery.ts'
import { eventIdProperty } from '../engine/slave/receiver.ts'
import { JsonFile, type StateFiles } from '../state/json-file.ts'
import type { Notices } from '../state/notices.ts'
import { isMark } from '../wire/numbering.ts'
import { say } from '../sentences/say.ts'

const knownNode = z.object({
  instanceName: z.string(),
  type: z.enum(['plumbline', 'geoserver', 'unknown']),
  /** Roles as its last message said, in the copy of its cluster.properties every message of a GeoServer carries. */
  roles: z.array(z.enum(['master', 'slave'])),
  group: z.string().nullable(),
  connection: z.enum(['enabled', 'disabled', 'unknown']),
  lastMessageAt: z.number().nullable(),
  hasQueue: z.boolean(),
  /** Whether it says itself that it consumes nothing; a queue of its name is one from earlier then. */
  consumesNothing: z.boolean().default(false),
})

/** A node that is known because it sent something or has a consumer queue. */
export type KnownNode = z.output<typeof knownNode>

/** A hostile sender could invent names without end. */
const nodeLimit = 5_000

/** Remembers the nodes that were noticed on the topic and among the queues, beyond this run. */
export class KnownNodes {
  readonly #file: JsonFile<z.ZodArray<typeof knownNode>>
  readonly #nodes: Map<string, KnownNode>
  readonly #topicName: string
  readonly #observer: string
  readonly #now: () => number
  readonly #notices: Notices
  #changed = false

  constructor(
    options: StateFiles & {
      readonly directory: string
      readonly topicName: string
      /** Our own instance name, which is no node's. */
      readonly observer: string
    },
  ) {
    const { directory, topicName, observer, ...files } = options
    this.#topicName = topicName
    this.#observer = observer
    this.#now = files.now
    this.#notices = files.notices
    this.#file = new JsonFile({
      path: join(directory, 'nodes.json'),
      schema: z.array(knownNode).max(nodeLimit),
      initial: [],
      ...files,
    })
    this.#nodes = new Map(
      this.#file.value
        .filter(({ instanceName }) => this.#isNode(instanceName))
        .map((each) => [each.instanceName, each]),
    )
  }

  get all(): readonly KnownNode[] {
    return [...this.#nodes.values()]
  }

  get(instanceName: string): KnownNode | undefined {
    return this.#nodes.get(instanceName)
  }

  /**
   * Takes note of the senders of messages.
   * @returns whether a node was seen for the first time
   */
  noticeMessages(messages: readonly Pick<Message, 'properties' | 'timestamp'>[]): boolean {
    let isNew = false
    for (const { properties, timestamp } of messages) {
      const instanceName = properties.get('instanceName') ?? ''
      if (!this.#isNode(instanceName)) continue
      isNew ||= !this.#nodes.has(instanceName)
      const before = this.#nodes.get(instanceName)
      this.#set({
        instanceName,
        type: isOfPlumbline(properties) ? 'plumbline' : 'geoserver',
        roles: rolesOf(properties),
        group: properties.get('group')?.slice(0, 255) ?? null,
        connection: connectionOf(properties.get('connection')),
        lastMessageAt: Math.max(timestamp ?? this.#now(), before?.lastMessageAt ?? 0),
        hasQueue: before?.hasQueue ?? false,
        consumesNothing: properties.get('toggleSlave') === 'false',
      })
    }
    return isNew
  }

  /**
   * Takes note of the owners of consumer queues of the topic.
   * @param queues names of all queues the broker has
   * @returns whether a node was seen for the first time
   */
  noticeQueues(queues: readonly string[]): boolean {
    let isNew = false
    for (const queue of queues) {
      const instanceName = instanceNameOf(queue, this.#topicName)
      if (instanceName === undefined || !this.#isNode(instanceName)) continue
      const before = this.#nodes.get(instanceName)
      if (before?.hasQueue === true) continue
      isNew = true
      this.#set({
        instanceName,
        type: before?.type ?? 'unknown',
        roles: before?.roles ?? ['slave'],
        group: before?.group ?? null,
        connection: before?.connection ?? 'unknown',
        lastMessageAt: before?.lastMessageAt ?? null,
        hasQueue: true,
        consumesNothing: before?.consumesNothing ?? false,
      })
    }
    return isNew
  }

  /** Takes note of what a node says of itself over REST. */
  noticeRoles(instanceName: string, roles: KnownNode['roles']): void {
    const before = this.#nodes.get(instanceName)
    const consumesNothing = roles.length > 0 && !roles.includes('slave')
    if (before === undefined || before.consumesNothing === consumesNothing) return
    this.#set({ ...before, roles, consumesNothing })
    this.save()
  }

  /** Says that a queue is gone, and with it a node nothing else is known of. */
  forgetQueue(instanceName: string): void {
    const before = this.#nodes.get(instanceName)
    if (before === undefined) return
    if (before.lastMessageAt === null) this.#nodes.delete(instanceName)
    else this.#nodes.set(instanceName, { ...before, hasQueue: false })
    this.#changed = true
  }

  forget(instanceName: string): void {
    this.#changed = this.#nodes.delete(instanceName) || this.#changed
    this.save()
  }

  save(): void {
    if (!this.#changed) return
    this.#changed = false
    this.#file.set(this.all.slice(0, nodeLimit))
  }

  #isNode(instanceName: string): boolean {
    return (
      instanceName !== '' &&
      instanceName.length <= 200 &&
      instanceName !== this.#observer &&
      !isObserver(instanceName) &&
      instanceName !== resyncInstanceName
    )
  }

  #set(node: KnownNode): void {
    if (!this.#nodes.has(node.instanceName) && this.#nodes.size >= nodeLimit) {
      this.#notices.add(say('cluster.moreThanNodesNoticed', { limit: nodeLimit }))
      return
    }
    this.#nodes.set(node.instanceName, node)
    this.#changed = true
  }
}

/** Events of Plumbline have an id of their own; the marks between them are known as such to it alone. */
function isOfPlumbline(properties: ReadonlyMap<string, string>): boolean {
  return properties.has(eventIdProperty) || isMark(properties)
}

function rolesOf(properties: ReadonlyMap<string, string>): KnownNode['roles'] {
  const isSlave = properties.get('toggleSlave') === 'true'
  // Who sends is a master, whatever its configuration says.
  return isSlave ? ['master', 'slave'] : ['master']
}

function connectionOf(value: string | undefined): KnownNode['connection'] {
  if (value === undefined) return 'unknown'
  return value === 'enabled' ? 'enabled' : 'disabled'
}
