import { Conflict, Invalid, Stale } from '../../../server/platform/errors'
import { redisplayed, spokenField } from '../../../server/platform/http/redisplay'

describe('a form that is shown again', () => {
  it.each([
    ['somebody else saved it meanwhile', new Stale('Changed.', ['Name: now “a”; yours: “b”.']), '/form'],
    ['the state does not allow it', new Conflict('Closed.'), null],
    ['an answer cannot be read', new Invalid({ name: 'Write a name.' }), null],
  ])('offers to start again where %s', (_, error, startAgainTo) => {
    expect(redisplayed(error, {}, '/form')).toMatchObject({ startAgainTo })
  })
})

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
