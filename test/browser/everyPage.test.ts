import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Server } from 'node:http'
import type { BrowserContext, Page, Response } from 'playwright-core'
import { ROUTE_TABLE } from '../../server/access/routeTable'
import type { Services } from '../../server/services'
import { testApp, testServices, TestClock } from '../support/app'
import { axeFaults, bringAxe, givenBrowser } from '../support/browser'
import { givenDatabase } from '../support/database'
import { givenEveryState, TODAY, type EveryState } from './everyState'

type Route = keyof typeof ROUTE_TABLE
type Who = keyof EveryState['people']
type PilotName = keyof EveryState['pilots']

/** One opening of a page: by whom, and which of the pilots stands behind `:pilot`. */
interface Visit {
  /** Nobody is not signed in. */
  readonly as: Who | 'nobody'
  readonly pilot?: PilotName
  /** Values of parameters that differ from those of `everyState`. */
  readonly with?: Readonly<Record<string, string>>
  /** The rest of the address, behind the path. */
  readonly search?: string
  readonly status?: number
  /** A button that is pressed first, with the fields left as they are: the page that comes back is the one looked at. */
  readonly press?: string
}

const each = (as: Who, pilots: readonly PilotName[]): Visit[] => pilots.map(pilot => ({ as, pilot }))
const inEveryState = (as: Who): Visit[] =>
  each(as, ['draft', 'bare', 'scored', 'locked', 'running', 'paused', 'harms', 'sustained', 'stopped', 'withdrawn'])

