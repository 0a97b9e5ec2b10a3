import { mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import express from 'express'
import request from 'supertest'
import { Assets } from '../../../server/platform/views/assets'
import { projectFolder } from '../../../server/platform/views/projectFolder'

function appWith(assets: Assets) {
  return express().use('/assets', assets.serve)
}

describe('assets', () => {
  const assets = new Assets({ compressedFolder: mkdtempSync(join(tmpdir(), 'foothold-assets-')) })
  const app = appWith(assets)

  it('have an address that carries their content, and may be kept for ever', async () => {
    const url = assets.url('foothold.css')
    expect(url).toMatch(/^\/assets\/foothold\.[0-9a-f]{10}\.css$/)
    const { headers } = await request(app).get(url).expect(200).expect('Content-Type', /^text\/css/)
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headers['vary']).toContain('Accept-Encoding')
  })

  it('point to each other by such addresses', async () => {
    const { text } = await request(app).get(assets.url('foothold.css'))
    expect(text).toContain(`url("${assets.url('inter-latin.woff2')}")`)
    expect(text).not.toContain('asset:')
    await request(app).get(assets.url('inter-latin.woff2')).expect(200).expect('Content-Type', 'font/woff2')
  })

  it('hold every stylesheet of ours in one file', async () => {
    const { text } = await request(app).get(assets.url('foothold.css'))
    expect(text).not.toContain('@import')
    const styles = join(projectFolder(), 'views', 'assets', 'styles')
    const missing = readdirSync(styles).filter(name => !text.includes(readFileSync(join(styles, name), 'utf8').slice(0, 60)))
    expect(missing).toEqual([])
  })

  it('are read again when a part has changed, where somebody watches', () => {
    const ownFolder = mkdtempSync(join(tmpdir(), 'foothold-assets-'))
    const part = join(ownFolder, 'part.css')
    writeFileSync(join(ownFolder, 'foothold.css'), '@import "part.css";\n')
    writeFileSync(part, 'p { margin: 0 }\n')
    const [watching, still] = [true, false].map(watch => new Assets({ ownFolder, watch }))
    const before = [watching?.url('foothold.css'), still?.url('foothold.css')]
    writeFileSync(part, 'p { margin: 1rem }\n')
    utimesSync(part, new Date(), new Date(Date.now() + 5_000))
    expect(watching?.url('foothold.css')).not.toBe(before[0])
    expect(still?.url('foothold.css')).toBe(before[1])
  })

  it('put Tabler below our own rules', async () => {
    const { text } = await request(app).get(assets.url('tabler.css'))
    expect(text).toMatch(/^@layer tabler\{/)
  })

  it('are sent compressed where the build left a copy and the browser takes it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'foothold-assets-'))
    const built = new Assets({ compressedFolder: folder })
    const url = built.url('foothold.js')
    const source = built.all().find(({ file }) => url.endsWith(file))
    writeFileSync(join(folder, `${source?.file}.br`), brotliCompressSync(source?.content ?? ''))
    const server = appWith(built).listen(0)
    const ask = (encodings: string) =>
      fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${url}`, {
        headers: { 'Accept-Encoding': encodings },
      })
    for (const [encodings, sent] of [['gzip, br', 'br'], ['identity', null], ['gzip', null]] as const) {
      const answer = await ask(encodings)
      expect(answer.headers.get('content-encoding')).toBe(sent)
      expect(await answer.text()).toBe(source?.content.toString())
    }
    await new Promise(resolve => server.close(resolve))
  })

  it.each(['/assets/foothold.css', '/assets/foothold.0000000000.css', '/assets/../package.json', '/assets/'])(
    'are nothing else: %s',
    async path => {
      await request(app).get(path).expect(404)
    },
  )

  it('are not posted to', async () => {
    await request(app).post(assets.url('foothold.css')).expect(404)
  })

  it('with an unknown name are a mistake in a template', () => {
    expect(() => assets.url('nothing.css')).toThrow('There is no asset "nothing.css".')
  })
})
