import { pilotHead } from '../../server/pilots/pilotHead'
import { aPilot, stampsOf } from '../support/given/pilots'

describe('the head of a pilot’s pages', () => {
  it('names the pilot, its number and its state as people say it', () => {
    const pilot = aPilot({ number: 12, title: 'Call before the visit', ...stampsOf('paused') })
    expect(pilotHead(pilot, 'plan')).toMatchObject({
      title: 'Call before the visit',
      kicker: 'Pilot 12',
      state: 'paused',
    })
  })

  it('has one open tab, and the overview at the pilot itself', () => {
    const pilot = aPilot()
    const { tabs } = pilotHead(pilot, 'data')
    expect(tabs.filter(({ current }) => current).map(({ label }) => label)).toEqual(['Data'])
    expect(tabs[0]).toEqual({ label: 'Overview', href: `/pilots/${pilot.id}`, current: false })
  })
})
