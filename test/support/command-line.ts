import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { bundled } from './processes/bundle.ts'

export const repository = join(import.meta.dirname, '../..')
/** What operators run. */
export const command = join(repository, 'bin/plumbline.js')
const node = join(repository, 'node_modules/.bin/node')

export type CommandProcess = ChildProcessByStdio<null, Readable, Readable>

/** Starts `plumbline` with these words in a process of its own, without a terminal. */
export function startPlumbline(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): CommandProcess {
  return startNode([bundled('plumbline') ?? command, ...words], environment)
}

/** Starts Node with these words in a process of its own, without a terminal. */
export function startNode(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): CommandProcess {
  // What colours the terminal the tests run in is not to be inherited.
  const { NO_COLOR: _noColor, FORCE_COLOR: _forceColor, ...inherited } = process.env
  return spawn(node, words, { env: { ...inherited, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** What a process said, and how it ended. */
export async function finished(child: CommandProcess) {
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: child.exitCode, signal: child.signalCode, stdout, stderr }
}

/** Runs `plumbline` to its end. */
export async function plumbline(...words: readonly string[]) {
  return finished(startPlumbline(words))
}
