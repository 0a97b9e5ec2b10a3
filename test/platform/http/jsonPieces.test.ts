import { jsonPieces } from '../../../server/platform/http/jsonPieces'

async function* counting(to: number): AsyncGenerator<{ readonly at: number }> {
  for (let at = 0; at < to; at += 1) yield await Promise.resolve({ at })
}

async function textOf(document: object): Promise<{ text: string; pieces: number }> {
  let [text, pieces] = ['', 0]
  for await (const piece of jsonPieces(document)) {
    text += piece
    pieces += 1
  }
  return { text, pieces }
}

describe('a document in pieces', () => {
  it('is the JSON of the same document held as a whole', async () => {
    const plain = { at: new Date(0), no: null, left: undefined, empty: {}, list: [1, 'two'], deep: { text: 'a "b"', of: { more: true } } }
    const { text, pieces } = await textOf({ ...plain, none: counting(0), deep: { ...plain.deep, items: counting(3) } })
    const whole = { ...plain, none: [], deep: { ...plain.deep, items: [{ at: 0 }, { at: 1 }, { at: 2 }] } }
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(whole)))
    expect(pieces).toBe(1)
  })

  it('comes piece by piece where it is long', async () => {
    const { text, pieces } = await textOf({ items: counting(10_000) })
    expect((JSON.parse(text) as { items: unknown[] }).items).toHaveLength(10_000)
    expect(pieces).toBeGreaterThan(5)
  })
})