/** How every page is opened. A page of the route table that is missing here fails. */
const VISITS: Partial<Record<Route, (here: EveryState) => readonly Visit[]>> = {
  'GET /sign-in': () => [{ as: 'nobody' }, { as: 'nobody', press: 'Sign in', status: 422 }],
  'GET /forgot': () => [{ as: 'nobody' }],
  'GET /link': ({ links }) => [
    { as: 'nobody', search: new URL(links.signIn).search },
    { as: 'nobody', search: new URL(links.invitation).search },
    { as: 'nobody', search: '?token=none', status: 404 },
  ],
  'GET /me': () => [{ as: 'lead' }, { as: 'stranger' }],
  'GET /admin/accounts': () => [{ as: 'admin' }],
  'GET /admin/accounts/:account': () => [{ as: 'admin' }],
  'GET /admin/audit': () => [{ as: 'admin' }],

  'GET /programs': () => [{ as: 'lead' }, { as: 'admin' }, { as: 'stranger' }],
  'GET /programs/new': () => [{ as: 'admin' }, { as: 'admin', press: 'Create', status: 422 }],
  'GET /programs/:program/settings': () => [{ as: 'lead' }],
  'GET /programs/:program/members': () => [{ as: 'lead' }, { as: 'viewer' }],
  'GET /programs/:program/members/invite': () => [{ as: 'lead' }],
  'GET /programs/:program/members/:member': () => [{ as: 'lead' }],
  'GET /programs/:program/departments': () => [{ as: 'lead' }],
  'GET /programs/:program/departments/:department': () => [{ as: 'lead' }],
  'GET /programs/:program/audit': () => [{ as: 'lead' }],

  'GET /programs/:program/journeys': () => [{ as: 'lead' }],
  'GET /programs/:program/journeys/new': () => [{ as: 'lead' }],
  'GET /programs/:program/journeys/:journey': () => [{ as: 'lead' }, { as: 'viewer', search: '?version=1' }],
  'GET /programs/:program/journeys/:journey/edit': () => [{ as: 'lead' }, { as: 'lead', press: 'Add a stage after it' }, { as: 'lead', press: 'Take out (stage 2)' }],

  'GET /programs/:program/metrics': () => [{ as: 'lead' }],
  'GET /programs/:program/metrics/new': () => [{ as: 'lead' }],
  'GET /programs/:program/metrics/:metric/edit': () => [{ as: 'lead' }],

  'GET /programs/:program/pilots': () => [{ as: 'lead' }, { as: 'viewer', search: '?q=nothing+of+this+name' }],
  'GET /programs/:program/pilots/new': () => [{ as: 'member' }, { as: 'member', press: 'Save', status: 422 }],
  'GET /pilots/:pilot': () => [...inEveryState('owner'), { as: 'viewer', pilot: 'running' }],
  'GET /pilots/:pilot/edit': () => [{ as: 'owner', pilot: 'draft' }],
  'GET /pilots/:pilot/timebox': () => [{ as: 'owner', pilot: 'approved' }],
  'GET /pilots/:pilot/team': () => [{ as: 'owner', pilot: 'draft' }, { as: 'viewer', pilot: 'running' }],
  'GET /pilots/:pilot/hand-over': () => [{ as: 'lead', pilot: 'running' }],
  'GET /pilots/:pilot/pause': () => [{ as: 'owner', pilot: 'running' }],
  'GET /pilots/:pilot/withdraw': () => [{ as: 'owner', pilot: 'running' }],
  'GET /pilots/:pilot/activity': () => [{ as: 'owner', pilot: 'harms' }],

  'GET /programs/:program/prioritise': () => [{ as: 'lead' }],
  'GET /programs/:program/scoring-model': () => [{ as: 'lead' }],
  'GET /programs/:program/scoring-model/edit': () => [{ as: 'lead' }],
  'GET /pilots/:pilot/scores': () => [{ as: 'lead', pilot: 'proposed' }, { as: 'viewer', pilot: 'scored' }, { as: 'lead', pilot: 'bare' }],

  'GET /pilots/:pilot/plan': () => [{ as: 'owner', pilot: 'approved' }, { as: 'owner', pilot: 'locked' }, { as: 'owner', pilot: 'draft' }, { as: 'viewer', pilot: 'harms' }],
  'GET /pilots/:pilot/plan/edit': () => [{ as: 'owner', pilot: 'approved' }],
  'GET /pilots/:pilot/plan/amend': () => [{ as: 'owner', pilot: 'locked' }],

  'GET /pilots/:pilot/data': () => [{ as: 'owner', pilot: 'running' }, { as: 'owner', pilot: 'draft' }, { as: 'viewer', pilot: 'harms' }],
  'GET /pilots/:pilot/data/upload': () => [{ as: 'owner', pilot: 'running' }],
  'GET /pilots/:pilot/data/summary': () => [{ as: 'owner', pilot: 'running' }],
  'GET /pilots/:pilot/imports/:import': ({ imports }) => [
    { as: 'owner', pilot: 'running', with: { import: imports.waiting } },
    { as: 'owner', pilot: 'running', with: { import: imports.faulty } },
    { as: 'owner', pilot: 'running', with: { import: imports.undone } },
  ],

  'GET /pilots/:pilot/results': () => [...each('owner', ['harms', 'opposed', 'undecided', 'stopped', 'running', 'draft']), { as: 'owner', pilot: 'delivered' }],
  'GET /pilots/:pilot/findings/:finding/working': () => [{ as: 'viewer', pilot: 'harms' }],

  'GET /pilots/:pilot/case': () => [{ as: 'owner', pilot: 'harms' }, { as: 'finance', pilot: 'opposed' }, { as: 'owner', pilot: 'draft' }],
  'GET /pilots/:pilot/case/lines/new': () => [{ as: 'owner', pilot: 'harms' }, { as: 'owner', pilot: 'draft' }],
  'GET /pilots/:pilot/case/lines/:line/edit': () => [{ as: 'owner', pilot: 'harms' }],
  'GET /pilots/:pilot/case/lines/:line/finance': () => [{ as: 'finance', pilot: 'harms' }],

  'GET /pilots/:pilot/gates/:gate': () => [
    { as: 'sponsor', pilot: 'scored', with: { gate: 'select' } },
    { as: 'owner', pilot: 'locked', with: { gate: 'launch' } },
    { as: 'owner', pilot: 'running', with: { gate: 'conclude' } },
    { as: 'finance', pilot: 'scaling', with: { gate: 'confirm' } },
    { as: 'viewer', pilot: 'bare', with: { gate: 'select' } },
  ],
  'GET /pilots/:pilot/decision': () => [
    { as: 'sponsor', pilot: 'harms' },
    { as: 'secondSponsor', pilot: 'opposed' },
    { as: 'viewer', pilot: 'undecided' },
    { as: 'sponsor', pilot: 'running' },
    { as: 'owner', pilot: 'stopped' },
  ],
  'GET /pilots/:pilot/decision/scale': () => [{ as: 'sponsor', pilot: 'harms' }],
  'GET /pilots/:pilot/decision/extend': () => [{ as: 'sponsor', pilot: 'harms' }],
  'GET /pilots/:pilot/decision/adapt': () => [{ as: 'sponsor', pilot: 'harms' }],
  'GET /pilots/:pilot/decision/stop': () => [{ as: 'sponsor', pilot: 'harms' }],
  'GET /pilots/:pilot/decision/second': () => [{ as: 'secondSponsor', pilot: 'opposed' }],
  'GET /pilots/:pilot/objections': () => [{ as: 'owner', pilot: 'running' }, { as: 'viewer', pilot: 'harms' }, { as: 'member', pilot: 'bare' }],
  'GET /pilots/:pilot/objections/:objection/answer': () => [{ as: 'owner', pilot: 'running' }],

  'GET /': () => [{ as: 'stranger' }, { as: 'viewer' }],
  'GET /programs/:program': () => [{ as: 'lead' }, { as: 'owner' }, { as: 'sponsor' }, { as: 'finance' }, { as: 'viewer' }],
}

