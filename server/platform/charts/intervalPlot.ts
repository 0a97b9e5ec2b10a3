import { extent } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { chartTable, type Chart, type ChartWords } from './chart'
import { drawing, element, fitted, line, textWidth, words, wrapped } from './svg'

/** One estimate with its interval. */
export interface IntervalRow {
  readonly label: string
  readonly estimate: number
  readonly low: number
  readonly high: number
  /** The primary metric is drawn strongest; a guardrail has a margin. */
  readonly role: 'primary' | 'other' | 'guardrail'
  /** Estimate and interval as the page writes them: "−0.8 points (−1.3 to −0.3)". */
  readonly said: string
  /** Where a guardrail's harm begins, in the unit of the axis. */
  readonly margin?: number
  /** The margin as the page writes it. */
  readonly marginSaid?: string
}

/** Estimates in one unit share an axis; other units get a panel of their own. */
export interface IntervalPanel {
  readonly rows: readonly IntervalRow[]
  /** What the axis measures: "Difference in points, treatment minus control". */
  readonly caption: string
  /** How the axis writes its values. */
  readonly tick: (value: number) => string
  /** Half the width of the band around zero that does not matter. */
  readonly smallestEffect?: number
  /** What lies left and right of zero, such as "fewer" and "more". */
  readonly below?: string
  readonly above?: string
}

export interface IntervalPlotInput extends ChartWords {
  readonly panels: readonly IntervalPanel[]
}

interface Frame {
  readonly width: number
  readonly left: number
  readonly right: number
  readonly rowHeight: number
  /** Label and figures stand above the interval instead of beside it. */
  readonly isNarrow: boolean
}

const WIDE: Frame = { width: 760, left: 176, right: 220, rowHeight: 46, isNarrow: false }
const NARROW: Frame = { width: 320, left: 14, right: 14, rowHeight: 74, isNarrow: true }

/** Where, in a narrow row, label and figures end. */
const BELOW_WORDS = 37

/** Estimates with their intervals against zero and against the smallest effect that matters. */
export function intervalPlot(input: IntervalPlotInput): Chart {
  const rows = input.panels.flatMap(panel => panel.rows)
  return {
    kind: 'interval-plot',
    svg: drawn(input, 'wide', WIDE) + drawn(input, 'narrow', NARROW),
    table: chartTable(
      input.title,
      ['Metric', 'Role', 'Estimate and interval', 'Margin'],
      rows.map(row => [row.label, ROLES[row.role], row.said, row.marginSaid ?? '–']),
      ['Role'],
    ),
  }
}

const ROLES = { primary: 'primary metric', other: 'other metric', guardrail: 'guardrail' } as const

function drawn(input: IntervalPlotInput, variant: 'wide' | 'narrow', frame: Frame): string {
  const pieces: string[] = []
  let top = 0
  for (const panel of input.panels) {
    const { drawn: piece, height } = panelDrawn(panel, frame, top)
    pieces.push(piece)
    top += height
  }
  return drawing(variant, { width: frame.width, height: top }, input, pieces)
}

function panelDrawn(panel: IntervalPanel, frame: Frame, top: number): { drawn: string; height: number } {
  const band = panel.smallestEffect
  const x = scaleLinear(domainOf(panel), [frame.left, frame.width - frame.right]).nice(5)
  const head = band === undefined ? 14 : 34
  const axisAt = top + head + panel.rows.length * frame.rowHeight + 4
  const zero = x(0)
  const pieces: string[] = []

  if (band !== undefined) {
    pieces.push(
      element('rect', {
        class: 'band',
        x: x(-band),
        y: top + head - 8,
        width: x(band) - x(-band),
        height: axisAt - top - head + 8,
      }),
      bandLabel(`too small to matter (±${panel.tick(band).replace(/^\+/, '')})`, zero, top + head - 16, frame),
    )
  }
  const ticks = x.ticks(frame.isNarrow ? 4 : 6)
  for (const value of ticks) {
    if (value !== 0) pieces.push(...upright('grid', x(value), panel, frame, top + head, axisAt))
  }
  pieces.push(...upright('zero', zero, panel, frame, top + head, axisAt + 5))
  panel.rows.forEach((row, at) => pieces.push(rowDrawn(row, x, frame, top + head + at * frame.rowHeight)))

  pieces.push(line('axis', frame.left, axisAt, frame.width - frame.right, axisAt))
  for (const value of ticks) {
    const half = textWidth(panel.tick(value), 12) / 2
    if (x(value) < half || x(value) > frame.width - half) continue
    pieces.push(words(panel.tick(value), x(value), axisAt + 18, 'tick', 'middle'))
  }
  let below = axisAt + 36
  if (panel.below && panel.above) {
    pieces.push(
      words(`← ${panel.below}`, zero - 10, below, 'direction', 'end'),
      words(`${panel.above} →`, zero + 10, below, 'direction'),
    )
    below += 17
  }
  const middle = frame.left + (frame.width - frame.left - frame.right) / 2
  const room = frame.width - frame.left - frame.right + (frame.isNarrow ? 0 : 160)
  for (const text of wrapped(panel.caption, room, 12, 2)) {
    pieces.push(words(text, middle, below, 'caption', 'middle'))
    below += 15
  }
  return { drawn: element('g', {}, ...pieces), height: below - top + 6 }
}

