import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Handlebars from 'handlebars'
import { helpers } from '../../../server/platform/views/helpers'
import { projectFolder } from '../../../server/platform/views/projectFolder'

const views = join(projectFolder(), 'views')
const templates = readdirSync(views, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('.hbs'))
  .map(path => path.replace(/\.hbs$/, ''))
const partials = new Set(templates.flatMap(name => [name, name.replace(/^(?:partials|layouts)\//, '')]))
const read = (name: string) => readFileSync(join(views, `${name}.hbs`), 'utf8')

/** Collects what a template calls by name. */
class Calls extends Handlebars.Visitor {
  readonly partials: string[] = []

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    super.PartialStatement(partial)
    if (partial.name.type === 'PathExpression' && !partial.name.original.toString().startsWith('@')) {
      this.partials.push(String(partial.name.original))
    }
  }
}

describe.each(templates)('views/%s', name => {
  it('compiles with the helpers there are', () => {
    const knownHelpers = Object.fromEntries([...Object.keys(helpers), 'asset'].map(helper => [helper, true]))
    expect(() => Handlebars.precompile(read(name), { knownHelpers, knownHelpersOnly: true })).not.toThrow()
  })

  it('calls only partials there are', () => {
    const calls = new Calls()
    calls.accept(Handlebars.parse(read(name)))
    expect(calls.partials.filter(partial => !partials.has(partial))).toEqual([])
  })

  it('carries no style, script or handler that the content security policy would refuse', () => {
    expect(read(name)).not.toMatch(/\sstyle\s*=|<style|\son[a-z]+\s*=|<script(?![^>]*\ssrc=)|javascript:/i)
  })

  it('carries what its form was printed from through a faulty answer, by the one partial that does', () => {
    const carried = name === 'partials/seen' ? '' : read(name)
    expect(carried).not.toMatch(/type="hidden" name="(?:version|seen|replaces|finding|case|number)"/)
  })

  it('has the token in every form that posts', () => {
    const forms = read(name).match(/<form[^>]*method="post"[\s\S]*?<\/form>/gi) ?? []
    // a form with a file carries it in its address, so that it is judged before the file is read
    for (const form of forms) expect(form).toMatch(/{{> csrf}}|_csrf={{@root\.frame\.csrf}}/)
  })
})
