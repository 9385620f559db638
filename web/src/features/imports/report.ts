/** A report by file, and as a table for other programs. Pure. */
import type { ReportLevel, ReportRow } from '../../api/shapes'

const WORST: readonly ReportLevel[] = ['refused', 'warning', 'repaired', 'ok']

export interface FileReport {
  readonly file: string
  /** The worst that is said about it. */
  readonly level: ReportLevel
  readonly rows: readonly ReportRow[]
}

/** The lines of a report gathered by file, in the order in which files are first spoken of. */
export function byFile(rows: readonly ReportRow[]): FileReport[] {
  const found = new Map<string, ReportRow[]>()
  for (const row of rows) {
    const known = found.get(row.file)
    if (known) known.push(row)
    else found.set(row.file, [row])
  }
  return [...found].map(([file, own]) => ({
    file,
    level: WORST.find((level) => own.some((row) => row.level === level)) ?? 'ok',
    rows: own,
  }))
}

/** One cell; what a spreadsheet would take for a formula is kept as text. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** The report as CSV (RFC 4180) with a heading. */
export function csvOf(rows: readonly ReportRow[]): string {
  const lines = rows.map((row) => [row.level, row.file, row.object ?? '', row.code, row.message])
  return [['level', 'file', 'object', 'code', 'message'], ...lines]
    .map((line) => `${line.map(cell).join(',')}\r\n`)
    .join('')
}
