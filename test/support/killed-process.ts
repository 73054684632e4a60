import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Incoming } from '../../electron/engine/slave/receiver.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { bundled } from './processes/bundle.ts'

const script = bundled('killed-process') ?? join(import.meta.dirname, 'processes/killed-process.ts')

/** A change and what it is known by. */
export interface Requested {
  readonly request: EditRequest
  readonly requestId: string
}

/** A message as it travels to the process. */
export interface Sent {
  readonly messageId: string
  readonly properties: Readonly<Record<string, string>>
  readonly body: string
}

/** What a process does until it is killed. */
export type Work =
  /** The master below a path makes changes, without a broker; see {@link openMaster}. */
  | { readonly does: 'edits'; readonly path: string; readonly requests: readonly Requested[] }
  /** The slave below a path takes messages, several at once; see `openSlave`. */
  | {
      readonly does: 'takes'
      readonly path: string
      readonly node: { readonly instanceName: string; readonly group: string }
      readonly batches: readonly (readonly Sent[])[]
    }
  /** The node of a data directory makes changes and publishes them. */
  | {
      readonly does: 'publishes'
      readonly dataDirectory: string
      readonly brokerUrl: string
      readonly requests: readonly Requested[]
    }

/** Where it is killed: right before or right after one of its commits, counted from 1. */
export interface KillPoint {
  readonly side: 'before' | 'after'
  readonly commit: number
}

export function incoming({ messageId, properties, body }: Sent): Incoming {
  return {
    messageId,
    timestamp: 0,
    properties: new Map(Object.entries(properties)),
    content: { kind: 'object', text: body },
  }
}

/**
 * Has a process of its own do some work, and kills it (SIGKILL) at a point.
 * @returns whether it was killed; false when it finished before it came to the point
 */
async function killedAt(work: Work, point: KillPoint): Promise<boolean> {
  const child = fork(script, {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text))
  child.send({ work, point })
  await once(child, 'close')
  if (child.signalCode === 'SIGKILL') return true
  if (child.exitCode !== 0) throw new Error(`The process failed with ${child.exitCode}: ${said}`)
  return false
}

/**
 * Kills a process before and after every commit of its work, each time in a fresh place.
 * @param sides where it is killed; only before or only after a commit halves the number of processes
 * @returns how often it was killed
 */
export async function atEveryCommit<Place>(steps: {
  readonly prepare: () => Place | Promise<Place>
  readonly work: (place: Place) => Work
  readonly check: (place: Place, point: KillPoint) => void | Promise<void>
  readonly sides?: readonly KillPoint['side'][]
}): Promise<number> {
  let kills = 0
  for (const side of steps.sides ?? (['before', 'after'] as const)) {
    for (let commit = 1; ; commit += 1) {
      const place = await steps.prepare()
      const isKilled = await killedAt(steps.work(place), { side, commit })
      await steps.check(place, { side, commit })
      if (!isKilled) break
      kills += 1
    }
  }
  return kills
}
