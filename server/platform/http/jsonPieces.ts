/**
 * A document as JSON text, in pieces: an async list in it is written as an array, one item a line, without being held. Pieces
 * are gathered until they are worth sending.
 */
export async function* jsonPieces(document: object): AsyncGenerator<string> {
  let text = ''
  for await (const piece of written(document)) {
    text += piece
    if (text.length < WORTH_SENDING) continue
    yield text
    text = ''
  }
  yield `${text}\n`
}

const WORTH_SENDING = 16 * 1024

async function* written(value: unknown): AsyncGenerator<string> {
  if (isAsyncList(value)) {
    let before = '[\n'
    for await (const item of value) {
      yield before + JSON.stringify(item)
      before = ',\n'
    }
    yield before === '[\n' ? '[]' : '\n]'
  } else if (isPlainObject(value)) {
    let before = '{'
    for (const [name, inner] of Object.entries(value)) {
      if (inner === undefined) continue
      yield `${before}${JSON.stringify(name)}:`
      yield* written(inner)
      before = ',\n'
    }
    yield before === '{' ? '{}' : '}'
  } else {
    yield JSON.stringify(value)
  }
}

const isAsyncList = (value: unknown): value is AsyncIterable<unknown> => typeof value === 'object' && value !== null && Symbol.asyncIterator in value

const isPlainObject = (value: unknown): value is object => typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
