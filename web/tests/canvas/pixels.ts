// Masks as plain grids of yes and no: the slow and obvious way, to hold the fast one against.
import fc from 'fast-check'
import { type Columns, hasPixel, noColumns, type Spans, trimmed } from '../../src/canvas/mask/columns'

/** `grid[y][x]`. */
export type Pixels = readonly (readonly boolean[])[]

export function fromPixels(grid: Pixels): Columns {
  const width = grid[0]?.length ?? 0
  const columns: Spans[] = []
  for (let x = 0; x < width; x++) {
    const spans: number[] = []
    for (let y = 0; y <= grid.length; y++) {
      const [now, before] = [grid[y]?.[x] ?? false, grid[y - 1]?.[x] ?? false]
      if (now !== before) spans.push(y)
    }
    columns.push(spans)
  }
  return columns.length ? trimmed(0, columns) : noColumns
}

export function toPixels(mask: Columns, width: number, height: number): boolean[][] {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => hasPixel(mask, x, y)),
  )
}

/** Pictures as `##.` drawn in text, a row a line. */
export const drawn = (...rows: string[]): Columns =>
  fromPixels(rows.map((row) => [...row].map((sign) => sign === '#')))

export const anyPixels = (width: number, height: number) =>
  fc.array(fc.array(fc.boolean(), { minLength: width, maxLength: width }), {
    minLength: height,
    maxLength: height,
  })
