import type { FoundNode } from '../contract/features/connect.ts'
import type { FindingView } from '../contract/features/findings.ts'
import type { NodeView } from '../contract/features/inventory.ts'
import type { Note } from '../contract/shared.ts'
import { isFailure, remedyOf, wordingOf, type Failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import type { VisitedCluster } from '../services/cluster/visited-cluster.ts'
import { sayNote } from '../services/findings/note-words.ts'
import type { Output } from './output.ts'
import { dim, green, red, yellow, type Piece } from './styled-text.ts'
import type { WorkingCluster } from './working-cluster.ts'

/** Something that is wrong with a cluster, or may be. */
export interface Problem {
  /** The same as long as it is the same problem. */
  readonly id: string
  readonly severity: 'attention' | 'failed'
  /** The node it is about; null of the cluster as a whole. */
  readonly node: string | null
  readonly message: Wording
  readonly cause: Wording | null
  readonly evidence: readonly Wording[]
  readonly remedy: Wording | null
  /** What somebody said who knows of it; null while nobody did. It hides nothing. */
  readonly note: Note | null
  /** Whether it needs nobody: somebody said to know of it, or accepted all that differs. */
  readonly known: boolean
}

export interface ClusterLook {
  readonly nodes: readonly NodeView[]
  readonly problems: readonly Problem[]
  /** What could not be looked at, and why. */
  readonly unseen: readonly Wording[]
}

/**
 * Looks at every node, at the broker, and, when that is wanted, at what differs.
 * @throws the signal's reason
 */
export async function lookAtCluster(
  working: WorkingCluster,
  {
    compare,
    topic,
    signal,
    output,
  }: {
    readonly compare: boolean
    /** Whether it is tried, too. */ readonly topic: boolean
    readonly signal: AbortSignal
    readonly output: Output
  },
): Promise<ClusterLook> {
  const { cluster, services, remarkable, recorded } = working
  const problems: Problem[] = remarkable.flatMap(remarksOn)
  const trouble = await failureOf(cluster.connect(signal), signal)
  if (trouble !== undefined) problems.push(ofFailure('broker', null, trouble))
  else await services.queues.look()
  const isStock = cluster.nodes.geoServers.length > 0
  const isTopicTried = isStock && topic && trouble === undefined && (await triesTopic(cluster, signal))
  if (compare) {
    for (const node of [...cluster.nodes.ofThisMachine, ...cluster.nodes.geoServers]) {
      const { instanceName, facts } = node
      const reference = cluster.nodes.referenceFor(instanceName)
      if (reference === undefined || node.why('compare') !== null || facts.condition === 'silent') continue
      const compared = services.comparisons.compare(reference, instanceName, {
        signal,
        onProgress: (message) => output.progress(message),
      })
      const failed = await failureOf(compared, signal)
      if (failed !== undefined) problems.push(ofFailure(`compare-${instanceName}`, instanceName, failed))
    }
  }
  const { nodes } = services.inventory.picture()
  const { findings } = await services.findingsCentre.service.list({}, { signal, progress: () => undefined })
  const listed = new Map(findings.map((each) => [each.id, asProblem(each)]))
  const met = problems.map((each) => {
    const { note = null, known = false } = listed.get(each.id) ?? {}
    return { ...each, note, known }
  })
  for (const { id } of met) listed.delete(id)
  const unseen = isStock
    ? [
        ...(recorded.unseen === null ? [] : [recorded.unseen]),
        ...(isTopicTried ? [] : [say('cli.topicUnseen', { topic: cluster.profile.topicName })]),
      ]
    : []
  return { nodes, problems: [...met, ...listed.values()], unseen }
}

/** Whether it is known now whether the topic reaches anybody. */
async function triesTopic(cluster: VisitedCluster, signal: AbortSignal): Promise<boolean> {
  let isTried = false
  const trouble = await failureOf(
    cluster.tryTopic(signal).then((tried) => {
      isTried = tried
    }),
    signal,
  )
  return trouble === undefined && isTried
}

/** What keeps something from being done; undefined when it is done. */
async function failureOf(done: Promise<unknown>, signal: AbortSignal): Promise<Failure | undefined> {
  try {
    await done
    return undefined
  } catch (error) {
    signal.throwIfAborted()
    if (isFailure(error)) return error
    throw error
  }
}

function ofFailure(id: string, node: string | null, failure: Failure): Problem {
  return {
    ...{ id, node, severity: 'failed', message: wordingOf(failure) },
    ...{ cause: null, evidence: [], remedy: remedyOf(failure), note: null, known: false },
  }
}

function remarksOn({ url, instanceName, remarks }: FoundNode): readonly Problem[] {
  return remarks.map(({ severity, message, remedy }, at) => ({
    ...{ id: `address-${url}-${at}`, severity, node: instanceName ?? url, message },
    ...{ cause: null, evidence: [], remedy, note: null, known: false },
  }))
}

/** What the list of findings says of one, by the id it has there. */
export function asProblem({ id, severity, instanceName, why, ...said }: FindingView): Problem {
  const { message, evidence, remedy, note, known } = said
  return {
    ...{ id, severity: severity === 'failed' ? severity : 'attention', node: instanceName, message },
    ...{ cause: why, evidence, remedy, note, known },
  }
}

/** Whether something needs somebody. */
export function isOpen({ known }: Pick<Problem, 'known'>): boolean {
  return !known
}

/** A problem on lines of its own. */
export function printProblem(
  { severity, node, message, cause, evidence, remedy, note, known }: Problem,
  output: Output,
): void {
  output.line(
    known ? knownMark(output) : severityMark(severity, output),
    node === null ? '' : `${node}: `,
    message,
  )
  if (note !== null) output.line('  ', dim(sayNote(note)))
  if (cause !== null) output.line('  ', say('cliDrift.because'), ' ', cause)
  for (const each of evidence) output.line('  ', dim(each))
  if (remedy !== null) output.line('  ', say('cliDrift.tryThis'), ' ', remedy)
}

function knownMark(output: Output): Piece {
  return dim(`${output.words(say('cliStates.known'))} `.padEnd(10))
}

/** How bad something is, in front of a line. */
export function severityMark(severity: 'ok' | 'unknown' | 'attention' | 'failed', output: Output): Piece {
  const styles = { ok: green, unknown: dim, attention: yellow, failed: red }
  return styles[severity](`${output.words(say(`cliStates.${severity}`))} `.padEnd(10))
}
