import { changedFields, primaryMetric, sealed, unsealed } from '../../server/plans/planContent.rules'
import { aPlanContent, aPlannedMetric } from '../support/given/plans'

describe('a sealed plan', () => {
  it('is spelled in one way, whatever the order of its fields', () => {
    const content = aPlanContent()
    const turned = Object.fromEntries(Object.entries(content).reverse()) as unknown as typeof content
    expect(sealed(turned)).toEqual(sealed(content))
  })

  it('has sorted keys, no white space and no line break at the end', () => {
    const { canonical } = sealed(aPlanContent())
    expect(canonical).toMatch(/^\{"allocationTreatment":0\.5,"alpha":0\.05,"amendment":null,/)
    expect(canonical).toMatch(/\}$/)
    expect(canonical).toBe(canonical.trim())
  })

  it('has the hash that sha256sum gives for its bytes', () => {
    // the expected values are those of: printf '%s' '{}' | sha256sum
    expect(sealed({} as never)).toEqual({
      canonical: '{}',
      hash: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    })
    expect(sealed({ title: 'Ä' } as never).hash).toBe('4b2254a3a8aee654a0c18ce4534e6497d6b60a6b5c4bcef6e9ca3c691752bca3')
  })

  it('can be read back', () => {
    expect(unsealed(sealed(aPlanContent()).canonical)).toEqual(aPlanContent())
  })

  it('knows its primary metric wherever it stands', () => {
    const guardrail = aPlannedMetric({ id: 'g', role: 'guardrail', margin: 0.01 })
    expect(primaryMetric({ metrics: [guardrail, aPlannedMetric()] }).role).toBe('primary')
    expect(() => primaryMetric({ metrics: [guardrail] })).toThrow('without a primary metric')
  })

  it('tells in which fields two of them differ', () => {
    const before = aPlanContent()
    expect(changedFields(before, aPlanContent())).toEqual([])
    expect(changedFields(before, aPlanContent({ endsOn: '2026-12-01', alpha: 0.01 }))).toEqual(['alpha', 'endsOn'])
  })
})
