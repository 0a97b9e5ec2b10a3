import { spokenField } from '../../../server/platform/http/redisplay'

describe('the name of a field in the summary of faults', () => {
  it.each([
    ['title', 'Title'],
    ['smallestEffect', 'Smallest effect'],
    ['sponsorId', 'Sponsor'],
    ['decisionRule.2.verdict', 'Decision rule 3, verdict'],
    ['scores.0.value', 'Scores 1, value'],
    ['', ''],
  ])('of %p is %p', (field, name) => {
    expect(spokenField(field)).toBe(name)
  })
})
