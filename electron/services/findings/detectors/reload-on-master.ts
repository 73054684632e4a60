import { say } from '../../../sentences/say.ts'
import type { FindingFacts } from './facts.ts'
import { clusterFinding, type Finding } from './finding.ts'

/** What a reload publishes at least, and within how long: the four services one after the other. */
const burst = { messages: 4, milliseconds: 10_000 } as const

/** A reload of a master publishes a burst of settings and services, each as if it were new. */
export function reloadOnMaster({ servicesAdded }: FindingFacts): readonly Finding[] {
  const bursts: { sender: string; at: number; messages: number }[] = []
  for (const { sender, at, title } of servicesAdded.toReversed()) {
    // A workspace is given services of its own by whoever makes it; those of all are there since the node is.
    if (title.includes(':')) continue
    const last = bursts.findLast((each) => each.sender === sender)
    if (last !== undefined && at - last.at <= burst.milliseconds) last.messages += 1
    else bursts.push({ sender, at, messages: 1 })
  }
  return bursts
    .filter(({ messages }) => messages >= burst.messages)
    .map(({ sender, at, messages }) =>
      clusterFinding('reload-on-master', `${sender} ${at}`, 'attention', {
        message: say('findings.reloadOnMaster', { node: sender }),
        cause: say('findings.reloadOnMasterWhy'),
        remedy: say('findings.reloadOnMasterRemedy'),
        evidence: [say('findings.seenBurst', { count: messages, at })],
      }),
    )
}
