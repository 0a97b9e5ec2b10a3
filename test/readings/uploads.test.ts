import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { Uploads } from '../../server/readings/uploads'

describe('a file that arrives', () => {
  const givenUploads = async () => new Uploads(await mkdtemp(join(tmpdir(), 'foothold-uploads-')))

  it('is written as it comes', async () => {
    const path = await (await givenUploads()).receive(Readable.from([Buffer.from('a,b\n'), Buffer.from('1,2\n')]))
    expect(await readFile(path, 'utf8')).toBe('a,b\n1,2\n')
  })

  it('is refused once it is too large; nothing stays, and whoever sends it can still be told', async () => {
    const uploads = await givenUploads()
    const from = new PassThrough()
    from.write(Buffer.alloc(3))
    from.write(Buffer.alloc(3))
    await expect(uploads.receive(from, 5)).rejects.toThrow('A file holds 0 MB at most. Send it in parts.')
    expect(from.destroyed).toBe(false)
    expect(await readdir(await uploads.receiving())).toEqual([])
  })

  it('leaves nothing where it breaks off', async () => {
    const uploads = await givenUploads()
    const from = Readable.from(
      (async function* () {
        yield await Promise.resolve(Buffer.from('a,b'))
        throw new Error('aborted')
      })(),
    )
    await expect(uploads.receive(from)).rejects.toThrow('The file did not arrive whole.')
    expect(await readdir(await uploads.receiving())).toEqual([])
  })
})
