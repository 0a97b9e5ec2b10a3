import { max } from 'd3-array'
import { scaleLinear, scaleSqrt } from 'd3-scale'
import { counted } from '../plural'
import { chartTable, type Chart, type ChartWords } from './chart'
import { drawing, element, line, textWidth, words, wrapped } from './svg'

/** One thing that was scored. */
export interface Bubble {
  readonly label: string
  readonly href?: string
  readonly impact: number
  readonly complexity: number
  /** The spread of the raters on each axis, drawn as whiskers. */
  readonly impactSpread?: readonly [number, number]
  readonly complexitySpread?: readonly [number, number]
  /** What the size stands for, such as a cost; without it all are equal. */
  readonly size?: number
  readonly raters: number
}

export interface MatrixInput extends ChartWords {
  readonly bubbles: readonly Bubble[]
  /** The scale of both axes. */
  readonly domain: readonly [number, number]
  /** Names of the four fields; the left column is the less complex one. */
  readonly quadrants: {
    readonly topLeft: string
    readonly topRight: string
    readonly bottomLeft: string
    readonly bottomRight: string
  }
  readonly impactTitle: string
  readonly complexityTitle: string
  /** Fewer raters than this are drawn hollow. */
  readonly ratersNeeded: number
  /** How scores are written. */
  readonly score: (value: number) => string
  /** What the size stands for, and how it is written. */
  readonly sizeTitle?: string
  readonly sizeSaid?: (size: number) => string
}

interface Frame {
  readonly width: number
  readonly height: number
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly font: number
  readonly smallest: number
  readonly largest: number
  /** The longest line of a label, in the units of the drawing. */
  readonly labelWidth: number
}

const WIDE: Frame = {
  width: 760, height: 560, left: 46, right: 14, top: 12, bottom: 46,
  font: 12, smallest: 7, largest: 24, labelWidth: 170,
}
const NARROW: Frame = {
  width: 320, height: 380, left: 40, right: 8, top: 10, bottom: 42,
  font: 11, smallest: 6, largest: 15, labelWidth: 105,
}

/** How many are drawn; more would be a blot. */
export const MOST_BUBBLES = 200

/** More than these are drawn smaller. */
const UNCROWDED = 40

/** More names than these would be a blot as well; the highest impact has them. */
const MOST_LABELS = 40

/** No label stands farther above or below its bubble. */
const NEAR = 70

/** A label takes two lines before it is cut, this far apart for each unit of its font. */
const LABEL_LINES = 2
const LEADING = 1.2

/** Impact against complexity: what is worth doing first stands top left. Every bubble is numbered as in the table. */
export function matrixChart(input: MatrixInput): Chart {
  const bubbles = input.bubbles.slice(0, MOST_BUBBLES)
  const drawn = { ...input, bubbles }
  return {
    kind: 'matrix',
    svg: matrixDrawn(drawn, 'wide', WIDE) + matrixDrawn(drawn, 'narrow', NARROW),
    table: chartTable(
      input.title,
      ['Name', 'Number', input.impactTitle, input.complexityTitle, 'Field', 'Raters', ...optional(input.sizeTitle)],
      bubbles.map((bubble, at) => [
        { text: bubble.label, href: bubble.href },
        String(at + 1),
        spreadSaid(input, bubble.impact, bubble.impactSpread),
        spreadSaid(input, bubble.complexity, bubble.complexitySpread),
        fieldOf(input, bubble),
        String(bubble.raters),
        ...optional(input.sizeTitle && sizeSaid(input, bubble)),
      ]),
      ['Field'],
    ),
  }
}

const optional = (text: string | undefined) => (text ? [text] : [])

/** The name of the field a bubble stands in; the middle line belongs to the higher one. */
export function fieldOf(
  { domain, quadrants }: Pick<MatrixInput, 'domain' | 'quadrants'>,
  bubble: Pick<Bubble, 'impact' | 'complexity'>,
): string {
  const middle = (domain[0] + domain[1]) / 2
  if (bubble.impact >= middle) return bubble.complexity < middle ? quadrants.topLeft : quadrants.topRight
  return bubble.complexity < middle ? quadrants.bottomLeft : quadrants.bottomRight
}

