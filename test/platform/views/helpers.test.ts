import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Assets } from '../../../server/platform/views/assets'
import { Views } from '../../../server/platform/views/engine'

const folder = mkdtempSync(join(tmpdir(), 'foothold-views-'))
const assets = new Assets()
const NOW = new Date('2026-11-21T12:00:00Z')
let files = 0

/** Prints one template, as a page of a program with these customs would. */
function printed(template: string, values: object = {}, frame: object = {}): string {
  const name = `t${(files += 1)}`
  writeFileSync(join(folder, `${name}.hbs`), template)
  const page = new Views({ folder, assets }).render(name, { ...values, frame: { now: NOW, ...frame } })
  return page.replace(/[\u00a0\u202f]/g, ' ')
}

const german = { locale: 'de-DE', timeZone: 'Europe/Berlin', currency: 'EUR' }

describe('what helpers write', () => {
  it.each([
    ['{{number 1234.5678}}', '1,234.568'],
    ['{{number 2 digits=2}}', '2.00'],
    ['{{number -3.5}}', '−3.5'],
    ['{{number 3.5 sign=true}}', '+3.5'],
    ['{{percent 0.2528}}', '25.3%'],
    ['{{percent 0.5 digits=0}}', '50%'],
    ['{{percentPoints 0.067 sign=true}}', '+6.7 points'],
    ['{{percentPoints -0.01 digits=0}}', '−1 point'],
    ['{{percentPoints 0.01}}', '1.0 point'],
    ['{{percentPoints -0.00820 digits=2}}', '−0.82 points'],
    ['{{percent -0.0002}}', '0.0%'],
    ['{{interval -250000 100000 as="money"}}', '−\u2060€2,500 to €1,000'],
    ['{{pValue 0.00155434}}', 'p = 0.0016'],
    ['{{pValue 0.00155434 bare=true}}', '0.0016'],
    ['{{pValue 0.0000001}}', 'p &lt; 0.001'],
    ['{{pValue 0 bare=true}}', '&lt; 0.001'],
    ['{{pValue 1}}', 'p &gt; 0.999'],
    ['{{pValue 0.04996}}', 'p = 0.050'],
    ['{{pValue 0.05003}}', 'p = 0.05003'],
    ['{{pValue 0.0005 alpha=0.0001}}', 'p = 0.0005'],
    ['{{interval 0.038 0.096 as="points"}}', '3.8 to 9.6'],
    ['{{interval 0.2 0.3 as="percent" digits=0}}', '20% to 30%'],
    ['{{interval -1.5 2 digits=1}}', '−1.5 to 2.0'],
    ['{{interval 100000 250000 as="money"}}', '€1,000 to €2,500'],
    ['{{share 287 1544}}', '287 of 1,544 (18.6%)'],
    ['{{share 0 0}}', '0 of 0'],
    ['{{count 45489}}', '45,489'],
    ['{{count 1 "pilot"}}', '1 pilot'],
    ['{{count 4 "pilot"}}', '4 pilots'],
    ['{{count 0 "entry" "entries"}}', '0 entries'],
    ['{{plural 1 "rater"}}', 'rater'],
    ['{{plural 2 "entry" "entries"}}', 'entries'],
    ['{{day "2026-11-04"}}', '4 Nov 2026'],
    ['{{day "2026-11-04" weekday=true}}', 'Wed, 4 Nov 2026'],
    ['{{day "2026-11-04T23:30:00Z"}}', '4 Nov 2026'],
    ['{{dateTime "2026-11-04T14:05:00Z"}}', '4 Nov 2026, 14:05'],
    ['{{dateTime "2026-11-04T14:05:09Z" seconds=true}}', '4 Nov 2026, 14:05:09'],
    ['{{#if (eq 1 1)}}yes{{/if}}', 'yes'],
    ['{{#if (eq 1 "1")}}yes{{else}}no{{/if}}', 'no'],
    ['{{#if (and 1 "")}}yes{{else}}no{{/if}}', 'no'],
    ['{{or "" "nobody yet"}}', 'nobody yet'],
    ['{{#if (not 0)}}zero counts as a value{{else}}kept{{/if}}', 'kept'],
    ['{{joined "row-" 3 missing}}', 'row-3'],
    ['{{fieldId "lines[0][name]"}}', 'field-lines-0-name'],
  ])('%s is %s', (template, text) => {
    expect(printed(template)).toBe(text)
  })

  it.each([
    ['{{number 1234.5}}', '1.234,5'],
    ['{{percent 0.253}}', '25,3 %'],
    ['{{money 120000050}}', '1.200.000,50 €'],
    ['{{pValue 0.0312}}', 'p = 0,031'],
    ['{{day "2026-11-04T23:30:00Z"}}', '5. Nov. 2026'],
    ['{{day "2026-11-04"}}', '4. Nov. 2026'],
    ['{{dateTime "2026-11-04T14:05:00Z"}}', '4. Nov. 2026, 15:05'],
  ])('%s is %s in a program with German customs', (template, text) => {
    expect(printed(template, {}, german)).toBe(text)
  })

  it.each([
    ['2026-11-18T12:00:00Z', '3 days ago'],
    ['2026-11-21T11:59:40Z', 'just now'],
    ['2026-11-21T14:00:00Z', 'in 2 hours'],
    ['2025-01-01T00:00:00Z', 'last year'],
  ])('%s is %s', (at, text) => {
    expect(printed('{{relativeTime at}}', { at })).toContain(`>${text}</time>`)
  })

  it.each(['number', 'percent', 'percentPoints', 'money', 'pValue', 'interval', 'share', 'count', 'day', 'dateTime'])(
    '%s says plainly that a value is missing',
    helper => {
      for (const missing of [null, undefined, Number.NaN, '']) {
        expect(printed(`{{${helper} value}}`, { value: missing })).toContain('not known')
      }
    },
  )

  it.each([
    ['{{relativeTime value}}', { value: 'never' }],
    ['{{day value}}', { value: 'never' }],
    ['{{dateTime value}}', { value: 'never' }],
    ['{{interval value 1}}', {}],
    ['{{interval 1 value}}', {}],
    ['{{share 1 value}}', {}],
  ])('%s with %j is not known', (template, values) => {
    expect(printed(template, values)).toContain('not known')
  })

  it('means the field where a view-model has one of a helper’s name', () => {
    expect(printed('{{count}} {{day}}', { count: 3, day: 'Friday' })).toBe('3 Friday')
  })

  // cents, in full, compact; a word joiner keeps the minus with its currency
  it.each([
    [0, '€0', '€0'],
    [50, '€0.50', '€1'],
    [-50, '−\u2060€0.50', '−\u2060€1'],
    [-20, '−\u2060€0.20', '€0'],
    [1999, '€19.99', '€20'],
    [-99_900, '−\u2060€999', '−\u2060€999'],
    [2_000_000, '€20,000', '€20k'],
    [-2_000_000, '−\u2060€20,000', '−\u2060€20k'],
    [-11_822_500, '−\u2060€118,225', '−\u2060€118.2k'],
    [120_000_000, '€1,200,000', '€1.2m'],
    [124_000_000_000, '€1,240,000,000', '€1.2bn'],
    [120_000_000.4, '€1,200,000', '€1.2m'],
  ])('%d cents are %s, for a glance %s', (cents, full, compact) => {
    expect(printed('{{money cents}}', { cents })).toBe(full)
    expect(printed('{{money cents compact=true}}', { cents })).toBe(compact)
  })

  it.each([
    ['{{money 120000000 sign=true}}', '+€1,200,000'],
    ['{{money 0 sign=true compact=true}}', '€0'],
    ['{{money -50 currency="USD"}}', '−\u2060US$0.50'],
  ])('%s is written %s', (template, text) => {
    expect(printed(template)).toBe(text)
  })

  it('never rounds a p-value to the other side of its level', () => {
    for (let step = 4900; step < 5100; step += 1) {
      const p = step / 100_000
      const written = Number(printed('{{pValue p bare=true}}', { p }))
      expect(written <= 0.05).toBe(p <= 0.05)
    }
  })
})
