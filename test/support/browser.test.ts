import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo } from 'node:net'
import { type Page } from 'playwright-core'
import { axeFaults, bringAxe, givenBrowser } from './browser'

/** What helmet sends in the app, or stricter. */
const POLICY = "default-src 'none'; style-src 'self'; require-trusted-types-for 'script'"

describe('the browser of the tests', () => {
  const chromium = givenBrowser()
  const server = createServer((_, answer) => {
    answer.setHeader('Content-Security-Policy', POLICY).setHeader('Content-Type', 'text/html')
    answer.end(`<!doctype html><html lang="en"><title>Sample</title><main><h1>Sample</h1>${body}</main></html>`)
  })
  let body = ''

  beforeAll(() => once(server.listen(0, '127.0.0.1'), 'listening'))
  afterAll(() => server.close())

  async function opened(content: string): Promise<Page> {
    body = content
    const page = await chromium().newPage()
    await bringAxe(page.context())
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    return page
  }

  it('finds nothing on a sound page, under a strict policy', async () => {
    expect(await axeFaults(await opened('<p>Nothing to see</p>'))).toEqual([])
  })

  it('finds an image without words and a field without a label', async () => {
    const faults = await axeFaults(await opened('<img src="/none.png"><input name="title">'))
    expect(faults.map(fault => fault.split(' ')[0]).sort()).toEqual(['image-alt', 'label'])
  })

  it('draws letters', async () => {
    const page = await opened('<span>iiii</span><br><span>MMMM</span>')
    const [narrow = 0, wide = 0] = await page
      .locator('span')
      .evaluateAll(spans => spans.map(span => (span as unknown as { offsetWidth: number }).offsetWidth))
    expect(wide).toBeGreaterThan(narrow)
    expect(narrow).toBeGreaterThan(0)
  })
})
