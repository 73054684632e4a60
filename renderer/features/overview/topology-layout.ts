import type { NodeView } from '../../../electron/contract/features/inventory.ts'
import type { Severity } from '../../../electron/contract/shared.ts'
import { cellsOf, type Cell, type Fold } from './topology-cells.ts'

const boxWidth = 160
const boxHeight = 48
const columnGap = 16
const rowGap = 36
const toBroker = 36
const brokerWidth = 220
/** Rows above the broker and below it; more nodes than these hold are drawn together. */
const mostRows = 3

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface CellBox extends Box {
  readonly cell: Cell
}

/** A line between the broker and a node; its path runs along the axes only. */
export interface Link {
  readonly id: string
  readonly path: string
  readonly severity: Severity
  /** Messages waiting at its end; null for a master's link, and where nobody knows. */
  readonly waiting: number | null
  readonly labelX: number
  readonly labelY: number
}

export interface Topology {
  readonly masters: readonly CellBox[]
  readonly broker: Box
  readonly slaves: readonly CellBox[]
  readonly links: readonly Link[]
  readonly height: number
  /** Whether nodes are drawn together, because they are too many. */
  readonly isFolded: boolean
}

/**
 * Places masters above the broker and slaves below it, in as many rows as the width asks for. A node that is both
 * stands above and has a link for what waits in its queue as well.
 * @param width of the area in pixels
 * @param by what nodes have in common that are drawn together
 */
export function layOutTopology(nodes: readonly NodeView[], width: number, by: Fold = 'state'): Topology {
  const area = Math.max(width, boxWidth + 2 * columnGap)
  const room = mostRows * boxesPerRow(area)
  const cells = (isAbove: boolean): readonly Cell[] =>
    cellsOf(
      nodes.filter(({ roles }) => roles.includes('master') === isAbove),
      room,
      by,
    )
  const [above, below] = [cells(true), cells(false)]
  const masters = placeRows(above, area, 0)
  const brokerTop = masters.length === 0 ? 0 : bottomOf(masters) + toBroker
  const broker = {
    x: Math.round((area - Math.min(brokerWidth, area)) / 2),
    y: brokerTop,
    width: Math.min(brokerWidth, area),
    height: boxHeight,
  }
  const slaves = placeRows(below, area, brokerTop + boxHeight + toBroker)
  return {
    masters,
    broker,
    slaves,
    links: [
      ...masters.map((box) => linkAbove(box, broker, bottomOf(masters))),
      ...slaves.map((box) => linkBelow(box, broker, slaves[0]?.y ?? 0)),
    ],
    height: slaves.length === 0 ? brokerTop + boxHeight : bottomOf(slaves),
    isFolded: above.length + below.length < nodes.length,
  }
}

function boxesPerRow(area: number): number {
  // The margins at both sides leave room for the trunk that leads to rows further away.
  return Math.max(1, Math.floor((area - columnGap) / (boxWidth + columnGap)))
}

function placeRows(cells: readonly Cell[], area: number, top: number): CellBox[] {
  const rows = Math.ceil(cells.length / boxesPerRow(area))
  const evenly = Math.ceil(cells.length / Math.max(1, rows))
  return cells.map((cell, index) => {
    const row = Math.floor(index / evenly)
    const inRow = Math.min(evenly, cells.length - row * evenly)
    const rowWidth = inRow * boxWidth + (inRow - 1) * columnGap
    return {
      cell,
      x: Math.round((area - rowWidth) / 2 + (index % evenly) * (boxWidth + columnGap)),
      y: top + row * (boxHeight + rowGap),
      width: boxWidth,
      height: boxHeight,
    }
  })
}

function bottomOf(boxes: readonly Box[]): number {
  return Math.max(...boxes.map(({ y, height }) => y + height))
}

function linkBelow({ cell, x, y }: CellBox, broker: Box, firstRow: number): Link {
  const centre = x + boxWidth / 2
  const start = broker.x + broker.width / 2
  const firstBus = firstRow - toBroker / 2
  const bus = y - rowGap / 2
  const path =
    y === firstRow
      ? `M${start} ${broker.y + broker.height}V${firstBus}H${centre}V${y}`
      : `M${start} ${broker.y + broker.height}V${firstBus}H${columnGap / 2}V${bus}H${centre}V${y}`
  return {
    id: cell.id,
    path,
    severity: cell.severity,
    waiting: cell.pending,
    labelX: centre + 6,
    labelY: y - 5,
  }
}

function linkAbove({ cell, x, y }: CellBox, broker: Box, lastBottom: number): Link {
  const centre = x + boxWidth / 2
  const end = broker.x + broker.width / 2
  const bottom = y + boxHeight
  const lastBus = lastBottom + toBroker / 2
  const bus = bottom + rowGap / 2
  const path =
    bottom === lastBottom
      ? `M${centre} ${bottom}V${lastBus}H${end}V${broker.y}`
      : `M${centre} ${bottom}V${bus}H${columnGap / 2}V${lastBus}H${end}V${broker.y}`
  return {
    id: cell.id,
    path,
    severity: cell.severity,
    waiting: cell.nodes.some(({ roles }) => roles.includes('slave')) ? cell.pending : null,
    labelX: centre + 6,
    labelY: bottom + 13,
  }
}
