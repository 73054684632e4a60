import { constants, PerformanceObserver } from 'node:perf_hooks'
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { askOwner, serveOwner } from '../../electron/channel/thread.ts'
import { failure } from '../../electron/errors/failure.ts'
import { echoContract, ownerContract } from './echo-contract.ts'

const forced = z.object({
  detail: z.object({ flags: z.literal(constants.NODE_PERFORMANCE_GC_FLAGS_FORCED) }),
})

const owner = askOwner(ownerContract)

const cleared = new Promise<void>((resolve) => {
  new PerformanceObserver((list) => {
    if (list.getEntries().some((entry) => forced.safeParse(entry).success)) resolve()
  }).observe({ entryTypes: ['gc'] })
})

serveOwner(echoContract, {
  services: {
    echo: {
      say: ({ text }) => ({ text }),
      askBack: ({ text }) => owner.call('owner', 'shout', { text }),
      fail: ({ expected }) => {
        if (expected) throw failure('PLB-CLUSTER-NODE-UNKNOWN', { instanceName: 'geo-7' })
        throw new Error('out of paper')
      },
      count: async ({ to }, { progress, signal }) => {
        let counted = 0
        while (counted < to && !signal.aborted) {
          counted += 1
          progress({ counted })
          await setImmediate()
        }
        return { counted }
      },
      clear: async () => {
        await cleared
        return {}
      },
      die: () => process.exit(3),
    },
  },
  sources: {
    echo: {
      numbers: ({ to }, emit) => emit(Array.from({ length: to }, (_, index) => index)),
    },
  },
})
