import Handlebars from 'handlebars'

/**
 * Gives a partial that is called with named values only those values: `{{> field name="title"}}` inside
 * `{{#each metrics}}` must not pick up the `unit` of the metric by accident. `{{> card pilot}}` still gets the pilot,
 * and a block partial still sees the page around it.
 */
export function isolatePartials(program: hbs.AST.Program): hbs.AST.Program {
  new Isolation().accept(program)
  return program
}

class Isolation extends Handlebars.Visitor {
  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    super.PartialStatement(partial)
    if (partial.params.length > 0 || isBlock(partial.name)) return
    const nothing: hbs.AST.UndefinedLiteral = {
      type: 'UndefinedLiteral',
      value: undefined,
      original: undefined,
      loc: partial.loc,
    } as hbs.AST.UndefinedLiteral
    partial.params.push(nothing)
  }
}

/** `{{> @partial-block}}` is the page's own text and must see what the page sees. */
function isBlock(name: hbs.AST.PathExpression | hbs.AST.SubExpression): boolean {
  return name.type === 'PathExpression' && name.data
}
