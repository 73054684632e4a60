import { queue } from '../../broker/destinations.ts'
import { askOwner } from '../../channel/thread.ts'
import type { PlannedOperation, WithheldOperation } from '../../contract/features/resync.ts'
import type { DriftData } from '../../contract/shared.ts'
import type { HandlersOf } from '../../contract/procedure.ts'
import type { EventOutcome, ResyncProgress, SlaveControl } from '../../engine/resync/delivery.ts'
import type { Operation } from '../../engine/resync/plan.ts'
import type { Withheld } from '../../engine/resync/withheld.ts'
import { Resync, type Comparison } from '../../engine/resync/resync.ts'
import { consentsOf, needsConsent, type StockOperation } from '../../engine/resync/stock/stock-operation.ts'
import { StockReader } from '../../engine/resync/stock/stock-reader.ts'
import { StockResync } from '../../engine/resync/stock/stock-resync.ts'
import { GeoServerClient, type GeoServerLogin } from '../../geoserver/client.ts'
import { parseRelease } from '../../catalog/kinds/release.ts'
import type { Receiver } from '../../wire/receiver.ts'
import { encodeEvent } from '../../wire/encode.ts'
import { slaveContract, type directoriesContract, type Source } from './directories-contract.ts'
import { publishingBy } from './publishing.ts'
import { driftData } from './drift-data.ts'
import { knownDirectory } from './known-directories.ts'
import { trustOf } from '../../tls/trust.ts'
import { say } from '../../sentences/say.ts'

const owner = askOwner(slaveContract)

function slaveControl(run: string): SlaveControl {
  return {
    outcomes: async (eventIds) => {
      const outcomes = await owner.call('slave', 'outcomes', { run, eventIds: [...eventIds] })
      return new Map(
        outcomes.map(({ eventId, state, reason }): [string, EventOutcome] => [
          eventId,
          { state, reason: reason ?? undefined },
        ]),
      )
    },
    settle: async (reason) => {
      await owner.call('slave', 'settle', { run, reason })
    },
    reload: () => owner.call('slave', 'reload', { run }),
  }
}

/** What the thread does for resyncs. */
export const resyncing: HandlersOf<(typeof directoriesContract)['procedures']['resync']> = {
  plan: async (work, { progress, signal }) => {
    progress({ message: say('comparison.reading', { node: work.reference }) })
    const { slaveSource } = work
    if (slaveSource.at === 'rest') {
      const onWaiting = (node: string): void =>
        progress({ message: say('comparison.waitingForNode', { node }) })
      const planned = await stockResyncOf(work, slaveSource, { signal, onWaiting }).plan()
      return {
        drift: dataOf(planned, Date.now()),
        operations: planned.operations.map((each) => operationData(each, each.way)),
        withheld: planned.withheld.map(withheldData),
        byFiles: planned.byFiles,
        consents: consentsTo(planned.operations),
      }
    }
    const planned = await resyncOf(work, slaveSource.directory, { signal }).plan()
    const removals = planned.operations.filter(({ verb }) => verb === 'remove')
    return {
      drift: dataOf(planned, Date.now()),
      operations: planned.operations.map((each) => operationData(each, 'message')),
      withheld: planned.withheld.map(withheldData),
      byFiles: null,
      consents: Object.fromEntries(removals.map(({ key }) => [key, [key]])),
    }
  },
  run: async (work, { progress, signal }) => {
    const { run, slaveSource, instanceName, group, toggleMaster, queueName, leftOut, consents } = work
    const agreement = { removals: new Set(consents), leftOut: new Set(leftOut) }
    const common = {
      session: {
        publish: publishingBy((messages) => owner.call('slave', 'publish', { run, messages })),
      },
      queue: queue(queueName),
      slave: { instanceName, group, toggleMaster },
      onProgress: ({ phase, done, total, operation }: ResyncProgress) => {
        progress({ phase, done, total, operation: operation ?? null })
      },
      signal,
    }
    const onWaiting = (): void => progress({ phase: 'waiting', done: 0, total: 1, operation: null })
    const report =
      slaveSource.at === 'rest'
        ? await stockResyncOf(work, slaveSource, { onWaiting }).run(agreement, {
            ...common,
            client: new GeoServerClient(loginOf(slaveSource)),
            receiver: receiverOf(slaveSource),
          })
        : await resyncOf(work, slaveSource.directory, {}).run(agreement, {
            ...common,
            control: slaveControl(run),
            mayGoOn: () => owner.call('slave', 'mayGoOn', { run }),
          })
    return {
      before: dataOf(report.before, work.at),
      after: dataOf(report.after, Date.now()),
      results: report.results.map(({ operation, outcome }) => ({
        key: operation.key,
        title: operation.title,
        reason: operation.reason,
        way: operation.way ?? 'message',
        state: outcome.state,
        message: outcome.reason ?? null,
      })),
      withheld: report.withheld.filter(({ because }) => because !== 'left-out').map(withheldData),
      verified: report.verified,
      cancelled: report.cancelled,
    }
  },
}

