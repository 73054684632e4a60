import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { temporaryFiles } from './test/support/memory-files.ts'
import { patience } from './test/support/patience.ts'

/** Tests of what Vite has to make JavaScript of first. */
const rendering = 'test/unit/renderer/**/*.test.ts'

/** Tests that put something else in the place of a module. */
const mocking = 'test/unit/slave/read-once.test.ts'

/** Node reads what is written for it itself, as it does outside of tests. */
const asNodeReadsIt = { viteModuleRunner: false, nodeLoader: false }

/** Short files that take long: nothing else tells so where the tests were never run before, and others would wait for them. */
const longest = ['broker-conformance', 'bridged-brokers', 'cluster', 'services-on-activemq']

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLongest = ({ moduleId }: TestSpecification) =>
      longest.some((name) => moduleId.endsWith(`/test/integration/${name}.test.ts`))
    const sorted = await super.sort(files)
    return [...sorted.filter(isLongest), ...sorted.filter((file) => !isLongest(file))]
  }
}

export default defineConfig({
  test: {
    projects: [
      // Long, and mostly waiting for others: first, each file in a process of its own.
      {
        extends: true,
        test: {
          name: 'processes',
          include: ['test/{e2e,integration}/**/*.test.ts'],
          globalSetup: ['test/support/processes/built-app.ts'],
          experimental: asNodeReadsIt,
        },
      },
      // What these import is read once a worker, which costs more than most of them do.
      {
        extends: true,
        test: {
          name: 'together',
          include: ['test/{property,simulation,unit}/**/*.test.ts'],
          exclude: [rendering, mocking],
          isolate: false,
          experimental: asNodeReadsIt,
        },
      },
      { extends: true, test: { name: 'rendering', include: [rendering], isolate: false } },
      { extends: true, test: { name: 'mocking', include: [mocking] } },
    ],
    globalSetup: ['test/support/memory-files.ts', 'test/support/processes/bundle.ts'],
    setupFiles: ['test/support/said.ts'],
    // Many things are waited for in one test.
    testTimeout: 3 * patience,
    hookTimeout: 3 * patience,
    expect: { poll: { timeout: patience } },
    // Two cores are the smallest machine the suite must be quick on, and half of the time a file waits for a process.
    maxWorkers: 4,
    sequence: { sequencer: LongestFirst },
    env: {
      TMPDIR: temporaryFiles,
      // The command line speaks the language of its environment.
      LC_ALL: 'C.UTF-8',
      // Embedded brokers of tests are not to meet those of the account.
      PLUMBLINE_BROKER_SECRET_FILE: join(import.meta.dirname, 'test/.output/broker-secret'),
      // Processes that tests start need not compile anew what another one did.
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compile'),
    },
    reporters: ['default'],
  },
})
