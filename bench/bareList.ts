import express, { type Express } from 'express'
import Handlebars from 'handlebars'

const TEMPLATE = `<!doctype html><html lang="en"><head><title>Rows</title></head><body><h1>Rows</h1>
<table><thead><tr><th>Number</th><th>Name</th><th>State</th><th>Since</th></tr></thead><tbody>
{{#each rows}}<tr><td>{{number}}</td><td><a href="/rows/{{number}}">{{name}}</a></td><td>{{state}}</td><td>{{since}}</td></tr>
{{/each}}</tbody></table></body></html>`

/** The reference that every page is measured beside: Express and Handlebars with 50 rows, no database, no session. */
export function bareList(): Express {
  const print = Handlebars.compile(TEMPLATE)
  const rows = Array.from({ length: 50 }, (_, i) => ({
    number: i + 1,
    name: `Pilot ${i + 1}: call before the visit`,
    state: 'running',
    since: '4 November 2026',
  }))
  const app = express()
  app.get('/', (_req, res) => {
    res.send(print({ rows }))
  })
  return app
}
