import { cpSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express, { type Express } from 'express'
import { Assets } from '../../../../server/platform/views/assets'
import { useViews } from '../../../../server/platform/views/engine'
import { type Frame } from '../../../../server/platform/views/frame'
import { projectFolder } from '../../../../server/platform/views/projectFolder'
import { aHistogram, aMatrix, anIntervalPlot, aSparkline } from '../../charts/sampleCharts'

const NOW = new Date('2026-11-21T12:00:00Z')
const at = new Date('2026-11-18T09:30:00Z')
const RAIL = ['Home', 'Journeys', 'Pilots', 'Prioritise', 'Metrics', 'Library', 'Reviews', 'Settings']

const frame: Frame = {
  locale: 'en-GB',
  timeZone: 'UTC',
  currency: 'EUR',
  now: NOW,
  path: '/pilots/1',
  address: 'https://foothold.example/pilots/1',
  csrf: 'token',
  person: {
    name: 'Amina Diallo',
    email: 'amina@example.org',
    links: [{ label: 'Profile', href: '#profile' }, { label: 'Access tokens', href: '#tokens' }],
    signOutTo: '/sign-out',
  },
  program: { name: 'Retail onboarding program', href: '#program' },
  programs: [
    { name: 'Retail onboarding program', href: '#program', current: true },
    { name: 'Claims in one call', href: '#other' },
  ],
  rail: RAIL.map(label => ({ label, icon: label.toLowerCase(), href: '#rail', current: label === 'Pilots' })),
  trail: [
    { label: 'Retail onboarding program', href: '#program' },
    { label: 'Pilots', href: '#pilots' },
    { label: 'Pre-visit call to every install customer' },
  ],
  searchTo: '/search',
  notice: { kind: 'done', text: '24 readings were added from week3.csv.', href: '#undo', label: 'Undo' },
}

const TABS = ['Overview', 'Plan', 'Team', 'Scores', 'Data', 'Results', 'Case', 'Decision', 'Activity']
const STEPS = ['draft', 'proposed', 'approved', 'running', 'concluded', 'scaling or stopped']

const page = {
  at,
  pilot: { name: 'Pre-visit call to every install customer', before: 0.2528, after: 0.1859 },
  tabs: TABS.map((label, index) => ({ label, href: '#tab', current: index === 0 })),
  steps: STEPS.map((label, index) => ({ label, phase: index < 3 ? 'past' : index === 3 ? 'now' : 'ahead' })),
  metrics: [
    { value: 'a', label: 'Repeat visits' },
    { value: 'b', label: 'Resolved at first contact' },
  ],
  designs: [
    { value: 'randomised', label: 'Randomised', help: 'Customers are drawn by lot. The strongest evidence.' },
    { value: 'beforeAfter', label: 'Before and after', help: 'One place at two times. Weak evidence, quickly had.' },
  ],
  states: [
    ...['draft', 'proposed', 'approved', 'running', 'paused'],
    ...['concluded', 'scaling', 'stopped', 'sustained', 'withdrawn'],
  ],
  rows: [
    { name: 'Pre-visit call', segment: 'Install → First use', state: 'running', level: null, benefit: 34_000_000, at },
    { name: 'Later gate', segment: 'Use', state: 'concluded', level: 5, difference: -0.0082, benefit: -120_000, at },
  ],
  answer: { author: 'J. Castillo', at, text: 'Yes. It was announced in both groups on the same day.' },
  matrix: aMatrix(),
  many: aMatrix(200, 'many'),
  intervalPlot: anIntervalPlot(),
  histogram: aHistogram(),
  sparkline: aSparkline(),
}

const refused = {
  faults: [
    { field: 'title', message: 'Give the pilot a title.' },
    { field: 'margin', message: 'The smallest effect that matters must be above zero.' },
    { field: 'design', message: 'Choose a design.' },
  ],
  typed: { title: '', margin: '-2', hypothesis: 'If we call "each" customer <b>', agree: 'true', file: 'x' },
}

/** Every component once, printed by the real engine under the real content security policy. */
export function kitchenSink(): Express {
  const folder = mkdtempSync(join(tmpdir(), 'foothold-sink-'))
  cpSync(join(projectFolder(), 'views'), folder, { recursive: true })
  cpSync(__dirname, join(folder, 'kitchenSink'), { recursive: true })
  const app = express()
  const assets = new Assets()
  app.use((_req, res, next) => {
    res.set('Content-Security-Policy', "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'")
    res.locals.frame = frame
    next()
  })
  app.use('/assets', assets.serve)
  useViews(app, { assets, folder })
  app.get('/components', (_req, res) => res.render('kitchenSink/components', page))
  app.get('/refused', (_req, res) => res.render('kitchenSink/components', { ...page, ...refused }))
  app.get('/charts', (_req, res) => res.render('kitchenSink/charts', page))
  app.get('/sign-in', (_req, res) => {
    const typed = { email: 'amina@example.org', password: 'secret' }
    res.render('kitchenSink/signIn', { faults: [{ field: '', message: 'E-mail or password is wrong.' }], typed })
  })
  const problem = { detail: 'This plan is locked already.', details: ['One', 'Two'], reference: 'a81f', back: '/x' }
  for (const kind of ERRORS) app.get(`/errors/${kind}`, (_req, res) => res.render(`errors/${kind}`, problem))
  return app
}

/** The error pages by name. */
export const ERRORS = [
  ...['notFound', 'forbidden', 'conflict', 'invalid', 'tooLarge', 'wrongType', 'tooOften', 'ours', 'signedOut'],
]
