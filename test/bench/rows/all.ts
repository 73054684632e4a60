import type { Bench } from '../row.ts'
import { archiveIntake } from './archive-intake.ts'
import { catchUp } from './catch-up.ts'
import { codec } from './codec.ts'
import { arrival, edits } from './edits.ts'
import { embeddedBroker } from './embedded-broker.ts'
import { largeDirectories } from './large-directories.ts'
import { publishing } from './publish.ts'
import { memory } from './memory.ts'
import { stockReading } from './stock-reading.ts'

/** Every bench of the table, in its order. */
export const benches: readonly Bench[] = [
  catchUp,
  edits,
  arrival,
  codec,
  publishing,
  embeddedBroker,
  archiveIntake,
  largeDirectories,
  stockReading,
  memory,
]
