import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AxeResults, type RunOptions } from 'axe-core'
import { chromium as playwright, type Browser, type Page } from 'playwright-core'
import { chromium } from './chromium'

const FLAGS = [
  '--no-sandbox', // root and containers have none
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
]

/** A Chromium of its own, with a new profile; whoever asked for it closes it. Every person gets a context in it. */
export async function browser(): Promise<Browser> {
  const { program, environment } = await chromium()
  return playwright.launch({
    executablePath: program,
    args: FLAGS,
    env: { ...process.env, ...environment },
    headless: true,
  })
}

/** The same for the tests around the call, closed after them; call the result inside tests and hooks. */
export function givenBrowser(): () => Browser {
  let started: Browser | undefined
  beforeAll(async () => {
    started = await browser()
  })
  afterAll(() => started?.close())
  return () => {
    if (!started) throw new Error('The browser is there inside tests and hooks only.')
    return started
  }
}

interface Axe {
  run(options: RunOptions): Promise<AxeResults>
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/**
 * What axe finds on the page, one sentence for each fault and place; an empty list is what we want. It is sent in by
 * the debugger, so a strict Content-Security-Policy stays in force. `only: 'colours'` is for a page that was looked at
 * already and has only changed its colours.
 */
export async function axeFaults(page: Page, { only }: { readonly only?: 'colours' } = {}): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(only ? { runOnly: ['color-contrast', 'link-in-text-block'] } : { rules: { 'target-size': { enabled: true } } }),
  }
  const { violations } = await page.evaluate(
    chosen => (globalThis as unknown as { axe: Axe }).axe.run(chosen),
    options,
  )
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${oneLine(failureSummary ?? '')}`),
  )
}

function oneLine(words: string): string {
  return words.replace(/\s+/g, ' ').trim()
}

/** Keeps a picture of the whole page when SCREENSHOTS names a folder; without it, does nothing. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
}