function matrixDrawn(input: MatrixInput, variant: 'wide' | 'narrow', frame: Frame): string {
  const [low, high] = input.domain
  const air = (high - low) * 0.06
  const x = scaleLinear([low - air, high + air], [frame.left, frame.width - frame.right])
  const y = scaleLinear([low - air, high + air], [frame.height - frame.bottom, frame.top])
  const crowd = Math.min(1, Math.sqrt(UNCROWDED / input.bubbles.length))
  const [smallest, largest] = [Math.max(4, frame.smallest * crowd), frame.largest * crowd]
  const radius = scaleSqrt([0, max(input.bubbles, bubble => bubble.size ?? 0) || 1], [smallest, largest])
  const placed = input.bubbles.map((bubble, at) => ({
    bubble,
    number: String(at + 1),
    cx: x(bubble.complexity),
    cy: y(bubble.impact),
    r: bubble.size === undefined ? (smallest + largest) / 2.6 : radius(bubble.size),
  }))
  const labels = labelsBeside(placed, frame, placed.flatMap(mark => spreadBoxes(mark, x, y)))
  const bigFirst = [...placed].sort((a, b) => b.r - a.r)
  const pieces = [
    ...ground(input, frame, x, y),
    ...bigFirst.flatMap(({ bubble, cx, cy }) => whiskers(bubble, cx, cy, x, y)),
    ...bigFirst.map(mark => bubbleDrawn(mark, input, frame)),
    ...labels.flatMap(({ lines, x: at, y: baseline, anchor }) =>
      lines.map((text, line) => words(text, at, baseline + line * frame.font * LEADING, 'bubble-label', anchor)),
    ),
  ]
  return drawing(variant, frame, input, pieces, 'group')
}

type Scale = (value: number) => number

function ground(input: MatrixInput, frame: Frame, x: Scale, y: Scale): string[] {
  const [low, high] = input.domain
  const middle = (low + high) / 2
  const { left, top } = frame
  const right = frame.width - frame.right
  const bottom = frame.height - frame.bottom
  const scores = Array.from({ length: Math.round(high - low) + 1 }, (_, at) => low + at)
  const pad = 8
  return [
    element('rect', { class: 'field-best', x: left, y: top, width: x(middle) - left, height: y(middle) - top }),
    element('rect', { class: 'matrix-edge', x: left, y: top, width: right - left, height: bottom - top }),
    line('middle', x(middle), top, x(middle), bottom),
    line('middle', left, y(middle), right, y(middle)),
    words(input.quadrants.topLeft, left + pad, top + 18, 'quadrant quadrant-best'),
    words(input.quadrants.topRight, right - pad, top + 18, 'quadrant', 'end'),
    words(input.quadrants.bottomLeft, left + pad, bottom - 9, 'quadrant'),
    words(input.quadrants.bottomRight, right - pad, bottom - 9, 'quadrant', 'end'),
    ...scores.flatMap(value => [
      words(input.score(value), x(value), bottom + 17, 'tick', 'middle'),
      words(input.score(value), left - 7, y(value) + 4, 'tick', 'end'),
    ]),
    words(`${input.complexityTitle} →`, right, bottom + 36, 'caption', 'end'),
    element(
      'g',
      { transform: `translate(${frame.left > 40 ? 14 : 10} ${top}) rotate(-90)` },
      words(`${input.impactTitle} →`, 0, 0, 'caption', 'end'),
    ),
  ]
}

function whiskers(bubble: Bubble, cx: number, cy: number, x: Scale, y: Scale): string[] {
  const { impactSpread, complexitySpread } = bubble
  return [
    ...(impactSpread ? [line('spread', cx, y(impactSpread[0]), cx, y(impactSpread[1]))] : []),
    ...(complexitySpread ? [line('spread', x(complexitySpread[0]), cy, x(complexitySpread[1]), cy)] : []),
  ]
}

/** The places that the whiskers take, a little wider than they are drawn. */
function spreadBoxes({ bubble: { impactSpread, complexitySpread }, cx, cy }: Mark, x: Scale, y: Scale): Box[] {
  return [
    ...(impactSpread ? [{ x0: cx - 2, y0: y(impactSpread[1]), x1: cx + 2, y1: y(impactSpread[0]) }] : []),
    ...(complexitySpread ? [{ x0: x(complexitySpread[0]), y0: cy - 2, x1: x(complexitySpread[1]), y1: cy + 2 }] : []),
  ]
}

interface Mark {
  readonly bubble: Bubble
  readonly number: string
  readonly cx: number
  readonly cy: number
  readonly r: number
}

