import { serveOwner } from '../channel/thread.ts'
import { dataOfFailure } from '../contract/failures.ts'
import { damageOf } from '../storage/database-check.ts'
import { journalCheckContract } from './check-journal.ts'

serveOwner(journalCheckContract, {
  services: {
    journal: {
      check: ({ path }) => {
        const damage = damageOf(path)
        return damage === undefined ? null : dataOfFailure(damage)
      },
    },
  },
  sources: {},
})
