import { readFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Download, Locator, Page } from 'playwright-core'
import { screenshot } from '../support/browser'

/** Longer than any page takes on a machine that is busy with other tests. */
const PATIENCE_MS = 20_000

/** More places for the Tab key to stop at than any page has. */
const MOST_STOPS = 80

/** Somebody in a browser of their own, who sees words and presses what they say: no selector, no script. */
export class Person {
  private constructor(
    readonly name: string,
    readonly email: string,
    private readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  static async arriving(browser: Browser, address: string, name: string): Promise<Person> {
    const context = await browser.newContext({ baseURL: address, viewport: { width: 1280, height: 900 } })
    context.setDefaultTimeout(PATIENCE_MS)
    return new Person(name, `${name.toLowerCase().replace(/\W+/g, '.')}@example.com`, context, await context.newPage())
  }

  leave(): Promise<void> {
    return this.context.close()
  }

  /** Types an address, and tells the status of the answer. */
  async open(path: string): Promise<number> {
    const answer = await this.page.goto(path)
    return answer?.status() ?? 0
  }

  press(button: string | RegExp, where: Within = this.page): Promise<void> {
    return this.arriveBy(where.getByRole('button', { name: button }))
  }

  follow(link: string | RegExp, where: Within = this.page): Promise<void> {
    return this.arriveBy(where.getByRole('link', { name: link }))
  }

  /** Goes to a place of the program by the rail. */
  go(place: string): Promise<void> {
    return this.follow(place, this.page.getByRole('navigation', { name: 'Main' }))
  }

  /** Opens what is folded away, such as the question before a step that cannot be undone. */
  async unfold(words: string): Promise<void> {
    await this.on(this.page.locator('summary').filter({ hasText: words }), found => found.click())
  }

  /** Types into fields by their labels; the first one where several are called the same. */
  async fill(fields: Readonly<Record<string, string | number>>, where: Within = this.page): Promise<void> {
    for (const [label, value] of Object.entries(fields)) {
      await this.on(where.getByLabel(labelled(label)).first(), found => found.fill(String(value)))
    }
  }

  async choose(options: Readonly<Record<string, string>>, where: Within = this.page): Promise<void> {
    for (const [label, option] of Object.entries(options)) {
      await this.on(where.getByLabel(labelled(label)), found => found.selectOption({ label: option }))
    }
  }

  /** Ticks boxes and radio buttons by their labels. */
  async tick(labels: readonly string[], where: Within = this.page): Promise<void> {
    for (const label of labels) await this.on(where.getByLabel(labelled(label)), found => found.check())
  }

  untick(label: string): Promise<void> {
    return this.on(this.page.getByLabel(labelled(label)), found => found.uncheck())
  }

  /** Puts a file of these words into the field. */
  async attach(label: string, name: string, text: string): Promise<void> {
    const file = { name, mimeType: 'text/csv', buffer: Buffer.from(text) }
    await this.on(this.page.getByLabel(labelled(label)), found => found.setInputFiles(file))
  }

  /** Waits until the page says this. */
  async sees(...words: readonly (string | RegExp)[]): Promise<void> {
    for (const said of words) {
      await this.on(this.page.locator('main').filter({ hasText: said }), found => found.waitFor())
    }
  }

  /** All that can be read on the page. */
  text(): Promise<string> {
    return this.page.locator('main').innerText()
  }

  /** What lies behind a link that downloads. */
  async download(link: string | RegExp): Promise<Buffer> {
    const arrival: Promise<Download> = this.page.waitForEvent('download')
    await this.on(this.page.getByRole('link', { name: link }), found => found.click())
    return readFile(await (await arrival).path())
  }

  /** The part of the page under this heading. */
  card(heading: string): Locator {
    return this.page.locator('section').filter({ has: this.page.getByRole('heading', { name: heading, exact: true }) })
  }

  /** A group of fields under its legend. */
  group(legend: string | RegExp): Locator {
    return this.page.getByRole('group', { name: legend })
  }

  /** The fields of the form that holds this group, the group left out. */
  fieldsBeside(legend: string): Locator {
    return this.page.locator('form').filter({ has: this.group(legend) }).locator(':scope > .field')
  }

  /** Goes on with the Tab key until this is what the keyboard reaches, and can be seen to be. */
  async keyTo(role: 'link' | 'button' | 'textbox', name: string): Promise<void> {
    const aim = this.page.locator('main').getByRole(role, { name, exact: true })
    await this.on(aim, found => found.waitFor())
    for (let presses = 0; presses < MOST_STOPS; presses += 1) {
      await this.page.keyboard.press('Tab')
      if (await aim.evaluate(element => (element as Shown).matches(':focus-visible'))) break
    }
    const [isFocused, outline, shadow] = await aim.evaluate(element => {
      const { outlineStyle, boxShadow } = (globalThis as unknown as Styles).getComputedStyle(element)
      return [(element as Shown).matches(':focus-visible'), outlineStyle, boxShadow] as const
    })
    expect(isFocused).toBe(true)
    expect([outline, shadow]).not.toEqual(['none', 'none'])
  }

  /** Sends a form that no page offers to this person, with the token of one of their own; tells the status. */
  async send(path: string, fields: Readonly<Record<string, string>>): Promise<number> {
    await this.open('/me')
    const token = await this.page.locator('input[name=_csrf]').first().getAttribute('value')
    const answer = await this.page.request.post(path, { form: { _csrf: token ?? '', ...fields }, maxRedirects: 0 })
    return answer.status()
  }

  picture(name: string): Promise<void> {
    return screenshot(this.page, name)
  }

  private async arriveBy(way: Locator): Promise<void> {
    await this.on(way, async found => {
      await Promise.all([this.page.waitForEvent('framenavigated'), found.click({ timeout: PATIENCE_MS / 2 })])
      await this.page.waitForLoadState()
    })
  }

  /** Says what stood on the page where something was not to be found. */
  private async on(what: Locator, deed: (found: Locator) => Promise<unknown>): Promise<void> {
    try {
      await deed(what)
    } catch (error) {
      const said = await this.page.locator('main').ariaSnapshot()
      throw new Error(`${this.name} at ${this.page.url()}: ${String(error)}\nThe page:\n${said}`)
    }
  }
}

type Within = Page | Locator

/** What the browser knows and Node's types do not. */
interface Shown {
  matches(selector: string): boolean
}
interface Styles {
  getComputedStyle(element: unknown): { readonly outlineStyle: string; readonly boxShadow: string }
}

/** The whole label; the page itself adds that a field is optional. */
function labelled(label: string): RegExp {
  return new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( optional| needed to lock| needed for a benefit)?$`)
}
