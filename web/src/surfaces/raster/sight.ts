/** How a person looks at a picture, as the surface needs it: read and followed here, kept by the surface's owner. */
import type { MeasureInput } from '../../canvas/measure'
import type { Guides } from '../../canvas/render/guides'
import type { Tone } from './shades'

export interface Sight {
  readonly tone: Tone
  readonly guides: Guides
  /** The magnifier is in the hand. */
  readonly lens: boolean
  /** A drag changes window and level. */
  readonly levelling: boolean
  /** A press sets a point to measure by. */
  readonly measuring: boolean
}

export interface SightSource {
  readonly subscribe: (listener: () => void) => () => void
  readonly getSnapshot: () => Sight
  /** A drag over so many screen pixels. */
  level(dx: number, dy: number): void
  /** The drag is over. */
  levelled(): void
  measure(input: MeasureInput): void
}
