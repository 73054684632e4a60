import { z } from 'zod'
import type { Database } from '../../../storage/database.ts'

/** What became of a message at a slave, and when it was seen or the slave itself said so. */
export interface DeliveryStep {
  readonly step: 'taken' | 'applied' | 'verified'
  readonly at: number
}

/** What is noted; of a message that was not for a slave, that it said so. */
export type NotedStep = DeliveryStep['step'] | 'not applied'

const time = z.object({ at: z.number() })

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

  forgetBefore(oldest: number): void {
    this.#statements.forget.run({ oldest })
  }
}
