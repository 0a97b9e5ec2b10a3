import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AxeResults, type RunOptions } from 'axe-core'
import { chromium as playwright, type Browser, type BrowserContext, type Page } from 'playwright-core'
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
  '--js-flags=--no-turbofan --no-maglev', // every page runs axe anew, and is gone before optimised code pays
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

/**
 * Puts axe into every page that the context opens from now on. The debugger does it, so a strict Content-Security-Policy
 * stays in force; half a megabyte need not be sent again for each page.
 */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript({ path: require.resolve('axe-core/axe.min.js') })
}

/**
 * What axe finds on the page, one sentence for each fault and place; an empty list is what we want. Its context has to
 * `bringAxe`. `only: 'colours'` is for a page that was looked at already and has only changed its colours.
 */
export async function axeFaults(page: Page, { only }: { readonly only?: 'colours' } = {}): Promise<string[]> {
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...(only ? { runOnly: ['color-contrast', 'link-in-text-block'] } : { rules: { 'target-size': { enabled: true } } }),
  }
  // what passes stays in the page: it is hundreds of times longer than what does not
  const violations = await page.evaluate(
    async chosen => (await (globalThis as unknown as { axe: Axe }).axe.run(chosen)).violations,
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
