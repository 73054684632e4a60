import { queue } from '../../broker/destinations.ts'
import type { Publication } from '../../broker/session.ts'
import { askOwner, serveOwner } from '../../channel/thread.ts'
import type { HandlersOf } from '../../contract/procedure.ts'
import type { PlannedOperation } from '../../contract/features/resync.ts'
import { compareStates, readNodeState, type NodeState } from '../../engine/resync/compare.ts'
import { planResync, type Operation } from '../../engine/resync/plan.ts'
import { runResync, type EventOutcome, type SlaveControl } from '../../engine/resync/run.ts'
import { failure } from '../../errors/failure.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { encodeEvent } from '../../wire/encode.ts'
import { driftForm } from '../comparison/drift-form.ts'
import { keyOf, resyncContract, slaveContract } from './resync-contract.ts'

const owner = askOwner(slaveContract)

const slaveControl: SlaveControl = {
  outcomes: async (eventIds) => {
    const outcomes = await owner.call('slave', 'outcomes', { eventIds: [...eventIds] })
    return new Map(
      outcomes.map(({ eventId, state, reason }): [string, EventOutcome] => [
        eventId,
        { state, reason: reason ?? undefined },
      ]),
    )
  },
  settle: async (reason) => {
    await owner.call('slave', 'settle', { reason })
  },
}

const service: HandlersOf<(typeof resyncContract)['procedures']['resync']> = {
  plan: (work, { progress }) => {
    progress({ message: `Reading ${work.reference}` })
    const reference = readState(work.referenceDirectory)
    progress({ message: `Reading ${work.instanceName}` })
    const slave = readState(work.slaveDirectory)
    progress({ message: 'Comparing' })
    const drift = compareStates(reference, slave)
    // What cannot be read of the reference looks as if it were not there: nothing may be removed for it.
    const operations = planResync(drift, reference, slave).filter(
      ({ verb }) => verb !== 'remove' || reference.problems.length === 0,
    )
    return {
      drift: driftForm(drift, reference, slave, Date.now()),
      operations: operations.map(operationForm),
    }
  },
  run: async (work, { progress, signal }) => {
    const { instanceName, group, queueName, keys, removals, referenceDirectory, slaveDirectory } = work
    const states: { reference: NodeState; slave: NodeState }[] = []
    let reference: NodeState | undefined
    const selected = keys === null ? undefined : new Set(keys)
    if (selected === undefined) refuseNewRemovals(work, new Set(removals))
    const report = await runResync({
      session: {
        publish: async ({ properties, body }: Publication) => {
          await owner.call('slave', 'publish', { properties, body })
        },
      },
      queue: queue(queueName),
      slave: { instanceName, group },
      control: slaveControl,
      readReference: () => {
        reference = readState(referenceDirectory)
        return reference
      },
      readSlave: () => {
        const slave = readState(slaveDirectory)
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
  },
}

serveOwner(resyncContract, { services: { resync: service }, sources: {} })

function readState(directory: string): NodeState {
  return readNodeState(new DirectoryRoot(directory, localFileSystem))
}

function operationForm(operation: Operation): PlannedOperation {
  const { verb, kind, id, title, reason, events } = operation
  const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(encodeEvent(event).body), 0)
  return { key: keyOf(operation), verb, kind, id, title, reason, events: events.length, bytes }
}

/** Between plan and run the reference may have lost objects; to remove those from the slave was never agreed to. */
function refuseNewRemovals(
  work: {
    readonly instanceName: string
    readonly referenceDirectory: string
    readonly slaveDirectory: string
  },
  shown: ReadonlySet<string>,
): void {
  const reference = readState(work.referenceDirectory)
  const slave = readState(work.slaveDirectory)
  const removals = planResync(compareStates(reference, slave), reference, slave).filter(
    (operation) => operation.verb === 'remove' && !shown.has(keyOf(operation)),
  )
  const count = removals.length
  if (count > 0) {
    throw failure('PLB-RESYNC-PLAN-OUTDATED', { instanceName: work.instanceName, count })
  }
}
