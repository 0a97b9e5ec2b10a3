import { max } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { chartTable, type Chart, type ChartWords } from './chart'
import { drawing, element, line, textWidth, words, wrapped } from './svg'

export interface HistogramBin {
  readonly from: number
  readonly to: number
  readonly count: number
}

/** A place on the axis that has a name: worst, likely, best. */
export interface HistogramMark {
  readonly value: number
  readonly label: string
  /** The value as the page writes it. */
  readonly said: string
  /** Share of all draws that lie below it. */
  readonly below: number
}

export interface HistogramInput extends ChartWords {
  readonly bins: readonly HistogramBin[]
  /** From left to right. */
  readonly marks: readonly HistogramMark[]
  readonly caption: string
  readonly tick: (value: number) => string
  /** How the page writes a share of the draws. */
  readonly percent: (share: number) => string
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly ticks: number
}

const WIDE: Frame = { width: 760, height: 230, ticks: 7 }
const NARROW: Frame = { width: 320, height: 190, ticks: 4 }
const SIDE = 14

/** How likely which outcome is: loss left of zero, gain right of it, with the named places over the bars. */
export function histogram(input: HistogramInput): Chart {
  const total = input.bins.reduce((sum, { count }) => sum + count, 0)
  return {
    kind: 'histogram',
    svg: drawn(input, 'wide', WIDE) + drawn(input, 'narrow', NARROW),
    table: chartTable(
      input.title,
      ['Range', 'Share of draws'],
      [
        ...input.marks.map(({ said, below }) => [`below ${said}`, input.percent(below)]),
        ...input.bins.map(({ from, to, count }) => [`${input.tick(from)} to ${input.tick(to)}`, input.percent(count / (total || 1))]),
      ],
    ),
  }
}

function drawn(input: HistogramInput, variant: 'wide' | 'narrow', frame: Frame): string {
  const { bins, marks } = input
  const from = Math.min(0, bins[0]?.from ?? 0, ...marks.map(mark => mark.value))
  const to = Math.max(0, bins.at(-1)?.to ?? 1, ...marks.map(mark => mark.value))
  const x = scaleLinear([from, to], [SIDE, frame.width - SIDE])
  const labels = markLabels(marks, x, frame)
  const head = 14 + (1 + Math.max(-1, ...labels.map(({ row }) => row))) * 34
  const floor = head + frame.height - 70
  const y = scaleLinear([0, max(bins, ({ count }) => count) || 1], [floor, head + 6])
  const caption = wrapped(input.caption, frame.width - 2 * SIDE, 12, 2)
  const height = floor + 31 + 15 * caption.length
  const pieces = [
    ...bins.map(({ from: start, to: end, count }) =>
      element('rect', {
        class: end <= 0 ? 'bar bar-loss' : 'bar',
        x: x(start) + 0.5,
        y: y(count),
        width: Math.max(0.5, x(end) - x(start) - 1),
        height: floor - y(count),
      }),
    ),
    line('axis', SIDE, floor, frame.width - SIDE, floor),
    line('zero', x(0), head - 4, x(0), floor + 5),
    ...labels.flatMap(({ mark, at, row }) => [
      line('mark', x(mark.value), row * 34 + 32, x(mark.value), floor),
      words(mark.said, at, row * 34 + 13, 'mark-value', 'middle'),
      words(mark.label, at, row * 34 + 27, 'note', 'middle'),
    ]),
    ...x.ticks(frame.ticks).flatMap(value => {
      const half = textWidth(input.tick(value), 12) / 2
      const isInside = x(value) >= half && x(value) <= frame.width - half
      return isInside ? [words(input.tick(value), x(value), floor + 18, 'tick', 'middle')] : []
    }),
    ...caption.map((text, at) => words(text, frame.width / 2, floor + 38 + 15 * at, 'caption', 'middle')),
  ]
  return drawing(variant, { width: frame.width, height }, input, pieces)
}

/** Each label stands over its mark in the first row where it touches no other. */
function markLabels(marks: readonly HistogramMark[], x: (value: number) => number, frame: Frame) {
  const ends: number[] = []
  return marks.map(mark => {
    const half = Math.max(textWidth(mark.said, 13), textWidth(mark.label, 11)) / 2 + 4
    const at = Math.min(Math.max(x(mark.value), half), frame.width - half)
    const free = ends.findIndex(end => end <= at - half)
    const row = free === -1 ? ends.length : free
    ends[row] = at + half
    return { mark, at, row }
  })
}
