import type { MessageFilter, MessageRow } from '../../../contract/features/messages.ts'
import type { ArchiveReader } from './archive-reader.ts'

/** Gets rows for the view of that number, newest last. */
export type LiveListener = (view: number, rows: readonly MessageRow[]) => void

interface View {
  readonly filter: MessageFilter
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
  readonly #listener: LiveListener
  readonly #views = new Map<number, View>()
  #timer: NodeJS.Timeout | undefined
  #deliveriesChanged = false

  /** @param newest the number of the newest message in the archive */
  constructor(
    reader: Pick<ArchiveReader, 'page' | 'after' | 'rows'>,
    newest: () => number,
    listener: LiveListener,
  ) {
    this.#reader = reader
    this.#newest = newest
    this.#listener = listener
  }

  async open(number: number, filter: MessageFilter): Promise<void> {
    const view: View = { filter, seen: this.#newest(), told: new Map() }
    this.#views.set(number, view)
    // The viewer has these from a page it asked for.
    const { rows } = await this.#reader.page(filter, null, keptRows)
    const told = [...rows.toReversed().filter(({ sequence }) => !view.told.has(sequence))]
    const newer = [...view.told]
    view.told.clear()
    for (const row of told) view.told.set(row.sequence, JSON.stringify(row.delivery))
    for (const [sequence, delivery] of newer) view.told.set(sequence, delivery)
  }

  close(number: number): void {
    this.#views.delete(number)
  }

  closeAll(): void {
    this.#views.clear()
    clearTimeout(this.#timer)
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
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      this.#tell()
    }, interval)
  }

  #tell(): void {
    const deliveriesChanged = this.#deliveriesChanged
    this.#deliveriesChanged = false
    for (const [number, view] of this.#views) {
      const changed = deliveriesChanged ? this.#changed(view) : []
      const newest = this.#newest()
      const added = this.#reader.after(view.filter, view.seen, rowsAtOnce)
      for (const { sequence, delivery } of added) {
        view.seen = sequence
        view.told.set(sequence, JSON.stringify(delivery))
        if (view.told.size > keptRows) view.told.delete(view.told.keys().next().value ?? sequence)
      }
      if (changed.length + added.length > 0) this.#listener(number, [...changed, ...added])
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
