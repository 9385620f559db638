/** Where an arrow key leads in a grid that is filled row by row; stays inside. */
export function moved(at: number, key: string, columns: number, count: number): number {
  const steps: Readonly<Record<string, number>> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * 4,
    PageDown: columns * 4,
    Home: -count,
    End: count,
  }
  const step = steps[key]
  if (step === undefined || count === 0) return at
  return Math.max(0, Math.min(count - 1, at + step))
}

/** How many cells of at least `cell` pixels fit into a width. */
export function columnsIn(width: number, cell: number): number {
  return Math.max(1, Math.floor(width / cell))
}
