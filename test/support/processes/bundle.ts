import { join } from 'node:path'
import { env, stderr } from 'node:process'
import { english } from '../../../electron/sentences/english.ts'
import type { Wording } from '../../../electron/sentences/sentence.ts'
import { bringUpToDate, type Built } from '../../../electron/serve/vite-build.ts'

const repository = join(import.meta.dirname, '../../..')

const bundledProcesses: Built = {
  name: 'what tests start as processes',
  directory: 'test/.output/processes',
  proof: 'plumbline.js',
  configuration: 'test/support/processes/vite.processes.ts',
  sources: ['electron', 'test/support', 'build/moved-sources.ts', 'package-lock.json'],
}

/**
 * Bundles, once a run and for all test files, what they start hundreds of times: a process that reads one file is there
 * in a third of the time one takes that reads every source.
 */
export default async function bundleProcesses(): Promise<void> {
  env.PLUMBLINE_TEST_PROCESSES = await bringUpToDate(repository, bundledProcesses, tell)
}

/** Whoever watches the tests is to know when what was built before is used. */
export function tell(message: Wording): void {
  stderr.write(`${english(message)}\n`)
}

/** The bundle of a script, in a run of the tests; whoever starts it otherwise runs the sources. */
export function bundled(name: 'plumbline' | 'killed-process' | 'embedded-broker'): string | undefined {
  const directory = env.PLUMBLINE_TEST_PROCESSES
  return directory === undefined ? undefined : join(directory, `${name}.js`)
}
