import type { DriftEntry } from '../../../contract/shared.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'
import { areAccepted } from '../../comparison/accepted.ts'
import type { FindingFacts, GeoServerFacts, MessageAtSlave } from './facts.ts'

/** Something that is wrong, why, what was seen of it, and what to do about it. */
export interface Finding {
  readonly id: string
  readonly severity: 'attention' | 'failed'
  readonly instanceName: string | null
  readonly message: Wording
  readonly cause: Wording
  readonly evidence: readonly Wording[]
  readonly remedy: Wording
  /** Where more is seen of it; the node, or the broker where it is about no node, unless said. */
  readonly action?: 'open-maps'
  /** Whether it rests on differences alone, and all of these are accepted. */
  readonly known?: boolean
}

/** What is said of a finding that rests on some differences alone. */
export function restingOn(entries: readonly DriftEntry[]): Pick<Finding, 'known'> {
  return { known: areAccepted(entries) }
}

/** Messages in a row of which none arrived, before a slave is said to apply nothing. */
export const manyMessages = 5
/** Per cent of a broker's store from which on there is little time left. */
export const fullFrom = 80

/** Findings of each node. */
export function eachNode(
  { nodes }: FindingFacts,
  detect: (node: GeoServerFacts) => readonly Finding[],
): readonly Finding[] {
  return nodes.flatMap(detect)
}

/** Findings of each node that takes changes. */
export function eachSlave(
  facts: FindingFacts,
  detect: (slave: GeoServerFacts) => readonly Finding[],
): readonly Finding[] {
  return eachNode(facts, (node) => (node.roles?.includes('slave') === true ? detect(node) : []))
}

type Said = Pick<Finding, 'message' | 'cause' | 'evidence' | 'remedy' | 'action' | 'known'>

/** A finding about one node. */
export function finding(
  id: string,
  { instanceName }: GeoServerFacts,
  severity: Finding['severity'],
  said: Said,
): Finding {
  return { id: `${id}-${instanceName}`, severity, instanceName, ...said }
}

/** A finding about the cluster as a whole. */
export function clusterFinding(
  id: string,
  about: string,
  severity: Finding['severity'],
  said: Said,
): Finding {
  return { id: `${id}-${about}`, severity, instanceName: null, ...said }
}

/** A message as evidence. */
export function sayMessage({ summary, at }: MessageAtSlave): Wording {
  return say('findings.seenMessage', { summary, at })
}

/** The release of a node as evidence, when it is known. */
export function versionOf({ version }: GeoServerFacts): readonly Wording[] {
  return version === null ? [] : [say('findings.seenVersion', { version })]
}

/**
 * What it took and does not have. What a pure slave told is left out: the reference may well not have it, and whoever
 * has it then differs from that.
 */
export function missingAt({ messages }: GeoServerFacts, { nodes }: FindingFacts): readonly MessageAtSlave[] {
  const slaves = nodes.filter(({ roles }) => roles?.includes('master') === false)
  const isOfSlave = (sender: string): boolean => slaves.some(({ instanceName }) => instanceName === sender)
  return messages.filter(({ state, sender }) => state === 'missing' && !isOfSlave(sender))
}
