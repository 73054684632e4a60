import { queue } from '../../broker/destinations.ts'
import type { Publication } from '../../broker/session.ts'
import type { PlannedOperation } from '../../contract/features/resync.ts'
import { compareStates, readNodeState, type NodeState } from '../../engine/resync/compare.ts'
import { planResync, type Operation } from '../../engine/resync/plan.ts'
import { runResync, type EventOutcome } from '../../engine/resync/run.ts'
import { failure } from '../../errors/failure.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { encodeEvent } from '../../wire/encode.ts'
import { driftForm } from '../comparison/drift-form.ts'
import { runThread, threadData, type ThreadSide } from '../comparison/thread.ts'
import { keyOf, outcomesAnswer, resyncWork, type PlanResult, type RunResult } from './resync-work.ts'

const work = threadData(resyncWork)
const referenceRoot = new DirectoryRoot(work.referenceDirectory, localFileSystem)
const slaveRoot = new DirectoryRoot(work.slaveDirectory, localFileSystem)

await runThread((side) => (work.task === 'plan' ? plan(side) : run(side)))

function plan({ progress }: ThreadSide): PlanResult {
  progress({ message: `Reading ${work.reference}` })
  const reference = readNodeState(referenceRoot)
  progress({ message: `Reading ${work.instanceName}` })
  const slave = readNodeState(slaveRoot)
  progress({ message: 'Comparing' })
  const drift = compareStates(reference, slave)
  // What cannot be read of the reference looks as if it were not there: nothing may be removed for it.
  const operations = planResync(drift, reference, slave).filter(
    ({ verb }) => verb !== 'remove' || reference.problems.length === 0,
  )
  return { drift: driftForm(drift, reference, slave, Date.now()), operations: operations.map(operationForm) }
}

function operationForm(operation: Operation): PlannedOperation {
  const { verb, kind, id, title, reason, events } = operation
  const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(encodeEvent(event).body), 0)
  return { key: keyOf(operation), verb, kind, id, title, reason, events: events.length, bytes }
}

async function run({ ask, progress, signal }: ThreadSide): Promise<RunResult> {
  if (work.task !== 'run') throw new Error('There is no plan to run.')
  const { instanceName, group, queueName, keys, removals } = work
  const states: { reference: NodeState; slave: NodeState }[] = []
  let reference: NodeState | undefined
  const selected = keys === null ? undefined : new Set(keys)
  refuseNewRemovals(instanceName, new Set(removals), selected)
  const report = await runResync({
    session: {
      publish: async ({ properties, body }: Publication) => {
        await ask('publish', { properties, body })
      },
    },
    queue: queue(queueName),
    slave: { instanceName, group },
    control: {
      outcomes: async (eventIds) => {
        const answer = outcomesAnswer.parse(await ask('outcomes', eventIds))
        return new Map(
          answer.map(({ eventId, state, reason }): [string, EventOutcome] => [
            eventId,
            { state, reason: reason ?? undefined },
          ]),
        )
      },
      settle: async (reason) => {
        await ask('settle', reason)
      },
    },
    readReference: () => {
      reference = readNodeState(referenceRoot)
      return reference
    },
    readSlave: () => {
      const slave = readNodeState(slaveRoot)
      if (reference !== undefined) states.push({ reference, slave })
      return slave
    },
    ...(selected === undefined ? {} : { select: (operation) => selected.has(keyOf(operation)) }),
    onProgress: ({ phase, done, total, operation }) => {
      progress({ phase, done, total, operation: operation ?? null })
    },
    signal,
  })
  const [first, last] = [states[0], states.at(-1)]
  if (first === undefined || last === undefined) throw new Error('Nothing was compared.')
  const at = Date.now()
  return {
    before: driftForm(report.before, first.reference, first.slave, work.at),
    after: driftForm(report.after, last.reference, last.slave, at),
    results: report.results.map(({ operation, outcome }) => ({
      key: keyOf(operation),
      title: operation.title,
      reason: operation.reason,
      state: outcome.state,
      message: outcome.reason ?? null,
    })),
    verified: report.verified,
    cancelled: report.cancelled,
  }
}

/** Between plan and run the reference may have lost objects; to remove those from the slave was never agreed to. */
function refuseNewRemovals(
  instanceName: string,
  shown: ReadonlySet<string>,
  selected: ReadonlySet<string> | undefined,
): void {
  if (selected !== undefined) return
  const reference = readNodeState(referenceRoot)
  const slave = readNodeState(slaveRoot)
  const removals = planResync(compareStates(reference, slave), reference, slave).filter(
    (operation) => operation.verb === 'remove' && !shown.has(keyOf(operation)),
  )
  const count = removals.length
  if (count > 0) throw failure('PLB-RESYNC-PLAN-OUTDATED', { instanceName, count })
}
