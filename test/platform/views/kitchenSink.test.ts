import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import request from 'supertest'
import { axeFaults, bringAxe, givenBrowser, screenshot } from '../../support/browser'
import { ERRORS, kitchenSink } from './kitchenSink/kitchenSink'

jest.setTimeout(60_000) // axe reads pages of two hundred bubbles

const app = kitchenSink()
const browser = givenBrowser()
let server: Server
let address: string

beforeAll(async () => {
  server = app.listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => new Promise(resolve => server.close(resolve)))

interface Look {
  readonly width?: number
  readonly colorScheme?: 'light' | 'dark'
  readonly script?: boolean
}

async function opened(path: string, options: Look = {}) {
  const context = await browser().newContext({
    viewport: { width: options.width ?? 1280, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    javaScriptEnabled: options.script ?? true,
  })
  await bringAxe(context)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(address + path, { waitUntil: 'load' })
  return { page, complaints, close: () => context.close() }
}

const overflow = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth')

const PATHS = ['/refused', '/charts', '/sign-in', '/errors/conflict']

describe.each(PATHS)('the page %s', path => {
  it.each([
    [1280, 'light'],
    [1280, 'dark'],
    [320, 'light'],
    [320, 'dark'],
  ] as const)('has no fault that axe finds, and fits, at %i in %s', async (width, colorScheme) => {
    const { page, complaints, close } = await opened(path, { width, colorScheme })
    expect(await axeFaults(page)).toEqual([])
    expect(await overflow(page)).toBeLessThanOrEqual(0)
    expect(complaints).toEqual([])
    await screenshot(page, `look${path.replace(/\//g, '-')}-${width}-${colorScheme}`)
    await close()
  })

  it('carries no style, handler or script of its own', async () => {
    const { text } = await request(app).get(path).expect(200)
    expect(text).not.toMatch(/\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|<script(?![^>]*\ssrc=)|javascript:/i)
    expect(text).not.toContain('[object Object]')
  })

  it('has one main heading and no id twice', async () => {
    const { text } = await request(app).get(path)
    expect(text.match(/<h1[ >]/g)).toHaveLength(1)
    const ids = [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })
})

describe('a refused form', () => {
  it('keeps what was typed, names each fault beside its field and links to it from the summary', async () => {
    const { text } = await request(app).get('/refused')
    expect(text).toContain('<title>Please check: ')
    const margin = /<input[^>]* id="field-margin"[^>]*>/.exec(text)?.[0]
    expect(margin).toContain('value="-2"')
    expect(margin).toContain('aria-describedby="field-margin-unit field-margin-fault" aria-invalid="true"')
    expect(text).toContain('<a href="#field-margin">Smallest effect that matters: The smallest effect that matters must be above zero.</a>')
    expect(text).toContain('If we call &quot;each&quot; customer &lt;b&gt;</textarea>')
    expect(text).toMatch(/id="field-agree"[^>]* checked/)
  })

  it('is read from the summary on', async () => {
    const { page, close } = await opened('/refused')
    expect(await page.evaluate('document.activeElement.getAttribute("role")')).toBe('alert')
    await close()
  })

  it('never prints a password or a file name back', async () => {
    const { text } = await request(app).get('/sign-in')
    expect(text).toContain('value="amina@example.org"')
    expect(text).not.toContain('secret')
  })
})

describe('without script', () => {
  it('the menu of a narrow window opens and leads on', async () => {
    const { page, close } = await opened('/components', { width: 320, script: false })
    await page.click('.rail-menu > summary')
    expect(await page.isVisible('.rail-menu >> text=Prioritise')).toBe(true)
    await close()
  })
})

describe('with script', () => {
  it('a menu closes on Escape and gives the focus back', async () => {
    const { page, close } = await opened('/components')
    await page.click('.person-menu > summary')
    expect(await page.isVisible('text=Sign out')).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.isVisible('text=Sign out')).toBe(false)
    expect(await page.evaluate('document.activeElement.closest("details").className')).toContain('person-menu')
    await close()
  })

  it('a form that is being sent is not sent twice', async () => {
    const { page, close } = await opened('/components')
    let sent = 0
    await page.route('**/sign-out', route => {
      sent += 1
      return route.fulfill({ status: 204 })
    })
    await page.click('.person-menu > summary')
    const answered = page.waitForResponse('**/sign-out')
    await page.evaluate('for (let i = 0; i < 3; i += 1) document.querySelector(".person-menu button").click()')
    await answered
    expect(sent).toBe(1)
    await close()
  })

  it('a form waits for its draft that is still being saved, and carries the version it brought', async () => {
    const { page, close } = await opened('/components')
    let answer: () => void = () => {}
    const isHeld = new Promise<void>(resolve => (answer = resolve))
    await page.route('**/x', async route => {
      await isHeld
      await route.fulfill({ contentType: 'application/json', body: '{"version":8}' })
    })
    const sent: string[] = []
    await page.route('**/saved', route => {
      sent.push(route.request().postData() ?? '')
      return route.fulfill({ status: 204 })
    })
    await page.evaluate(`{
      const form = document.querySelector('form[data-autosave]')
      form.action = '/saved'
      form.insertAdjacentHTML('beforeend', '<input type="hidden" name="version" value="7">')
    }`)
    const saving = page.waitForRequest('**/x')
    await page.evaluate(`document.querySelector('form[data-autosave]').dispatchEvent(new Event('input'))`)
    await saving
    await page.click('form[data-autosave] button[type="submit"]')
    expect(sent).toEqual([])
    const saved = page.waitForResponse('**/saved')
    answer()
    await saved
    expect(sent).toEqual([expect.stringContaining('version=8')])
    await close()
  })
})

describe('the bubbles of a matrix', () => {
  it('are reached by keyboard, the hidden drawing’s are not', async () => {
    const { page, close } = await opened('/charts')
    const shown = await page.locator('.drawn-matrix').first().locator('a.bubble-link:visible').count()
    expect(shown).toBe(12)
    await page.locator('.chart-wide a.bubble-link').first().focus()
    expect(await page.evaluate('document.activeElement.getAttribute("aria-label")')).toContain('impact')
    await close()
  })
})

describe('on paper', () => {
  it('the frame is gone; program, date and address are there', async () => {
    const { page, close } = await opened('/components')
    await page.emulateMedia({ media: 'print' })
    expect(await page.isVisible('.rail')).toBe(false)
    expect(await page.isVisible('.topline')).toBe(false)
    expect(await page.textContent('.print-head')).toContain('Retail onboarding program')
    expect(await page.isVisible('text=https://foothold.example/pilots/1')).toBe(true)
    await screenshot(page, 'look-components-print')
    await close()
  })
})

describe.each(ERRORS)('the error page %s', kind => {
  it('says what happened, what was kept and what to do now', async () => {
    const { text } = await request(app).get(`/errors/${kind}`).expect(200)
    for (const words of ['What happened', 'What was kept', 'What to do now', 'a81f']) expect(text).toContain(words)
  })
})
