import { lapses, spoken } from '../../server/cases/signature.rules'
import { aCaseLine, aCost } from '../support/given/cases'

const finding = { id: 'f', estimate: 0.067, standardError: 0.0148, interval: { lower: 0.038, upper: 0.096 } }
const who = { byId: 'ines', at: new Date('2026-11-14T09:00:00Z') }
const accepted = { status: 'accepted', figureCents: null, reason: '' } as const

describe("finance's word on a line", () => {
  it('keeps what it was given on: the line, its amount, and the finding with its interval', () => {
    const line = aCaseLine()
    const { financeStatus, financeById, signed } = spoken(line, accepted, finding, who)
    expect({ financeStatus, financeById }).toEqual({ financeStatus: 'accepted', financeById: 'ines' })
    expect(signed).toMatchObject({
      ...{ status: 'accepted', byId: 'ines', at: '2026-11-14T09:00:00.000Z' },
      line: { name: line.name, annualVolumeLikely: 18_000, adoption: [] },
      finding: { id: 'f', estimate: 0.067, lower: 0.038, upper: 0.096 },
    })
    expect(signed?.likelyCents).toBeCloseTo(0.067 * 18_000 * 6_200 * 0.8, 6)
    expect(Object.keys(signed?.line ?? {})).not.toContain('version')
  })

  it('follows no finding where the line is entered', () => {
    expect(spoken(aCost(), accepted, finding, who).signed).toMatchObject({ finding: null, likelyCents: 2_000_000 })
  })

  it('is taken back by leaving the line open, and what was signed last is kept', () => {
    const before = aCaseLine(spoken(aCaseLine(), accepted, finding, who))
    const after = spoken(before, { status: 'proposed', figureCents: null, reason: '' }, finding, who)
    expect(after).toMatchObject({ financeStatus: 'proposed', signed: { status: 'accepted' } })
  })

  it.each([
    ['an accepted line that follows it', { financeStatus: 'accepted' }, true],
    ['a reduced line that follows it', { financeStatus: 'reduced' }, true],
    ['a refused line', { financeStatus: 'refused' }, false],
    ['an open line', { financeStatus: 'proposed' }, false],
    ['an entered line', { financeStatus: 'accepted', driver: 'entered' }, false],
  ] as const)('with a new finding, of %s: lapses is %#', (_, changes, expected) => {
    expect(lapses(aCaseLine(changes))).toBe(expected)
  })
})
