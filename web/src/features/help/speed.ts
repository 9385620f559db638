/** Reads measured times: how they are spread, and in one word what they mean for the person. */

export interface Spread {
  readonly n: number
  /** Milliseconds. */
  readonly p50: number
  readonly p95: number
  readonly worst: number
}

/** The value that `share` of the samples do not exceed (nearest rank). */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** How samples are spread; null while there is none. */
export function spread(samples: readonly number[]): Spread | null {
  if (samples.length === 0) return null
  const sorted = [...samples].sort((a, b) => a - b)
  return {
    n: sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    worst: quantile(sorted, 1),
  }
}

/** Upper edges of the histogram's bars in milliseconds; the last bar holds all that is slower. */
export const edges = [8, 17, 25, 34, 50, 67, 100] as const

/** How many samples each bar holds. */
export function histogram(samples: readonly number[]): number[] {
  const bars = Array.from({ length: edges.length + 1 }, () => 0)
  for (const sample of samples) {
    const at = edges.findIndex((edge) => sample <= edge)
    const bar = at < 0 ? edges.length : at
    bars[bar] = (bars[bar] ?? 0) + 1
  }
  return bars
}

export type Verdict = 'good' | 'fair' | 'slow'

/** 15 frames a second still follow the hand; under 30 it is felt. */
export function frameVerdict({ p95 }: Spread): Verdict {
  return p95 <= 34 ? 'good' : p95 <= 67 ? 'fair' : 'slow'
}

/** A tile that was not fetched beforehand appears after one round trip. */
export function tripVerdict({ p95 }: Spread): Verdict {
  return p95 <= 100 ? 'good' : p95 <= 300 ? 'fair' : 'slow'
}
