import { instanceNameOf } from '../../../broker/destinations.ts'
import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { clusterFinding, type Finding } from './finding.ts'

/** In milliseconds: longer than a node that works needs for the message before. */
const longWait = 10 * 60_000
const consumersNamed = 5

/** A consumer that is connected and takes nothing: its messages wait as if it were away, and nothing says so. */
export function idleConsumer({ queues, topicName }: FindingFacts): readonly Finding[] {
  return queues
    .filter(
      ({ role, consumers, oldestWaits }) =>
        role === 'node' && (consumers ?? 0) > 0 && (oldestWaits ?? 0) >= longWait,
    )
    .map(({ name, depth, oldestWaits, consumedBy }) =>
      clusterFinding('idle-consumer', name, 'attention', {
        message: say('findings.idleConsumer', { node: instanceNameOf(name, topicName) ?? name }),
        cause: say('findings.idleConsumerWhy'),
        remedy: say('findings.idleConsumerRemedy'),
        evidence: [
          say('findings.seenDepth', { queue: name, count: depth ?? 0 }),
          say('findings.seenOldest', { minutes: Math.floor((oldestWaits ?? 0) / 60_000) }),
          ...(consumedBy ?? [])
            .slice(0, consumersNamed)
            .map(({ client, address }) =>
              say('findings.seenConsumer', { client: client ?? '?', address: address ?? '?' }),
            ),
        ],
      }),
    )
}
