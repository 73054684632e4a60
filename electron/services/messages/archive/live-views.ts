import { systemClock } from '../../../scheduler/clock.ts'
import type { MessageFilter, MessageRow } from '../../../contract/features/messages.ts'
import { isFailure } from '../../../errors/failure.ts'
import type { ArchiveReader } from './archive-reader.ts'

/** Gets rows, newest last. */
export type LiveListener = (rows: readonly MessageRow[]) => void

interface View {
  readonly filter: MessageFilter
  readonly listener: LiveListener
  /** The newest message that was looked at. */
  seen: number
  /** How delivery was told last of the newest rows, so that changes can be told. */
  readonly told: Map<number, string>
}

/** Rows whose delivery is kept up to date; further back an operator reloads. */
const keptRows = 500
const rowsAtOnce = 1_000
/** Milliseconds; a screen cannot show more often. */
const interval = 50

/** Views that follow the archive. */
export class LiveViews {
  readonly #reader: Pick<ArchiveReader, 'page' | 'after' | 'rows'>
  readonly #newest: () => number
  readonly #views = new Set<View>()
  #forget: (() => void) | undefined
  #deliveriesChanged = false

  /** @param newest the number of the newest message in the archive */
  constructor(reader: Pick<ArchiveReader, 'page' | 'after' | 'rows'>, newest: () => number) {
    this.#reader = reader
    this.#newest = newest
  }

  /** Tells what is new from here on, until the signal is aborted. */
  follow(filter: MessageFilter, listener: LiveListener, signal: AbortSignal): void {
    const view: View = { filter, listener, seen: this.#newest(), told: new Map() }
    this.#views.add(view)
    signal.addEventListener('abort', () => this.#views.delete(view), { once: true })
    this.#remember(view).catch(ignoreFailure)
  }

  async #remember({ filter, told: known }: View): Promise<void> {
    // The viewer has these from a page it asked for.
    const { rows } = await this.#reader.page(filter, null, keptRows)
    const told = [...rows.toReversed().filter(({ sequence }) => !known.has(sequence))]
    const newer = [...known]
    known.clear()
    for (const row of told) known.set(row.sequence, JSON.stringify(row.delivery))
    for (const [sequence, delivery] of newer) known.set(sequence, delivery)
  }

  closeAll(): void {
    this.#views.clear()
    this.#forget?.()
  }

  messagesArrived(): void {
    this.#schedule()
  }

  deliveriesChanged(): void {
    this.#deliveriesChanged = true
    this.#schedule()
  }

  #schedule(): void {
    if (this.#views.size === 0) {
      this.#deliveriesChanged = false
      return
    }
    this.#forget ??= systemClock.after(interval, () => {
      this.#forget = undefined
      this.#tell()
    })
  }

  #tell(): void {
    const deliveriesChanged = this.#deliveriesChanged
    this.#deliveriesChanged = false
    for (const view of this.#views) {
      const changed = deliveriesChanged ? this.#changed(view) : []
      const newest = this.#newest()
      const added = this.#reader.after(view.filter, view.seen, rowsAtOnce)
      for (const { sequence, delivery } of added) {
        view.seen = sequence
        view.told.set(sequence, JSON.stringify(delivery))
        if (view.told.size > keptRows) view.told.delete(view.told.keys().next().value ?? sequence)
      }
      if (changed.length + added.length > 0) view.listener([...changed, ...added])
      // What does not match need not be looked at again.
      if (added.length === rowsAtOnce) this.#schedule()
      else view.seen = newest
    }
  }

  #changed(view: View): readonly MessageRow[] {
    return this.#reader.rows([...view.told.keys()]).filter(({ sequence, delivery }) => {
      const text = JSON.stringify(delivery)
      if (view.told.get(sequence) === text) return false
      view.told.set(sequence, text)
      return true
    })
  }
}

/** Whoever follows an archive that cannot be read is told so by what else it asks. */
function ignoreFailure(error: unknown): void {
  if (!isFailure(error)) throw error
}