function bubbleDrawn({ bubble, number, cx, cy, r }: Mark, input: MatrixInput, frame: Frame): string {
  const isHollow = bubble.raters < input.ratersNeeded
  const said =
    `${number}. ${bubble.label}: ` +
    `${input.impactTitle.toLowerCase()} ${spreadSaid(input, bubble.impact, bubble.impactSpread)}, ` +
    `${input.complexityTitle.toLowerCase()} ${spreadSaid(input, bubble.complexity, bubble.complexitySpread)}, ` +
    counted(bubble.raters, 'rater') +
    (input.sizeTitle ? `, ${input.sizeTitle.toLowerCase()} ${sizeSaid(input, bubble)}` : '')
  const kind = isHollow ? ' number-hollow' : ''
  const hasRoom = r >= frame.font * 0.34 * (number.length + 0.4)
  const shape = [
    element('title', {}, escapedTitle(said)),
    element('circle', { class: isHollow ? 'bubble bubble-hollow' : 'bubble', cx, cy, r }),
    ...(hasRoom ? [words(number, cx, cy + frame.font * 0.36, `number${kind}`, 'middle')] : []),
  ]
  return bubble.href
    ? element('a', { href: bubble.href, class: 'bubble-link', 'aria-label': said }, ...shape)
    : element('g', {}, ...shape)
}

function spreadSaid({ score }: MatrixInput, value: number, spread: readonly [number, number] | undefined): string {
  return spread ? `${score(value)} (${score(spread[0])} to ${score(spread[1])})` : score(value)
}

function sizeSaid(input: MatrixInput, { size }: Bubble): string {
  if (size === undefined) return '–'
  return input.sizeSaid ? input.sizeSaid(size) : String(size)
}

const escapedTitle = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

interface Label {
  readonly lines: readonly string[]
  readonly x: number
  readonly y: number
  readonly anchor: 'start' | 'middle' | 'end'
}

/**
 * Names for as many bubbles as have room: right, left, above, below and the corners are tried in this order, the
 * highest impact first. A name never covers a bubble, another name or a field's name, and crosses a whisker only where
 * no other place is free; the others are found by their number.
 */
function labelsBeside(marks: readonly Mark[], frame: Frame, lines: readonly Box[]): Label[] {
  const taken: Box[] = [
    ...marks.map(({ cx, cy, r }) => ({ x0: cx - r, y0: cy - r, x1: cx + r, y1: cy + r })),
    { x0: frame.left, y0: frame.top, x1: frame.width, y1: frame.top + 26 },
    { x0: frame.left, y0: frame.height - frame.bottom - 26, x1: frame.width, y1: frame.height },
  ]
  const labels: Label[] = []
  for (const mark of [...marks].sort((a, b) => a.cy - b.cy)) {
    if (labels.length === MOST_LABELS) break
    const text = wrapped(mark.bubble.label, frame.labelWidth, frame.font, LABEL_LINES)
    const near = taken.filter(box => isNear(box, mark))
    const free = places(mark, text, frame).filter(({ box }) => isInside(box, frame) && !near.some(other => overlap(box, other)))
    const nearLines = free.length > 1 ? lines.filter(box => isNear(box, mark)) : []
    const found = free.find(({ box }) => !nearLines.some(other => overlap(box, other))) ?? free[0]
    if (!found) continue
    taken.push(found.box)
    labels.push({ lines: text, ...found.at })
  }
  return labels
}

/** Whether the box comes near the height of the mark, from above, from below or across it. */
function isNear(box: Box, { cy }: Mark): boolean {
  return box.y0 - cy < NEAR && cy - box.y1 < NEAR
}

function places({ cx, cy, r }: Mark, lines: readonly string[], { font }: Frame): { box: Box; at: Omit<Label, 'lines'> }[] {
  const width = Math.max(...lines.map(text => textWidth(text, font)))
  const further = (lines.length - 1) * font * LEADING
  const gap = r + 5
  const diagonal = r * 0.72 + 4
  // where the first line stands
  const spots: [number, number, Label['anchor']][] = [
    [cx + gap, cy + font * 0.35 - further / 2, 'start'],
    [cx - gap, cy + font * 0.35 - further / 2, 'end'],
    [cx, cy - gap - further, 'middle'],
    [cx, cy + gap + font * 0.8, 'middle'],
    [cx + diagonal, cy - diagonal - further, 'start'],
    [cx + diagonal, cy + diagonal + font * 0.7, 'start'],
    [cx - diagonal, cy - diagonal - further, 'end'],
    [cx - diagonal, cy + diagonal + font * 0.7, 'end'],
  ]
  return spots.map(([x, y, anchor]) => {
    const x0 = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2
    return { box: { x0: x0 - 2, y0: y - font, x1: x0 + width + 2, y1: y + further + font * 0.3 }, at: { x, y, anchor } }
  })
}

function isInside(box: Box, frame: Frame): boolean {
  const isAcross = box.x0 >= frame.left + 3 && box.x1 <= frame.width - frame.right - 3
  return isAcross && box.y0 >= frame.top && box.y1 <= frame.height - frame.bottom
}

function overlap(a: Box, b: Box): boolean {
  return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}
