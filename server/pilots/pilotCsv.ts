import { stringify } from 'csv-stringify/sync'
import { effectAsTyped } from '../metrics/metric.rules'
import { spokenState } from './pilotLife.rules'
import type { PilotExportRow } from './pilotList.store'

type Cell = string | number | null

const COLUMNS: readonly (readonly [string, (row: PilotExportRow) => Cell])[] = [
  ['number', row => row.number],
  ['title', row => row.title],
  ['state', row => spokenState(row)],
  ['state since', row => row.stateSince.toISOString()],
  ['owner', row => row.owner],
  ['sponsor', row => row.sponsor],
  ['team', row => row.team],
  ['journey', row => row.journey],
  ['journey version', row => row.journeyVersion],
  ['segment', row => row.segment],
  ['change', row => row.change],
  ['for whom', row => row.forWhom],
  ['expected effect', row => row.expectedEffect],
  ['why', row => row.because],
  ['metric', row => row.metric],
  [
    'smallest effect that matters',
    row => (row.metricKind ? effectAsTyped(row.metricKind, row.smallestEffect) : row.smallestEffect),
  ],
  ['first day', row => row.startsOn],
  ['last day', row => row.endsOn],
  ['budget', row => (row.budgetCents === null ? null : row.budgetCents / 100)],
  ['source of the budget', row => row.budgetSource],
  ['id', row => row.id],
]

/** The first line, with the mark by which spreadsheets know UTF-8. */
export const csvHead = (): string => stringify([COLUMNS.map(([name]) => name)], { bom: true })

/**
 * Pilots as lines of CSV (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe before it, so
 * that opening the file runs nothing.
 */
export function csvLines(rows: readonly PilotExportRow[]): string {
  return stringify(
    rows.map(row => COLUMNS.map(([, cell]) => cell(row))),
    { escape_formulas: true },
  )
}
