/** What the table of assets can show beside picture and name, each with the width that it takes. */
export const COLUMNS = {
  stands: '160px',
  split: '80px',
  size: '168px',
  objects: '72px',
  changed: 'minmax(112px, 1fr)',
} as const

export type Column = keyof typeof COLUMNS

export const ALL = Object.keys(COLUMNS) as readonly Column[]

type Lists = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** The columns that a person chose, in the order of the table; all where nothing was chosen yet. */
export function columnsIn(lists: Lists | undefined): readonly Column[] {
  const kept = lists?.['columns']
  const chosen = isObject(kept) ? kept['assets'] : undefined
  return Array.isArray(chosen) ? ALL.filter((one) => chosen.includes(one)) : ALL
}

/** The person's lists with one column more or less. */
export function withColumn(lists: Lists | undefined, column: Column): Record<string, unknown> {
  const now = columnsIn(lists)
  const next = ALL.filter((one) => (one === column) !== now.includes(one))
  const kept = lists?.['columns']
  return { ...lists, columns: { ...(isObject(kept) ? kept : {}), assets: next } }
}

/** The grid of a row: mark, picture and name, then the columns that are shown. */
export function template(columns: readonly Column[]): string {
  return ['24px', '56px', 'minmax(160px, 2fr)', ...columns.map((one) => COLUMNS[one])].join(' ')
}
