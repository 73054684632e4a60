import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

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
        },
      },
      // They fill the gaps.
      {
        extends: true,
        test: { name: 'within', include: ['test/{property,simulation,unit}/**/*.test.ts'] },
      },
    ],
    globalSetup: ['test/support/processes/bundle.ts'],
    setupFiles: ['test/support/said.ts'],
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Two cores are the smallest machine the suite must be quick on, and half of the time a file waits for a process.
    maxWorkers: 4,
    env: {
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