type Rest = Extract<Source, { readonly at: 'rest' }>
interface Work {
  /** Instance names. */
  readonly reference: string
  readonly instanceName: string
  readonly referenceSource: Source
  readonly byFiles?: boolean | undefined
  readonly untaken: readonly string[]
  readonly resumes?: boolean
}

function resyncOf({ reference: node, referenceSource }: Work, directory: string, reading: Reading): Resync {
  const reference =
    referenceSource.at === 'rest'
      ? stockReader(referenceSource, node, reading)
      : knownDirectory(referenceSource.directory)
  return new Resync(reference, knownDirectory(directory, reference))
}

function stockResyncOf(
  { reference, instanceName, referenceSource, byFiles, untaken, resumes = false }: Work,
  slave: Rest,
  reading: Reading,
): StockResync {
  return new StockResync({
    reference:
      referenceSource.at === 'rest'
        ? stockReader(referenceSource, reference, reading)
        : knownDirectory(referenceSource.directory),
    slave: stockReader(slave, instanceName, reading),
    receiver: receiverOf(slave),
    untaken: new Set(untaken),
    resumes,
    ...(byFiles === undefined ? {} : { byFiles }),
  })
}

/** A run is not broken off in the middle of reading: it ends between two operations. */
interface Reading {
  readonly signal?: AbortSignal
  /** Hears which node lets wait. */
  readonly onWaiting?: (node: string) => void
}

function stockReader(source: Rest, node: string, { signal, onWaiting }: Reading): StockReader {
  return new StockReader(new GeoServerClient(loginOf(source)), {
    ...(signal === undefined ? {} : { signal }),
    onWaiting: () => onWaiting?.(node),
  })
}

function loginOf({ login }: Rest): GeoServerLogin {
  return { ...login, trust: trustOf(login.trust) }
}

function receiverOf({ version }: Rest): Receiver {
  const release = version === undefined ? undefined : parseRelease(version)
  return { runs: 'geoserver', ...(release === undefined ? {} : { releases: [release] }) }
}

function consentsTo(operations: readonly StockOperation[]): Record<string, string[]> {
  return Object.fromEntries(
    operations.filter(needsConsent).map((operation) => [operation.key, [...consentsOf(operation)]]),
  )
}

function dataOf({ drift, reference, slave }: Comparison, at: number): DriftData {
  return driftData(drift, reference, slave, at)
}

function operationData(
  { key, verb, kind, id, title, reason, events }: Operation,
  way: PlannedOperation['way'],
): PlannedOperation {
  const bytes =
    way === 'message' ? events.reduce((sum, event) => sum + Buffer.byteLength(encodeEvent(event).body), 0) : 0
  return { key, verb, kind, id, title, reason, way, events: events.length, bytes }
}

function withheldData({ key, kind, id, title, reason }: Withheld): WithheldOperation {
  return { key, kind, id, title, reason }
}