/** Errors have pages, too. */
const REFUSALS: readonly (readonly [string, Visit & { readonly at: string; readonly status: number }])[] = [
  ['what is not there', { as: 'lead', at: '/no/such/page', status: 404 }],
  ['what a stranger may not know of', { as: 'stranger', at: '/programs/:program', status: 404 }],
  ['what a role does not allow', { as: 'viewer', at: '/programs/:program/settings', status: 403 }],
  ['what the state does not allow', { as: 'owner', pilot: 'running', at: '/pilots/:pilot/findings/:finding/working', status: 409 }],
]

const isPage = (route: string): boolean =>
  route.startsWith('GET /') && !/^GET \/(api|assets|health|ready)\b/.test(route) && !/\.[A-Za-z]+$/.test(route)
const pages = (Object.keys(ROUTE_TABLE) as Route[]).filter(isPage)

const WIDE = { width: 1280, height: 800 }
const NARROW = { width: 320, height: 640 }

/** Runs in the page, and is text because these tests know no names of browsers. */
const SIDEWAYS = `(() => {
  const faults = []
  const { scrollWidth, clientWidth } = document.documentElement
  const nameOf = element => element.tagName.toLowerCase() + '.' + (element.getAttribute('class') ?? '')
  const scrolls = element => /auto|scroll/.test(getComputedStyle(element).overflowX)
  const inScroller = element => !!element.parentElement && (scrolls(element.parentElement) || inScroller(element.parentElement))
  if (scrollWidth > clientWidth) {
    const sticksOut = element => element.getBoundingClientRect().right > clientWidth + 1 && !inScroller(element)
    const culprits = [...document.querySelectorAll('body *')].filter(sticksOut)
    faults.push('scrolls sideways (' + scrollWidth + ' px): ' + culprits.slice(0, 4).map(nameOf).join(', '))
  }
  for (const element of document.querySelectorAll('main *:not(textarea, input)')) {
    if (element.scrollWidth <= element.clientWidth + 1 || !scrolls(element)) continue
    const isNamed = element.hasAttribute('aria-label') || element.hasAttribute('aria-labelledby')
    if (element.tabIndex < 0 || !isNamed) faults.push(nameOf(element) + ' scrolls without name or focus')
  }
  return faults
})()`

