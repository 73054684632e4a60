import { z } from 'zod'
import type { Database } from '../../../storage/database.ts'
import type { Range } from '../delivery/sequence-ranges.ts'

/** What became of a message at a slave, and when it was seen or the slave itself said so. */
export interface DeliveryStep {
  readonly step: 'taken' | 'applied' | 'verified'
  readonly at: number
}

/** What is noted; of a message that was not for a slave, that it said so. */
export type NotedStep = DeliveryStep['step'] | 'not applied'

const time = z.object({ at: z.number() })
const appliedRow = z.object({ slave: z.number(), first: z.number(), last: z.number() })

/**
 * When messages were taken, applied and verified, as it was noticed first. Taken and verified are noticed of all up to
 * a number at once; of each message it applied a node of Plumbline tells the time itself.
 */
export class DeliveryTimes {
  readonly #statements

  constructor(database: Database) {
    this.#statements = {
      put: database.command(`
        INSERT INTO delivery_time (slave, step, through, at) VALUES (:slave, :step, :through, :at)
        ON CONFLICT DO NOTHING`),
      firstCovering: database.query(
        `SELECT at FROM delivery_time WHERE slave = :slave AND step = :step AND through >= :sequence
         ORDER BY through LIMIT 1`,
        time,
      ),
      exact: database.query(
        'SELECT at FROM delivery_time WHERE slave = :slave AND step = :step AND through = :sequence',
        time,
      ),
      // Numbers that follow one another are as far apart as their ranks.
      applied: database.query(
        `SELECT slave, min(through) AS first, max(through) AS last FROM (
           SELECT slave, through, through - row_number() OVER (PARTITION BY slave ORDER BY through) AS run
           FROM delivery_time WHERE step = 'applied')
         GROUP BY slave, run ORDER BY slave, first`,
        appliedRow,
      ),
      forget: database.command('DELETE FROM delivery_time WHERE through < :oldest'),
    }
  }

  /** @param through for what a slave says the message itself, otherwise the last of those it is true of */
  note(slave: number, step: NotedStep, through: number, at: number): void {
    this.#statements.put.run({ slave, step, through, at })
  }

  /** In the order things happen to a message. */
  stepsOf(slave: number, sequence: number): readonly DeliveryStep[] {
    const { firstCovering, exact } = this.#statements
    const found = {
      taken: firstCovering.first({ slave, step: 'taken', sequence }),
      applied: exact.first({ slave, step: 'applied', sequence }),
      verified: firstCovering.first({ slave, step: 'verified', sequence }),
    }
    // Who applied it had taken it, however late the queue was looked at.
    const taken = Math.min(found.taken?.at ?? Infinity, found.applied?.at ?? Infinity)
    return [
      ...(taken === Infinity ? [] : [{ step: 'taken' as const, at: taken }]),
      ...(found.applied === undefined ? [] : [{ step: 'applied' as const, at: found.applied.at }]),
      ...(found.verified === undefined ? [] : [{ step: 'verified' as const, at: found.verified.at }]),
    ]
  }

  /** What each slave said it applied, in order. */
  applied(): ReadonlyMap<number, readonly Range[]> {
    const ranges = new Map<number, Range[]>()
    for (const { slave, first, last } of this.#statements.applied.iterate()) {
      const known = ranges.get(slave)
      if (known === undefined) ranges.set(slave, [[first, last]])
      else known.push([first, last])
    }
    return ranges
  }

  forgetBefore(oldest: number): void {
    this.#statements.forget.run({ oldest })
  }
}
