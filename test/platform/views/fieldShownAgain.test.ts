import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Conflict, Invalid } from '../../../server/platform/errors'
import { redisplayed } from '../../../server/platform/http/redisplay'
import { Assets } from '../../../server/platform/views/assets'
import { Views } from '../../../server/platform/views/engine'
import { projectFolder } from '../../../server/platform/views/projectFolder'

/** The version that a form carries, sent to this address. */
function carried(model: object, form?: string): string | undefined {
  const views = new Views({ folder: join(projectFolder(), 'views'), assets: new Assets() })
  return /value="(.*)"/.exec(views.render('partials/seen', { name: 'version', value: 7, form, ...model }))?.[1]
}

/** One field as its form shows it again after a fault. */
function shown(field: string, model: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'foothold-views-'))
  writeFileSync(join(folder, 'page.hbs'), `{{#with (control ${field})}}${'id="{{id}}" {{type}} {{value}} {{fault}} {{empty}} {{#each options}}{{#if isChosen}}{{value}}{{/if}}{{/each}}'}{{/with}}`)
  return new Views({ folder, assets: new Assets() }).render('page', model).replace(/\s+/g, ' ').trim()
}

const choice = (type: string) => ({ call: { name: 'scope', label: 'Scope', type, options: ['read', 'write'], value: 'read' } })
const faults = [{ field: 'scope', name: 'Scope', message: 'Choose.' }]

describe('a field that is shown again', () => {
  it('keeps that nobody chose', () => {
    expect(shown('call', choice('radio'))).toBe('id="field-scope" radio read read')
    expect(shown('call', { ...choice('radio'), typed: {}, faults })).toBe('id="field-scope" radio Choose. Choose …')
    expect(shown('call', { ...choice('select'), typed: {}, faults })).toBe('id="field-scope" select Choose. Choose …')
  })

  it('of a form beside the one that was sent stays as it is', () => {
    expect(shown('call', { ...choice('radio'), typed: { title: 'x' }, faults: [] })).toBe('id="field-scope" radio read read')
    const because = { name: 'because', label: 'Why', form: '/overrides/mandate' }
    const sent = { call: because, typed: { because: 'no' }, faults: [{ field: 'because', name: '', message: 'Longer.' }] }
    expect(shown('call', { ...sent, frame: { path: '/overrides/mandate' } })).toBe('id="field-because" text no Longer.')
    expect(shown('call', { ...sent, frame: { path: '/overrides/conflict' } })).toBe('id="field-because-mandate" text')
  })

  it('shows what is no date, which a date box would hide', () => {
    const day = { call: { name: 'day', label: 'Day', type: 'date' } }
    expect(shown('call', { ...day, typed: { day: '31.12.2026' } })).toBe('id="field-day" text 31.12.2026')
    expect(shown('call', { ...day, typed: { day: '2026-12-31' } })).toBe('id="field-day" date 2026-12-31')
  })
})

describe('the version that a form carries', () => {
  it('is the one that it was sent with after a faulty answer, and the newest otherwise', () => {
    expect(carried({})).toBe('7')
    expect(carried(redisplayed(new Invalid({ reason: 'Give a reason.' }), { version: '5' }))).toBe('5')
    expect(carried(redisplayed(new Conflict('Changed.'), { version: '5' }))).toBe('7')
  })

  it('is the newest in a form beside the one that was sent', () => {
    const faulty = redisplayed(new Invalid({ reason: 'Give a reason.' }), { version: '5' })
    expect(carried({ ...faulty, frame: { path: '/a' } }, '/b')).toBe('7')
    expect(carried({ ...faulty, frame: { path: '/a' } }, '/a')).toBe('5')
  })
})