describe('every page', () => {
  const database = givenDatabase()
  const browser = givenBrowser()
  const clock = new TestClock(TODAY)
  let services: Services
  let server: Server
  let base: string
  let here: EveryState
  let context: BrowserContext
  let page: Page
  let told: string[] = []

  beforeAll(async () => {
    services = testServices(database, { clock })
    server = testApp(database, { clock }, services).listen(0, '127.0.0.1')
    await once(server, 'listening')
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    here = await givenEveryState(database, services, clock)
    context = await browser().newContext({ viewport: WIDE, reducedMotion: 'reduce' })
    await bringAxe(context)
    page = await context.newPage()
    page.on('console', message => void (message.type() === 'error' && told.push(message.text())))
    page.on('pageerror', error => void told.push(error.message))
  }, 120_000)

  afterAll(async () => {
    await context?.close()
    server?.closeAllConnections()
    server?.close()
  })

  it('has a way in, and no way in leads nowhere', () => {
    expect(Object.keys(VISITS).sort()).toEqual([...pages].sort())
  })

  describe.each(pages)('%s', route => {
    it('can be read and used', async () => {
      const faults: string[] = []
      for (const visit of VISITS[route]?.(here) ?? []) faults.push(...(await faultsOf(route.slice('GET '.length), visit)))
      expect(faults).toEqual([])
    }, 120_000)
  })

  it.each(REFUSALS)('says in words: %s', async (_, visit) => {
    expect(await faultsOf(visit.at, visit)).toEqual([])
  })

  it('is used without a mouse: past the frame, into menus and out, through the matrix', async () => {
    await become('lead')
    await page.setViewportSize(WIDE)
    await page.goto(`${base}/programs/${here.ids.program}/prioritise`)
    await page.keyboard.press('Tab')
    expect(await focused()).toMatchObject({ text: 'Skip to the content', isOutlined: true })
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused()).toMatchObject({ isInMain: true, isOutlined: true })

    const menu = page.locator('.person-menu > summary')
    await menu.focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused()).toMatchObject({ text: 'Profile and access', isOutlined: true })
    await page.keyboard.press('Escape')
    expect(await focused()).toMatchObject({ text: here.people.lead.name })
    expect(await page.locator('.person-menu[open]').count()).toBe(0)

    await page.locator('.bubble-link:visible').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/pilots\//)
  })

  function focused(): Promise<{ text: string; isInMain: boolean; isOutlined: boolean }> {
    return page.evaluate<{ text: string; isInMain: boolean; isOutlined: boolean }>(`(() => {
      const element = document.activeElement
      const { outlineStyle, outlineWidth } = getComputedStyle(element)
      const text = element.textContent.trim()
      return { text, isInMain: !!element.closest('main'), isOutlined: outlineStyle !== 'none' && outlineWidth !== '0px' }
    })()`)
  }

  /** All that is wrong with the page, wide and narrow, light and dark; each sentence begins with where. */
  async function faultsOf(pattern: string, visit: Visit): Promise<string[]> {
    const path = filled(pattern, visit) + (visit.search ?? '')
    const name = `${pattern}${visit.search ?? ''} as ${visit.as}${visit.pilot ? `, ${visit.pilot}` : ''}${visit.with?.gate ?? ''}${visit.press ? ' (refused)' : ''}`
    await become(visit.as)
    await page.setViewportSize(WIDE)
    await page.emulateMedia({ colorScheme: 'light' })
    told = []
    let answer = await page.goto(base + path)
    if (visit.press) answer = await pressed(visit.press)
    const faults = [...(await frameFaults(answer, visit.status ?? 200)), ...said(visit.status ?? 200)]
    await pictured(name)
    for (const [size, viewport] of [['wide', WIDE], ['narrow', NARROW]] as const) {
      await page.setViewportSize(viewport)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        const found = await axeFaults(page, colorScheme === 'dark' ? { only: 'colours' } : {})
        faults.push(...found.map(fault => `${size} ${colorScheme}: ${fault}`))
      }
      faults.push(...(await sidewaysFaults()).map(fault => `${size}: ${fault}`))
    }
    return faults.map(fault => `${name}: ${fault}`)
  }

  function filled(pattern: string, { pilot, with: own }: Visit): string {
    const ids: Record<string, string | undefined> = { ...here.ids, ...(pilot && { pilot: here.pilots[pilot].pilot.id }), ...own }
    return pattern.replace(/:(\w+)/g, (_, parameter: string) => {
      const id = ids[parameter]
      if (!id) throw new Error(`There is nothing to put in place of :${parameter}.`)
      return id
    })
  }

  let present: Who | 'nobody' | null = null

  /** Cookies of a session for this person, as signing in leaves them. */
  async function become(who: Who | 'nobody'): Promise<void> {
    if (who === present) return
    present = who
    await context.clearCookies()
    if (who === 'nobody') return
    const tokens = await database.write(tx => services.sessions.begin(tx, here.people[who].accountId, 'a test'))
    await context.addCookies([
      { name: 'foothold-session', value: tokens.sessionToken, url: base },
      { name: 'foothold-refresh', value: tokens.refreshToken, url: base },
    ])
  }

  async function pressed(button: string): Promise<Response | null> {
    const answered = page.waitForResponse(response => response.request().method() === 'POST')
    await page.locator('main').getByRole('button', { name: button }).first().click()
    const answer = await answered
    await page.waitForLoadState()
    return answer
  }

  async function frameFaults(answer: Response | null, expected: number): Promise<string[]> {
    const faults = answer?.status() === expected ? [] : [`answers ${answer?.status()}`]
    const headings = await page.locator('h1').allTextContents()
    if (headings.length !== 1) faults.push(`has ${headings.length} first headings`)
    const title = await page.title()
    const [heading = ''] = headings
    if (!/ · Foothold$/.test(title) || title.length < 14) faults.push(`is called “${title}”`)
    if (heading.trim() === '') faults.push('has an empty first heading')
    return faults
  }

  /** What the console was told: faults of scripts, and everything that the Content-Security-Policy refused. */
  function said(expected: number): string[] {
    const isAnswer = (text: string): boolean => expected >= 400 && text.includes(`status of ${expected}`)
    return told.filter(text => !isAnswer(text)).map(text => `tells the console: ${text}`)
  }

  /** The page must not be wider than the window; what scrolls in it must have a name and take the focus. */
  function sidewaysFaults(): Promise<string[]> {
    return page.evaluate<string[]>(SIDEWAYS)
  }

  /** Pictures for people, where SCREENSHOTS names a folder: wide, narrow, dark and as printed. */
  async function pictured(name: string): Promise<void> {
    const folder = process.env.SCREENSHOTS
    if (!folder) return
    mkdirSync(folder, { recursive: true })
    const file = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-|-$/g, '').replace(/^programs-program-|^pilots-pilot-/, '')
    const shoot = (variant: string) => page.screenshot({ path: join(folder, `${file}.${variant}.png`), fullPage: true })
    await shoot('wide')
    await page.setViewportSize(NARROW)
    await shoot('narrow')
    await page.setViewportSize(WIDE)
    await page.emulateMedia({ colorScheme: 'dark' })
    await shoot('dark')
    await page.emulateMedia({ colorScheme: 'light', media: 'print' })
    await page.setViewportSize({ width: 720, height: 1000 })
    await shoot('print')
    await page.emulateMedia({ media: null })
    await page.setViewportSize(WIDE)
  }
})
