import UPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'

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

/** Steps of an axis of counts: 1, 2, 5, 10, 20, … */
const wholeSteps = Array.from({ length: 9 }, (_, power) => [1, 2, 5].map((step) => step * 10 ** power)).flat()

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
      scales: {
        x: { range: (_chart, low, high) => [looks.from() ?? low, high] },
        y: looks.logarithmic ? { distr: 4, asinh: 1 } : { range: (_chart, _low, high) => [0, high || 1] },
      },
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
