import type { ChartWords } from './chart'

/** Which end of a text stands at its place. */
export type Anchor = 'start' | 'middle' | 'end'

type Attributes = Readonly<Record<string, string | number | undefined>>

/** An element with its attributes and children; text inside comes from `words`, which escapes it. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let written = ''
  for (const key in attributes) {
    const value = attributes[key]
    if (value !== undefined) written += ` ${key}="${typeof value === 'number' ? rounded(value) : escaped(value)}"`
  }
  return children.length > 0 ? `<${name}${written}>${children.join('')}</${name}>` : `<${name}${written}/>`
}

/** A piece of text at a place. `anchor` says which end stands there. */
export function words(text: string, x: number, y: number, kind: string, anchor: Anchor = 'start'): string {
  return element('text', { class: kind, x, y, 'text-anchor': anchor === 'start' ? undefined : anchor }, escaped(text))
}

/** A straight line. */
export function line(kind: string, x1: number, y1: number, x2: number, y2: number): string {
  return element('line', { class: kind, x1, y1, x2, y2 })
}

/** The whole drawing, with the title and description that assistive technology reads. */
export function drawing(
  variant: 'wide' | 'narrow' | 'only',
  size: { readonly width: number; readonly height: number },
  { id, title, description }: ChartWords,
  children: readonly string[],
  role: 'img' | 'group' = 'img',
): string {
  const own = `${id}-${variant}`
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: `chart-drawing chart-${variant}`,
      viewBox: `0 0 ${size.width} ${rounded(size.height)}`,
      width: size.width,
      height: size.height,
      role,
      'aria-labelledby': `${own}-title ${own}-description`,
    },
    element('title', { id: `${own}-title` }, escaped(title)),
    element('desc', { id: `${own}-description` }, escaped(description)),
    ...children,
  )
}

/** About how wide a text in Inter is: enough to keep labels apart. */
export function textWidth(text: string, fontSize: number): number {
  return text.length * fontSize * 0.56
}

/** The text, cut with an ellipsis where it would be wider. */
export function fitted(text: string, width: number, fontSize: number): string {
  const most = Math.max(3, Math.floor(width / (fontSize * 0.56)))
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`
}

/** The text in lines no wider than this, cut after `most` of them. */
export function wrapped(text: string, width: number, fontSize: number, most: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)
    const longer = `${last} ${word}`
    if (last !== undefined && textWidth(longer, fontSize) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  const kept = lines.slice(0, most)
  if (lines.length > most) kept[most - 1] = `${kept[most - 1] ?? ''} …`
  return kept.map(each => fitted(each, width, fontSize))
}

function rounded(value: number): string {
  return String(Math.round(value * 100) / 100)
}

function escaped(text: string): string {
  return SPECIAL.test(text) ? text.replace(/[&<>"']/g, sign => ESCAPES[sign] ?? sign) : text
}

const SPECIAL = /[&<>"']/

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
