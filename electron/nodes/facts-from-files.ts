import type { NodeStatus } from '../engine/node/status.ts'
import { isFailure, wordingOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { KnownNode } from './known-nodes.ts'
import { known, unknown, type Condition, type Fact, type NodeFacts } from './face/facts.ts'
import type { NodeFiles, ReadConfiguration } from './node-files.ts'

/** What is known of a node of this machine: from its cluster.properties, its engine, and what the broker has of it. */
export function factsFromFiles(sources: {
  readonly files: NodeFiles
  readonly configuration: ReadConfiguration
  readonly noticed: KnownNode | undefined
  readonly isToRun: boolean
  readonly condition: Condition
  readonly engine: Fact<NodeStatus>
}): NodeFacts {
  const { files, configuration: read, noticed, isToRun, condition, engine } = sources
  const at = files.now()
  const configuration = isFailure(read) ? undefined : read
  const whyUnknown = isFailure(read) ? wordingOf(read) : say('nodeActions.noProperties')
  const isOurs = isToRun || engine.value !== undefined || noticed?.type === 'plumbline' || files.isOurs
  const said = configuration === undefined ? noticed : undefined
  return {
    type: isOurs ? 'plumbline' : 'geoserver',
    dataDirectory: files.dataDirectory,
    url: undefined,
    roles:
      configuration === undefined
        ? fromMessages(said?.roles, noticed, whyUnknown)
        : known(
            [
              ...(configuration.toggleMaster ? (['master'] as const) : []),
              ...(configuration.toggleSlave ? (['slave'] as const) : []),
            ],
            at,
          ),
    group:
      configuration === undefined
        ? fromMessages(said?.group ?? undefined, noticed, whyUnknown)
        : known(configuration.group, at),
    topicName: configuration === undefined ? unknown(whyUnknown) : known(configuration.topicName, at),
    version: unknown(engine.value === undefined ? engine.why : say('nodeActions.noVersion')),
    configured: configuration === undefined ? unknown(whyUnknown) : known(configuration.connection, at),
    effective: effectiveOf(engine, configuration?.connection, isToRun, at),
    condition,
    engine,
    isToRun,
    lastError: isFailure(read) ? { message: wordingOf(read), at } : undefined,
    remark: undefined,
    lastMessageAt: noticed?.lastMessageAt ?? undefined,
  }
}

function fromMessages<Value>(
  value: Value | undefined,
  noticed: KnownNode | undefined,
  why: NodeFacts['remark'] & {},
): Fact<Value> {
  return value === undefined ? unknown(why) : known(value, noticed?.lastMessageAt ?? 0)
}

function effectiveOf(
  engine: Fact<NodeStatus>,
  connection: 'enabled' | 'disabled' | undefined,
  isToRun: boolean,
  at: number,
): NodeFacts['effective'] {
  if (engine.value === undefined) return isToRun ? known('disconnected', at) : unknown(engine.why)
  const isConnected = engine.value.broker.state === 'connected' && connection !== 'disabled'
  return known(isConnected ? 'connected' : 'disconnected', engine.at)
}
