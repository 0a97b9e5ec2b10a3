import { mkdirSync, mkdtempSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import request from 'supertest'
import { Assets } from '../../../server/platform/views/assets'
import { useViews, Views } from '../../../server/platform/views/engine'

const assets = new Assets()

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'foothold-views-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const render = (files: Record<string, string>, model: object = {}) =>
  new Views({ folder: folderWith(files), assets }).render('page', model)

describe('templates', () => {
  it('escape text', () => {
    expect(render({ 'page.hbs': '<p>{{name}}</p>' }, { name: '<b>"&' })).toBe('<p>&lt;b&gt;&quot;&amp;</p>')
  })

  it('cannot reach a prototype', () => {
    class Account {
      get secret() {
        return 'hash'
      }
    }
    const page = render({ 'page.hbs': '[{{secret}}{{constructor}}{{__proto__}}]' }, new Account())
    expect(page).toBe('[]')
  })

  it('find partials and layouts by their bare name, and those of a feature by their path', () => {
    const page = render({
      'page.hbs': '{{#> frame}}{{> row a=1}}{{> pilots/row a=2}}{{/frame}}',
      'layouts/frame.hbs': '<{{> @partial-block}}>',
      'partials/row.hbs': 'row {{a}};',
      'pilots/row.hbs': 'pilot {{a}}',
    })
    expect(page).toBe('<row 1;pilot 2>')
  })

  it('refuse what does not exist', () => {
    expect(() => render({ 'page.hbs': '{{> nothing}}' })).toThrow('nothing')
    expect(() => render({ 'page.hbs': '{{nothing 1}}' })).toThrow('nothing')
    expect(() => render({ 'other.hbs': '' })).toThrow('There is no view "page".')
  })

  it('give a partial only what it is called with', () => {
    const files = { 'page.hbs': '{{#each list}}{{> row name=name}}{{/each}}', 'partials/row.hbs': '{{name}}{{unit}}' }
    expect(render(files, { list: [{ name: 'a', unit: 'leaked' }] })).toBe('a')
  })

  it('give a partial the value it is called on', () => {
    const files = { 'page.hbs': '{{> row pilot wide="!"}}', 'partials/row.hbs': '{{name}}{{wide}}' }
    expect(render(files, { pilot: { name: 'a' } })).toBe('a!')
  })

  it('let the text of a layout see the page, and fill its named places', () => {
    const page = render(
      {
        'page.hbs': '{{#> frame title="T"}}{{#*inline "beside"}}{{state}}{{/inline}}{{name}}{{/frame}}',
        'layouts/frame.hbs': '{{title}}/{{#> beside}}-{{/beside}}/{{#> actions}}none{{/actions}}/{{> @partial-block}}',
      },
      { name: 'text', state: 'running' },
    )
    expect(page).toBe('T/running/none/text')
  })

  it('are read again in development when they change', () => {
    const folder = folderWith({ 'page.hbs': 'before', 'kept.hbs': 'kept' })
    const [watching, still] = [true, false].map(watch => new Views({ folder, assets, watch }))
    expect(watching?.render('page', {})).toBe('before')
    expect(still?.render('page', {})).toBe('before')
    writeFileSync(join(folder, 'page.hbs'), 'after')
    utimesSync(join(folder, 'page.hbs'), new Date(), new Date(Date.now() + 5000))
    expect(watching?.render('page', {})).toBe('after')
    expect(still?.render('page', {})).toBe('before')
  })

  it('print through Express with what every page knows', async () => {
    const app = express()
    useViews(app, { folder: folderWith({ 'plans/show.hbs': '{{design}} {{@root.frame.csrf}}' }), assets })
    app.get('/', (_req, res) => {
      res.locals.frame = { csrf: 'token' }
      res.render('plans/show', { design: 'randomised' })
    })
    await request(app).get('/').expect(200, 'randomised token')
  })

  it('hand a fault in a template to the error handler', async () => {
    const app = express()
    useViews(app, { folder: folderWith({ 'show.hbs': '{{> nothing}}' }), assets })
    app.get('/', (_req, res) => res.render('show'))
    const answer: express.ErrorRequestHandler = (error: Error, _req, res, next) => {
      if (res.headersSent) next(error)
      else res.status(500).send(error.message)
    }
    app.use(answer)
    await request(app).get('/').expect(500, /nothing/)
  })
})


describe('a chip in a sentence', () => {
  it('adds no blank of its own and no trace of the template', () => {
    const views = new Views({ assets })
    const chip = views.render('partials/stateChip', { state: 'running' })
    expect(chip).toMatch(/^<span class="chip tone-accent">.*running<\/span>$/s)
    expect(views.render('partials/icon', { name: 'home' })).toMatch(/^<svg.*<\/svg>$/s)
    expect(views.render('partials/evidence', { level: 2 })).toMatch(/^<span.*<\/span>$/s)
  })
})
