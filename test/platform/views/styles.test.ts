import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectFolder } from '../../../server/platform/views/projectFolder'

const textOf = (folder: string, ending: RegExp): string =>
  readdirSync(join(projectFolder(), folder), { recursive: true, encoding: 'utf8' })
    .filter(path => ending.test(path))
    .map(path => readFileSync(join(projectFolder(), folder, path), 'utf8'))
    .join('\n')

const pages = textOf('views', /\.(?:hbs|js)$/) + textOf('server', /\.ts$/)
const words = new Set(pages.match(/[A-Za-z][\w-]*/g))
/** `life-` of `life-{{phase}}`. */
const beginnings = [...pages.matchAll(/([\w-]+-)(?:{{|\$\{)/g)].map(([, beginning]) => beginning ?? '')

describe('stylesheets', () => {
  it('name no class that nothing has', () => {
    const css = textOf('views/assets/styles', /\.css$/).replace(/\/\*[\s\S]*?\*\//g, '')
    const selectors = [...css.matchAll(/([^{};]+)\{/g)].map(([, selector]) => selector ?? '')
    const classes = new Set(selectors.filter(each => !each.trim().startsWith('@')).flatMap(each => each.match(/\.[A-Za-z][\w-]*/g) ?? []))
    const named = [...classes].map(each => each.slice(1))
    expect(named.filter(each => !words.has(each) && !beginnings.some(beginning => each.startsWith(beginning)))).toEqual([])
  })
})
