import 'reflect-metadata'
import { PlanBody } from '../../server/plans/plan.input'
import { readInput } from '../../server/platform/http/readInput'
import { faultsOf } from '../support/faultsOf'

describe('the body of a plan', () => {
  const watched = { metricId: '6f1c0e6e-5f0c-4b8e-9c86-0d5a2f3f5a10', role: 'guardrail' }

  it('holds shares, so a percent sign has no place in it', () => {
    const faults = faultsOf(() => readInput(PlanBody, { smallestEffect: '3 %', baselineValue: '25 %', otherMetrics: [{ ...watched, margin: '2 %' }] }))
    expect(faults).toMatchObject({
      smallestEffect: '“3 %” is not a number. Write a number.',
      baselineValue: '“25 %” is not a number. Write a number.',
      'otherMetrics.0.margin': '“2 %” is not a number. Write a number.',
    })
  })
})
