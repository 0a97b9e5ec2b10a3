import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const project = join(__dirname, '..')
const judged = (...words: string[]) => spawnSync(process.execPath, [join(project, 'scripts', 'require-node.mjs'), ...words], { encoding: 'utf8' })

describe('the version of Node', () => {
  it.each(['18.20.8', '20.10.0', '20.18.3', '21.7.3', '22.12.0', '23.11.1', '24.10.0'])('%s is refused in one sentence', version => {
    const { status, stdout, stderr } = judged(version)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toBe(
      `Foothold needs Node 20.19 or a later 20, 22.13 or a later 22, 24.11 or newer; this is ${version}. ` +
        'Install one of these and run the command again.\n',
    )
  })

  it.each(['20.19.0', '20.20.2', '22.13.0', '24.11.0', '25.0.0', '30.1.0-nightly'])('%s is taken', version => {
    expect(judged(version)).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  it('is that of the machine unless another is asked about', () => {
    expect(judged()).toMatchObject({ status: 0, stderr: '' })
  })

  it('is looked at before anything is installed, built, started or tested', () => {
    const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as { scripts: Record<string, string> }
    expect(readFileSync(join(project, '.npmrc'), 'utf8')).toMatch(/^engine-strict=true$/m)
    expect(readFileSync(join(project, 'scripts', 'build.mjs'), 'utf8')).toMatch(/^import '.\/require-node.mjs'$/m)
    expect(scripts.check).toMatch(/^node scripts\/require-node.mjs && /)
    for (const name of ['start', 'worker']) expect(scripts[name]).toMatch(/^node scripts\/build.mjs && /)
    expect(scripts.test).toMatch(/^npm run -s check && /)
  })
})
