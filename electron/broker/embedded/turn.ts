import { scheduler } from '../../scheduler/scheduler.ts'
import type { MessageStore } from './store.ts'

/** Something that can be carried on a bit at a time. */
export interface Work {
  /**
   * Does a bounded part of what there is to do.
   * @returns whether there is more
   */
  dispatch(): boolean
}

/** Something that gathers bytes and writes them when a turn ends. */
export interface Flushable {
  flush(): void
}

/** Milliseconds of one turn in which work is begun. */
const workTime = 10

/** Turns over which what was consumed is gathered for one commit, when nobody waits for an answer. */
const gatheredTurns = 8

/** Turns a commit waits at most while each brings more that is to be answered. */
const awaitedTurns = 4

/** What a turn needs of the store. */
type Committed = Pick<MessageStore, 'commit' | 'isDirty' | 'canWait'>

/**
 * What happens at the end of each turn of the event loop in which clients asked for something: one commit for
 * everything they asked, then the answers that had to wait for it, then deliveries, then one write for each
 * connection. So the cost of a synchronous write is shared by all frames that came in together, and by those of some
 * turns when each brings more to answer, since what a client sends in one go comes in pieces. That messages were
 * consumed, and nothing else, waits some turns more for its commit: nobody was told, and should it be lost, they come again.
 */
export class Turn {
  readonly #store: Committed
  readonly #failed: (error: unknown) => void
  readonly #work = new Set<Work>()
  readonly #flushables = new Set<Flushable>()
  #replies: (() => void)[] = []
  #isScheduled = false
  /** Turns the open transaction has waited. */
  #waited = 0
  /** Answers that had been asked for when the last turn ended. */
  #heard = 0

  /** @param failed called when the commit or a delivery failed; nothing of the turn was answered then */
  constructor(store: Committed, failed: (error: unknown) => void) {
    this.#store = store
    this.#failed = failed
  }

  /** Has an answer given once all that was asked so far is on the disk; answers keep their order. */
  reply(answer: () => void): void {
    this.#replies.push(answer)
    this.#schedule()
  }

  /** Has work done after the commit, and again until there is no more of it. */
  wake(work: Work): void {
    this.#work.add(work)
    this.#schedule()
  }

  /** Has gathered bytes written when the turn ends. */
  flushLater(flushable: Flushable): void {
    this.#flushables.add(flushable)
    this.#schedule()
  }

  /** Ends the turn now. Answers are given and bytes written; deliveries wait for the next turn. */
  finish(): void {
    this.#commitAndAnswer()
    this.#flush()
  }

  /** Forgets what was to be done. */
  clear(): void {
    this.#replies = []
    this.#heard = 0
    this.#work.clear()
    this.#flushables.clear()
    this.#isScheduled = false
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    scheduler.add(() => {
      if (!this.#isScheduled) return
      this.#isScheduled = false
      try {
        this.#waited += 1
        if (this.#hasMoreCome()) this.#schedule()
        else {
          if (this.#replies.length > 0 || !this.#store.canWait || this.#waited >= gatheredTurns)
            this.#commitAndAnswer()
          this.#workOn()
        }
      } catch (error) {
        this.#failed(error)
      }
      this.#flush()
    })
  }

  /** Whether this turn brought something to answer, so that the next may as well: both share a commit. */
  #hasMoreCome(): boolean {
    const more = this.#replies.length > this.#heard
    this.#heard = this.#replies.length
    return more && this.#waited < awaitedTurns
  }

  #commitAndAnswer(): void {
    this.#store.commit()
    this.#waited = 0
    this.#heard = 0
    const replies = this.#replies
    this.#replies = []
    for (const reply of replies) reply()
  }

  #workOn(): void {
    const end = performance.now() + workTime
    for (const one of [...this.#work]) {
      this.#work.delete(one)
      if (one.dispatch()) this.#work.add(one)
      if (performance.now() >= end) break
    }
    // Messages that were consumed by being delivered are deleted with a later commit.
    if (this.#work.size > 0 || this.#store.isDirty) this.#schedule()
  }

  #flush(): void {
    for (const flushable of this.#flushables) flushable.flush()
    this.#flushables.clear()
  }
}
