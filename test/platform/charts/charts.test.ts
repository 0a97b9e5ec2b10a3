import { histogram } from '../../../server/platform/charts/histogram'
import { fieldOf, MOST_BUBBLES } from '../../../server/platform/charts/matrixChart'
import { sparkline } from '../../../server/platform/charts/sparkline'
import { aHistogram, aMatrix, anIntervalPlot, aSparkline } from './sampleCharts'

const charts = [
  ['interval plot', anIntervalPlot],
  ['matrix', () => aMatrix()],
  ['matrix of 200', () => aMatrix(200)],
  ['histogram', aHistogram],
  ['sparkline', aSparkline],
] as const

const numbersIn = (svg: string, attribute: string) =>
  [...svg.matchAll(new RegExp(` ${attribute}="([^"]*)"`, 'g'))].map(([, value]) => Number(value))

describe.each(charts)('every chart: the %s', (_name, make) => {
  const { svg, table } = make()

  it('has a title and a description that its drawings point to, under ids of their own', () => {
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, both] of svg.matchAll(/aria-labelledby="([^"]+)"/g)) {
      for (const id of both?.split(' ') ?? []) expect(ids).toContain(id)
    }
    expect(svg).toMatch(/<svg[^>]* role="(img|group)"/)
  })

  it('carries classes and attributes only, so that a strict content security policy lets it be', () => {
    expect(svg).not.toMatch(/ style=|<style|<script| on[a-z]+=/)
  })

  it('draws no place that is not a number, and none outside', () => {
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    const [, width] = /viewBox="0 0 (\d+)/.exec(svg) ?? []
    for (const attribute of ['cx', 'x1', 'x2']) {
      for (const x of numbersIn(svg, attribute)) {
        expect(x).toBeGreaterThanOrEqual(0)
        expect(x).toBeLessThanOrEqual(Number(width))
      }
    }
  })

  it('has its figures in a table whose rows are as long as its head', () => {
    expect(table.rows.length).toBeGreaterThan(0)
    for (const { cells } of table.rows) expect(cells).toHaveLength(table.columns.length)
  })
})

describe('text in charts', () => {
  it('is escaped', () => {
    const { svg } = sparkline({ id: 'a', title: '<b>"&', description: "'", heads: ['a', 'b'], points: [] })
    expect(svg).toContain('&lt;b&gt;&quot;&amp;')
    expect(svg).toContain('&#39;')
  })
})

describe('the interval plot', () => {
  it('puts effect, other metrics and guardrails with their margin in the table', () => {
    const rows = anIntervalPlot().table.rows.map(({ cells }) => cells.map(({ text }) => text))
    expect(rows[0]).toEqual(['Repeat visits', 'primary metric', '−6.7 points (−9.6 to −3.8)', '–'])
    expect(rows[2]?.[3]).toBe('+3.0 points')
  })

  it('draws the whole of every interval to scale', () => {
    const { svg } = anIntervalPlot()
    const primary = /interval-row role-primary">(.*?)<\/g>/.exec(svg)?.[1] ?? ''
    const [low = 0] = numbersIn(primary, 'x1')
    const [high = 0] = numbersIn(primary, 'x2')
    const [estimate = 0] = numbersIn(primary, 'cx')
    expect((estimate - low) / (high - low)).toBeCloseTo(0.5, 2)
  })
})

describe('the matrix', () => {
  const quadrants = { topLeft: 'a', topRight: 'b', bottomLeft: 'c', bottomRight: 'd' }
  const input = { domain: [1, 5] as const, quadrants }

  it.each([
    [5, 1, 'a'],
    [3, 2.99, 'a'],
    [3, 3, 'b'],
    [2.99, 2.99, 'c'],
    [1, 5, 'd'],
  ])('has impact %p and complexity %p in field %s', (impact, complexity, name) => {
    expect(fieldOf(input, { impact, complexity })).toBe(name)
  })

  it('draws at most 200 and says all about each of them to those who cannot see it', () => {
    const { svg, table } = aMatrix(260)
    expect(table.rows).toHaveLength(MOST_BUBBLES)
    expect(svg.match(/class="bubble-link"/g)).toHaveLength(2 * MOST_BUBBLES)
    const said = /aria-label="1\. Proposal 1: impact [\d.]+, complexity [\d.]+, \d raters?, friction cost €\d+k"/
    expect(svg).toMatch(said)
  })

  it('draws those with too few raters hollow', () => {
    const { svg, table } = aMatrix()
    const few = table.rows.filter(({ cells }) => Number(cells[5]?.text) < 3)
    expect(svg.match(/bubble-hollow/g)).toHaveLength(2 * few.length)
  })

  it('keeps names clear of each other', () => {
    const wide = aMatrix(200).svg.split('</svg>')[0] ?? ''
    const label = /<text class="bubble-label" x="([\d.]+)" y="([\d.]+)"(?: text-anchor="(\w+)")?>([^<]*)/g
    const boxes = [...wide.matchAll(label)].map(([, x, y, anchor, text = '']) => {
      const width = text.length * 12 * 0.56
      const left = Number(x) - (anchor === 'end' ? width : anchor === 'middle' ? width / 2 : 0)
      return { left, right: left + width, base: Number(y) }
    })
    expect(boxes.length).toBeGreaterThan(20)
    boxes.forEach((a, at) => {
      for (const b of boxes.slice(at + 1)) {
        expect(a.left < b.right && b.left < a.right && Math.abs(a.base - b.base) < 12).toBe(false)
      }
    })
  })
})

describe('the histogram', () => {
  it('draws loss apart from gain', () => {
    const input = { id: 'h', title: 't', description: 'd', caption: 'c', tick: String, percent: (share: number) => `${share * 100}%`, marks: [{ value: 0.5, label: 'median', said: '0.5', below: 0.5 }] }
    const { svg, table } = histogram({ ...input, bins: [{ from: -2, to: 0, count: 1 }, { from: 0, to: 2, count: 3 }] })
    expect(svg.match(/bar-loss/g)).toHaveLength(2)
    expect(table.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([['below 0.5', '50%'], ['-2 to 0', '25%'], ['0 to 2', '75%']])
  })

  it('writes a long caption on two lines where it is narrow, to the last word', () => {
    const input = { id: 'h', title: 't', description: 'd', caption: 'Net present value: how many draws fall where', tick: String, percent: String, marks: [] }
    const [wide = '', narrow = ''] = histogram({ ...input, bins: [{ from: -2, to: 0, count: 1 }] }).svg.split('chart-narrow')
    const captions = (drawn: string) => [...drawn.matchAll(/class="caption"[^>]*>([^<]*)</g)].map(([, text]) => text)
    expect(captions(wide)).toEqual([input.caption])
    expect(captions(narrow)).toHaveLength(2)
    expect(captions(narrow).join(' ')).toBe(input.caption)
  })
})

describe('the narrow interval plot', () => {
  it('draws zero and grid beside label and figures, never through them', () => {
    const [, narrow = ''] = anIntervalPlot().svg.split('chart-narrow')
    const texts = [...narrow.matchAll(/<text class="(?:row-label|said)[^>]* y="([\d.]+)"/g)].map(([, y]) => Number(y))
    const lines = [...narrow.matchAll(/<line class="(?:zero|grid)"[^>]* y1="([\d.]+)"[^>]* y2="([\d.]+)"/g)].map(([, from, to]) => [Number(from), Number(to)] as const)
    expect([texts.length > 0, lines.length > 0]).toEqual([true, true])
    const crossed = texts.filter(base => lines.some(([from, to]) => from < base + 4 && to > base - 11))
    expect(crossed).toEqual([])
  })
})
