/** What every chart gives a page: the picture, and the same figures as a table. Printed by `{{> chart chart}}`. */
export interface Chart {
  /** The name of the chart, for the class of its figure. */
  readonly kind: string
  /** One drawing for wide places and one for narrow ones; the stylesheet shows the one that fits. */
  readonly svg: string
  readonly table: ChartTable
}

export interface ChartTable {
  readonly caption: string
  readonly columns: readonly { readonly label: string; readonly num: boolean }[]
  readonly rows: readonly { readonly cells: readonly ChartCell[] }[]
}

interface ChartCell {
  readonly text: string
  readonly isHead: boolean
  readonly num: boolean
  readonly href?: string | undefined
}

/** What every chart is told besides its figures. */
export interface ChartWords {
  /** Unique on the page; the ids inside the drawing begin with it. */
  readonly id: string
  /** What is drawn, in a few words. */
  readonly title: string
  /** What it shows, in a sentence or two: all that somebody learns who cannot see it. */
  readonly description: string
}

/** A table whose first column names the rows and whose other columns are figures unless `words` lists them. */
export function chartTable(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly (string | { readonly text: string; readonly href?: string | undefined })[])[],
  words: readonly string[] = [],
): ChartTable {
  const isFigure = columns.map((label, at) => at > 0 && !words.includes(label))
  const cellOf = (cell: string | { readonly text: string; readonly href?: string | undefined }, at: number) => {
    const isHead = at === 0
    const num = isFigure[at] ?? false
    if (typeof cell === 'string') return { text: cell, isHead, num }
    return { text: cell.text, href: cell.href, isHead, num }
  }
  return {
    caption,
    columns: columns.map((label, at) => ({ label, num: isFigure[at] ?? false })),
    rows: rows.map(row => ({ cells: row.map(cellOf) })),
  }
}
