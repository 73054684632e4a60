export interface Column<Row> {
  readonly id: string
  readonly label: string
  /** Track of a CSS grid: `120px`, `minmax(160px, 1fr)`. */
  readonly width: string
  /** Numbers stand at the end, so that their digits line up. */
  readonly align?: 'start' | 'end' | undefined
  /** What the column says: its text without a slot of its own, and what it is sorted by. */
  readonly value?: ((row: Row) => string | number | null) | undefined
  /** Why a row has nothing here, for those who point at it. */
  readonly because?: ((row: Row) => string | undefined) | undefined
  /** What it is sorted by when that differs from what it says. */
  readonly order?: ((row: Row) => string | number | null) | undefined
  readonly sortable?: boolean | undefined
  /** Not shown until the operator chooses it. */
  readonly hidden?: boolean | undefined
  /** Cannot be hidden. */
  readonly required?: boolean | undefined
  readonly mono?: boolean | undefined
  /** What the heading's tooltip says. */
  readonly help?: string | undefined
}

/**
 * The columns that are shown, in their own order.
 * @param choices what the operator chose to show and to hide, by column
 */
export function shownColumns<Row>(
  columns: readonly Column<Row>[],
  choices: Readonly<Record<string, boolean>>,
): readonly Column<Row>[] {
  return columns.filter(({ id, hidden, required }) => required === true || (choices[id] ?? hidden !== true))
}

/**
 * The columns there is room for: the last ones go first, except what must be shown and what the operator chose.
 * @param room in pixels
 */
export function fitting<Row>(
  columns: readonly Column<Row>[],
  choices: Readonly<Record<string, boolean>>,
  room: number,
): readonly Column<Row>[] {
  const shown = [...shownColumns(columns, choices)]
  while (smallestWidth(shown) > room) {
    const last = shown.findLastIndex(({ id, required }) => required !== true && choices[id] !== true)
    if (last < 0) break
    shown.splice(last, 1)
  }
  return shown
}

/** The least a row of these columns needs in pixels, so that rows drawn one by one still line up. */
export function smallestWidth<Row>(columns: readonly Column<Row>[]): number {
  return columns.reduce((sum, { width }) => sum + Number(/(\d+)px/.exec(width)?.[1] ?? 0), 0)
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/**
 * Rows in the order of a column; equal ones stay as they were, and rows without a value stand last either way.
 * @param sort the column's id, with `-` before it for largest first; empty leaves the order alone
 */
export function sorted<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: string,
): readonly Row[] {
  const descending = sort.startsWith('-')
  const column = columns.find(({ id }) => id === sort.replace(/^-/, ''))
  const order = column?.order ?? column?.value
  if (order === undefined) return rows
  return rows
    .map((row) => ({ row, value: order(row) }))
    .toSorted((left, right) => {
      if (left.value === null || right.value === null) {
        return Number(left.value === null) - Number(right.value === null)
      }
      const compared =
        typeof left.value === 'number' && typeof right.value === 'number'
          ? left.value - right.value
          : collator.compare(String(left.value), String(right.value))
      return descending ? -compared : compared
    })
    .map(({ row }) => row)
}
