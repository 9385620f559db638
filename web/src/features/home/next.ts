import type { ProjectRow } from '../../api/shapes'

export type Target =
  | { to: '/projects/$p/label' | '/projects/$p/review' | '/projects/$p/releases' | '/projects/$p'; p: string }
  | { to: '/projects/$p/policy/interview'; p: string }

/** Where the next action of a project leads. */
export function targetOf(row: Pick<ProjectRow, 'id' | 'next' | 'state'>): Target {
  switch (row.next.kind) {
    case 'label':
      return { to: '/projects/$p/label', p: row.id }
    case 'review':
      return { to: '/projects/$p/review', p: row.id }
    case 'approve':
      return { to: '/projects/$p/releases', p: row.id }
    case 'setup':
      return row.state === 'setup'
        ? { to: '/projects/$p/policy/interview', p: row.id }
        : { to: '/projects/$p', p: row.id }
    case 'none':
      return { to: '/projects/$p', p: row.id }
  }
}

const waits = (row: ProjectRow): boolean => row.next.kind !== 'none'

/** The projects as they stand on the page: what waits for this person first, the latest touched on top. */
export function inOrder(rows: readonly ProjectRow[]): ProjectRow[] {
  const byTime = rows.toSorted((a, b) => (b.last_activity ?? '').localeCompare(a.last_activity ?? ''))
  return [...byTime.filter(waits), ...byTime.filter((row) => !waits(row))]
}

/** The project where one key goes on: the latest touched of those that wait for this person. */
export function lastWork(rows: readonly ProjectRow[]): ProjectRow | null {
  return inOrder(rows).find(waits) ?? null
}