/** A line across all rows; where label and figures stand above the interval, it leaves them out rather than to cross them. */
function upright(kind: string, x: number, { rows }: IntervalPanel, { isNarrow, rowHeight }: Frame, top: number, end: number): string[] {
  if (!isNarrow) return [line(kind, x, top - 8, x, end)]
  return rows.map((_, at) => {
    const row = top + at * rowHeight
    return line(kind, x, row + BELOW_WORDS, x, at === rows.length - 1 ? end : row + rowHeight)
  })
}

/** The words over the band, kept inside the drawing. */
function bandLabel(text: string, zero: number, y: number, frame: Frame): string {
  const half = textWidth(text, 12) / 2
  const at = Math.min(Math.max(zero, half + 2), frame.width - half - 2)
  return words(text, at, y, 'caption', 'middle')
}

function rowDrawn(row: IntervalRow, x: (value: number) => number, frame: Frame, top: number): string {
  const y = frame.isNarrow ? top + 52 : top + frame.rowHeight / 2
  const pieces = frame.isNarrow
    ? [
        words(fitted(row.label, frame.width - 20, 13), frame.left, top + 14, `row-label role-${row.role}`),
        words(fitted(row.said, frame.width - 20, 12), frame.left, top + 31, 'said'),
      ]
    : [
        ...stacked(row.label, frame.left - 20, y, `row-label role-${row.role}`, 0),
        ...stacked(row.said, frame.right - 12, y, 'said', frame.width - frame.right + 18),
      ]
  if (row.margin !== undefined) {
    pieces.push(line('margin', x(row.margin), y - 13, x(row.margin), y + 13))
    pieces.push(words('margin', x(row.margin), y + 24, 'note', 'middle'))
  }
  const cap = row.role === 'primary' ? 7 : 5
  pieces.push(
    line('whisker', x(row.low), y, x(row.high), y),
    line('whisker', x(row.low), y - cap, x(row.low), y + cap),
    line('whisker', x(row.high), y - cap, x(row.high), y + cap),
    row.role === 'guardrail'
      ? element('rect', { class: 'estimate', x: x(row.estimate) - 4, y: y - 4, width: 8, height: 8 })
      : element('circle', { class: 'estimate', cx: x(row.estimate), cy: y, r: row.role === 'primary' ? 6 : 4.5 }),
  )
  return element('g', { class: `interval-row role-${row.role}` }, ...pieces)
}

/** A text of up to two lines, centred on `y`. */
function stacked(text: string, width: number, y: number, kind: string, x: number): string[] {
  const lines = wrapped(text, width, 12.5, 2)
  const first = y + 4.5 - (lines.length - 1) * 8
  return lines.map((each, at) => words(each, x, first + at * 16, kind))
}

/** Everything that is drawn, zero and the band with some air at both ends. */
function domainOf(panel: IntervalPanel): [number, number] {
  const band = panel.smallestEffect ?? 0
  const [low = -1, high = 1] = extent([
    0,
    -band * 1.15,
    band * 1.15,
    ...panel.rows.flatMap(row => [row.low, row.high, row.margin ?? 0]),
  ])
  const air = (high - low || 1) * 0.05
  return [low - air, high + air]
}
