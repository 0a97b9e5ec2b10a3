import { extent } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { area, curveMonotoneX, line as path } from 'd3-shape'
import { chartTable, type Chart, type ChartWords } from './chart'
import { drawing, element } from './svg'

export interface SparklineInput extends ChartWords {
  /** In the order of time; `said` is the value as the page writes it. */
  readonly points: readonly { readonly label: string; readonly value: number; readonly said: string }[]
  /** What the points are, and what is measured: the heads of the table. */
  readonly heads: readonly [string, string]
}

const SIZE = { width: 240, height: 48 }
const EDGE = 5

/** How something went lately, small enough to stand beside a number; the last point is marked. */
export function sparkline(input: SparklineInput): Chart {
  const [low = 0, high = 1] = extent([0, ...input.points.map(({ value }) => value)])
  const x = scaleLinear([0, Math.max(1, input.points.length - 1)], [EDGE, SIZE.width - EDGE])
  const y = scaleLinear([low, high === low ? low + 1 : high], [SIZE.height - EDGE, EDGE])
  const places = input.points.map(({ value }, at): [number, number] => [round(x(at)), round(y(value))])
  const last = places.at(-1)
  const drawn = path<[number, number]>().curve(curveMonotoneX)
  const filled = area<[number, number]>()
    .x(place => place[0])
    .y0(round(y(0)))
    .y1(place => place[1])
    .curve(curveMonotoneX)
  const pieces = [
    element('path', { class: 'spark-area', d: filled(places) ?? '' }),
    element('path', { class: 'spark-line', d: drawn(places) ?? '' }),
    ...(last ? [element('circle', { class: 'spark-now', cx: last[0], cy: last[1], r: 3.5 })] : []),
  ]
  return {
    kind: 'sparkline',
    svg: drawing('only', SIZE, input, pieces),
    table: chartTable(input.title, input.heads, input.points.map(({ label, said }) => [label, said])),
  }
}

const round = (value: number) => Math.round(value * 10) / 10
