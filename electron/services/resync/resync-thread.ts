import { queue } from '../../broker/destinations.ts'
import type { Publication } from '../../broker/session.ts'
import { askOwner, serveOwner } from '../../channel/thread.ts'
import type { PlannedOperation, WithheldOperation } from '../../contract/features/resync.ts'
import type { DriftForm } from '../../contract/features/shared.ts'
import type { HandlersOf } from '../../contract/procedure.ts'
import type { EventOutcome, SlaveControl } from '../../engine/resync/delivery.ts'
import type { Operation, Withheld } from '../../engine/resync/plan.ts'
import { Resync, type Comparison } from '../../engine/resync/resync.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { encodeEvent } from '../../wire/encode.ts'
import { driftForm } from '../comparison/drift-form.ts'
import { resyncContract, slaveContract } from './resync-contract.ts'

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
  reload: () => owner.call('slave', 'reload', {}),
}

const service: HandlersOf<(typeof resyncContract)['procedures']['resync']> = {
  plan: async (work, { progress }) => {
    progress({ message: `Reading ${work.reference}` })
    const planned = await resyncOf(work).plan()
    return {
      drift: formOf(planned, Date.now()),
      operations: planned.operations.map(operationForm),
      withheld: planned.withheld.map(withheldForm),
    }
  },
  run: async (work, { progress, signal }) => {
    const { instanceName, group, toggleMaster, queueName, leftOut, removals } = work
    const report = await resyncOf(work).run(
      { removals: new Set(removals), leftOut: new Set(leftOut) },
      {
        session: {
          publish: async ({ properties, body }: Publication) => {
            await owner.call('slave', 'publish', { properties, body })
          },
        },
        queue: queue(queueName),
        slave: { instanceName, group, toggleMaster },
        control: slaveControl,
        onProgress: ({ phase, done, total, operation }) => {
          progress({ phase, done, total, operation: operation ?? null })
        },
        signal,
      },
    )
    return {
      before: formOf(report.before, work.at),
      after: formOf(report.after, Date.now()),
      results: report.results.map(({ operation, outcome }) => ({
        key: operation.key,
        title: operation.title,
        reason: operation.reason,
        state: outcome.state,
        message: outcome.reason ?? null,
      })),
      withheld: report.withheld.filter(({ because }) => because !== 'left-out').map(withheldForm),
      verified: report.verified,
      cancelled: report.cancelled,
    }
  },
}

serveOwner(resyncContract, { services: { resync: service }, sources: {} })

function resyncOf(work: { readonly referenceDirectory: string; readonly slaveDirectory: string }): Resync {
  const [reference, slave] = [work.referenceDirectory, work.slaveDirectory]
  return new Resync(new DirectoryRoot(reference, localFileSystem), new DirectoryRoot(slave, localFileSystem))
}

function formOf({ drift, reference, slave }: Comparison, at: number): DriftForm {
  return driftForm(drift, reference, slave, at)
}

function operationForm({ key, verb, kind, id, title, reason, events }: Operation): PlannedOperation {
  const bytes = events.reduce((sum, event) => sum + Buffer.byteLength(encodeEvent(event).body), 0)
  return { key, verb, kind, id, title, reason, way: 'message', events: events.length, bytes }
}

function withheldForm({ key, kind, id, title, reason }: Withheld): WithheldOperation {
  return { key, kind, id, title, reason }
}
