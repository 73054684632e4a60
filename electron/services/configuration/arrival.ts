import { wait, type Clock } from '../../scheduler/clock.ts'
import type { ArrivedObject } from '../../contract/features/configuration.ts'
import { isFailure, wordingOf } from '../../errors/failure.ts'
import { inParallel } from '../../geoserver/in-parallel.ts'
import type { ClusterNode, NodeConfiguration } from '../../nodes/face/cluster-node.ts'
import { subjectsOf, type Subject } from './subjects.ts'

export interface ArrivalOptions {
  /** Every node that takes messages, the master itself left out. */
  readonly slaves: readonly ClusterNode[]
  /** Messages in the queue of a slave, as far as that is known. */
  readonly pending: (instanceName: string) => number | null
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly onProgress: (objects: ArrivedObject[]) => void
}

const interval = 1_000
/** Looks once nothing waits any more: behind something it could not apply, a slave takes the next message five seconds later. */
const looks = 9
/** As long as messages wait for a slave, the one that matters may be among them; so often at most, ever more rarely. */
const looksAtAll = 30
const longestInterval = 5_000
const width = 8

/**
 * Compares an object on the slaves that do not tell what they applied, until all are equal or have had their time. Each
 * look is at what the master has by then, since it may be changed again meanwhile.
 * @throws PLB-GEOSERVER-… of the master; the signal's reason
 */
export async function arrivalOf(
  master: NodeConfiguration,
  id: string,
  options: ArrivalOptions,
): Promise<ArrivedObject[]> {
  const asked = options.slaves.filter(({ objects }) => objects !== undefined)
  if (asked.length === 0) return []
  for (let look = 1, looksInVain = 0; ; look += 1) {
    options.signal.throwIfAborted()
    const arrived = await lookAt(asked, await subjectsOf(master, id), options)
    options.onProgress(arrived)
    if (arrived.every(({ state }) => state === 'equal' || state === 'unknown')) return arrived
    const isWaiting = arrived.some(({ state }) => state === 'waiting')
    looksInVain = isWaiting ? 0 : looksInVain + 1
    if (looksInVain === looks || look === looksAtAll) return arrived
    const pause = isWaiting ? Math.min(interval * Math.ceil(look / looks), longestInterval) : interval
    await wait(options.clock, pause, options.signal)
  }
}

async function lookAt(
  slaves: readonly ClusterNode[],
  subjects: readonly Subject[],
  { pending, signal }: ArrivalOptions,
): Promise<ArrivedObject[]> {
  const questions = slaves.flatMap((slave) => subjects.map((subject) => ({ slave, subject })))
  const found = new Map<(typeof questions)[number], ArrivedObject>()
  const answers = inParallel(questions, width, async (question) => ({
    question,
    arrived: await lookAtOne(question.slave, question.subject, signal),
  }))
  for await (const { question, arrived } of answers) {
    const waits = (pending(arrived.instanceName) ?? 0) > 0
    const isOpen = arrived.state !== 'equal' && arrived.state !== 'unknown'
    found.set(question, isOpen && waits ? { ...arrived, state: 'waiting' } : arrived)
  }
  return questions.flatMap((question) => found.get(question) ?? [])
}

async function lookAtOne(
  { instanceName, objects }: ClusterNode,
  subject: Subject,
  signal: AbortSignal,
): Promise<ArrivedObject> {
  const { object, title } = subject
  const base = { instanceName, kind: object.kind, root: object.root, title }
  const unknown = { ...base, state: 'unknown' as const, properties: [] }
  try {
    const here = await objects?.look(subject, signal)
    if (here === undefined) return { ...unknown, why: null }
    return { ...base, state: here.state, properties: [...here.properties], why: null }
  } catch (error) {
    signal.throwIfAborted()
    if (!isFailure(error)) throw error
    return { ...unknown, why: wordingOf(error) }
  }
}

/**
 * Makes an object on slaves what it is on the master, one slave after the other.
 * @throws the signal's reason
 */
export async function mendOn(
  master: NodeConfiguration,
  id: string,
  options: ArrivalOptions,
): Promise<ArrivedObject[]> {
  const subjects = await subjectsOf(master, id)
  const failures = new Map<string, ArrivedObject['why']>()
  for (const slave of options.slaves) {
    for (const subject of subjects) {
      options.signal.throwIfAborted()
      const { state } = await lookAtOne(slave, subject, options.signal)
      if (state === 'equal' || state === 'unknown') continue
      try {
        await slave.objects?.mend(subject, options.signal)
      } catch (error) {
        if (!isFailure(error)) throw error
        failures.set(`${slave.instanceName} ${subject.object.id}`, wordingOf(error))
      }
    }
  }
  const now = await lookAt(options.slaves, subjects, options)
  const keys = options.slaves.flatMap((slave) =>
    subjects.map((subject) => `${slave.instanceName} ${subject.object.id}`),
  )
  return now.map((each, index) => ({ ...each, why: each.why ?? failures.get(keys[index] ?? '') ?? null }))
}
