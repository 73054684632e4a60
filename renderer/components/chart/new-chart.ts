import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { decimalSteps, timeLabels, timeScale, valueScale, wholeSteps, type Span } from './scales.ts'

interface ChartLooks {
  readonly labels: readonly string[]
  readonly width: number
  readonly height: number
  readonly logarithmic: boolean
  /** Whether values are counts, whose axis needs no fractions. */
  readonly whole: boolean
  /** Where the time axis begins, in seconds since 1970, when that is not the first value. */
  readonly from: () => number | undefined
  /** Times that are marked, in seconds since 1970. */
  readonly marks: () => readonly number[]
  /** Told which part of it somebody wants to look at; undefined for all of it again. */
  readonly onLook: (span: Span | undefined) => void
  readonly format: (value: number) => string
  readonly language: string
}

/** Lines are told apart by their dashes as well, not by colour alone. */
const dashes: readonly number[][] = [[], [6, 3], [2, 2]]

/** Draws a chart in the colours of the theme that is shown. */
export function newChart(element: HTMLElement, data: UPlot.AlignedData, looks: ChartLooks): UPlot {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const axis = {
    stroke: colour('--text-muted'),
    font: `11px ${colour('--font-text')}`,
    grid: { stroke: colour('--border'), width: 1 },
    ticks: { stroke: colour('--border'), width: 1, size: 4 },
  }
  return new UPlot(
    {
      width: looks.width,
      height: looks.height,
      legend: { show: false },
      cursor: { drag: { x: true, y: false, setScale: false } },
      hooks: {
        setSelect: [
          (chart) => {
            const { left, width } = chart.select
            if (width === 0) return
            looks.onLook({ min: chart.posToVal(left, 'x'), max: chart.posToVal(left + width, 'x') })
            chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
          },
        ],
        ready: [({ over }) => over.addEventListener('dblclick', () => looks.onLook(undefined))],
        drawSeries: [
          (chart, series) => series === 1 && drawMarks(chart, looks.marks(), colour('--state-attention')),
        ],
      },
      scales: { x: timeScale(looks.from), y: valueScale(looks.logarithmic) },
      axes: [
        { ...axis, size: 28, space: 64, values: (_chart, splits) => timeLabels(splits, looks.language) },
        {
          ...axis,
          size: 48,
          values: (_chart, splits) => splits.map((split) => looks.format(split)),
          incrs: looks.whole ? wholeSteps : decimalSteps,
        },
      ],
      series: [
        {},
        ...looks.labels.map((label, index) => ({
          label,
          stroke: colour(`--line-${index % 6}`),
          width: 1.5,
          dash: dashes[index % dashes.length] ?? [],
          points: { show: false },
        })),
      ],
    },
    data,
    element,
  )
}

/** Draws a line from top to bottom at each time that is shown. */
function drawMarks(chart: UPlot, marks: readonly number[], colour: string): void {
  const { ctx, bbox, scales } = chart
  const { min = 0, max = 0 } = scales['x'] ?? {}
  ctx.save()
  ctx.strokeStyle = colour
  ctx.globalAlpha = 0.6
  ctx.beginPath()
  for (const mark of marks) {
    if (mark < (min ?? 0) || mark > (max ?? 0)) continue
    const at = Math.round(chart.valToPos(mark, 'x', true)) + 0.5
    ctx.moveTo(at, bbox.top)
    ctx.lineTo(at, bbox.top + bbox.height)
  }
  ctx.stroke()
  ctx.restore()
}
