import { faultsAsAsked } from '../../../server/platform/views/faultsAsAsked'

const page = `
  <input id="field-name"><input id="field-stages-0-name"><input id="field-stages-1-name"><select id="field-locale"></select>
  <fieldset id="field-values"></fieldset>`
const asked = [
  { path: 'name', label: 'Title' },
  { path: 'stages.0.name', label: 'Name' },
  { path: 'stages.1.name', label: 'Name' },
  { path: 'locale', label: 'Numbers and dates' },
]
const fault = (field: string, name = field) => ({ field, name, message: 'Write something here.' })
const told = (...faults: ReturnType<typeof fault>[]) =>
  faultsAsAsked(faults, asked, page).map(({ field, name }) => [field, name])

describe('the faults of a form', () => {
  it('stand in the order in which the page asks, not in that of the input class', () => {
    expect(told(fault('locale'), fault('stages.1.name'), fault('name'))).toEqual([
      ['name', 'Title'],
      ['stages.1.name', 'Stage 2, name'],
      ['locale', 'Numbers and dates'],
    ])
  })

  it('of the whole form come first, those without a place on the page last and without a link', () => {
    expect(told(fault('metricId', 'Metric'), fault('values', 'Values'), fault('', ''), fault('name'))).toEqual([
      ['', ''],
      ['name', 'Title'],
      ['values', 'Values'],
      ['', 'Metric'],
    ])
  })
})
