import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { timeScale, valueScale, wholeSteps } from './scales.ts'

interface ChartLooks {
  readonly labels: readonly string[]
  readonly width: number
  readonly height: number
  readonly logarithmic: boolean
  /** Whether values are counts, whose axis needs no fractions. */
  readonly whole: boolean
  /** Where the time axis begins, in seconds since 1970, when that is not the first value. */
  readonly from: () => number | undefined
  readonly format: (value: number) => string
  readonly language: string
}

/** Lines are told apart by their dashes as well, not by colour alone. */
const dashes: readonly number[][] = [[], [6, 3], [2, 2]]

/** Draws a chart in the colours of the theme that is shown. */
export function newChart(element: HTMLElement, data: UPlot.AlignedData, looks: ChartLooks): UPlot {
  const style = getComputedStyle(document.documentElement)
  const colour = (name: string) => style.getPropertyValue(name).trim()
  const time = new Intl.DateTimeFormat(looks.language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
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
      cursor: { drag: { x: false, y: false } },
      scales: { x: timeScale(looks.from), y: valueScale(looks.logarithmic) },
      axes: [
        { ...axis, size: 28, values: (_chart, splits) => splits.map((split) => time.format(split * 1000)) },
        {
          ...axis,
          size: 48,
          values: (_chart, splits) => splits.map((split) => looks.format(split)),
          ...(looks.whole && { incrs: wholeSteps }),
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
