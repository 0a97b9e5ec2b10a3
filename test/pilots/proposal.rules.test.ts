import { sentencesOf } from '../../server/pilots/proposal.rules'

it('a vision is offered sentence by sentence', () => {
  expect(sentencesOf('One visit is enough. Nobody waits! …\nNobody waits!')).toEqual([
    'One visit is enough.',
    'Nobody waits!',
  ])
})
