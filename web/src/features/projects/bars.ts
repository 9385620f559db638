export interface BarShape {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const GAP = 2

/** Bars from the ground up; what is not zero is never lower than two pixels, so that one a day is seen. */
export function bars(values: readonly number[], top: number, width: number, height: number): BarShape[] {
  const each = width / Math.max(1, values.length)
  return values.map((value, i) => {
    const high = value === 0 ? 0 : Math.max(2, (value / Math.max(1, top)) * height)
    return { x: i * each, y: height - high, width: each - GAP, height: high }
  })
}

/** The day that lies so many days back, as the filters of lists write it. */
export function daysAgo(now: Date, days: number): string {
  const then = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`
}
