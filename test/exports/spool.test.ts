import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { Spool } from '../../server/exports/spool'

describe('a long text on its way out', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'foothold-spool-')), 'exports')
  const spool = new Spool(folder)

  it('is whole before anybody reads of it, and leaves no file', async () => {
    let isWritten = false
    async function* pieces() {
      await setImmediate()
      for (let line = 0; line < 20_000; line += 1) yield `line ${line}, with an ü\n`
      isWritten = true
    }
    const held = await spool.hold(pieces())
    expect(isWritten).toBe(true)
    expect(readdirSync(folder)).toEqual([])
    const read = await text(held.text)
    expect(Buffer.byteLength(read)).toBe(held.bytes)
    expect(read.split('\n')).toHaveLength(20_001)
    expect(read).toMatch(/^line 0, with an ü\n[^]*line 19999, with an ü\n$/)
    expect(held.text.destroyed).toBe(true)
  })

  it('leaves no file when the writing breaks off', async () => {
    async function* pieces() {
      await setImmediate()
      yield 'half'
      throw new Error('the database has gone')
    }
    await expect(spool.hold(pieces())).rejects.toThrow('the database has gone')
    expect(readdirSync(folder)).toEqual([])
  })
})
