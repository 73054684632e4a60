import type { Implementation } from '../../electron/channel/contract.ts'
import type { ChangeRecord } from '../../electron/channel/running-call.ts'
import { messageRow, type MessageRow } from '../../electron/contract/features/messages.ts'

/** The few procedures and streams of the contract that transports are tried with. */
export interface SmallApplication {
  readonly application: Implementation
  readonly isReadOnly: () => boolean
  readonly clusterOf: () => undefined
  readonly record: (change: ChangeRecord) => void
  readonly report: (error: unknown, where: string, reference: string) => void
  readonly changes: readonly ChangeRecord[]
  /** What went to the log. */
  readonly reported: readonly unknown[]
  /** Sends rows to everyone who reads the log of messages. */
  readonly emitRows: (rows: readonly MessageRow[]) => void
  /** How many read it. */
  readonly readers: () => number
}

export function smallApplication(): SmallApplication {
  const changes: ChangeRecord[] = []
  const reported: unknown[] = []
  const readers = new Set<(items: readonly unknown[]) => void>()
  return {
    application: {
      services: {
        diagnostics: {
          about: () => ({
            version: '0.0.0',
            shell: 'serve',
            canUpdate: false,
            node: process.version,
            platform: process.platform,
            stateDirectory: '/nowhere',
            keepsPasswords: true,
            notices: [],
          }),
        },
        inventory: { start: () => ({}) },
        profiles: {
          list: () => {
            throw new Error('no table "profile" in /home/someone/secret.sqlite')
          },
        },
      },
      sources: {
        messages: {
          live: (_input: unknown, emit: (items: readonly unknown[]) => void, signal: AbortSignal) => {
            readers.add(emit)
            signal.addEventListener('abort', () => readers.delete(emit))
          },
        },
      },
    },
    isReadOnly: () => false,
    clusterOf: () => undefined,
    record: (change) => changes.push(change),
    report: (error) => reported.push(error),
    changes,
    reported,
    emitRows: (rows) => {
      for (const emit of readers) emit(rows)
    },
    readers: () => readers.size,
  }
}

/** A row of the log of messages. */
export function messageRowNumber(sequence: number): MessageRow {
  return messageRow.parse({
    sequence,
    at: sequence,
    summary: `layer topp:roads modified: title (${sequence})`,
    verb: 'modify',
    object: { kind: 'layer', id: `LayerInfoImpl-${sequence}`, title: 'topp:roads' },
    sender: 'master',
    author: null,
    size: 1200,
    isUpdateSequence: false,
    delivery: { 'slave-a': 'pending', 'slave-b': 'taken' },
  })
}
