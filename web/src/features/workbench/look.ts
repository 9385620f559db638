import { useSyncExternalStore } from 'react'
import type { Look } from '../../surfaces/raster'

/** The line is drawn anew when the hand rests so long: over a remote desktop a move then changes the picture alone. */
const restMs = 100

/** Where the hand is, kept out of the components' state: it changes with every move and only one line shows it. */
export class LookStore {
  private look: Look = { place: null, scale: 1 }
  private told: Look = this.look
  private resting: ReturnType<typeof setTimeout> | undefined
  private readonly listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getSnapshot = (): Look => this.told

  /** Where the hand was last over the picture. */
  lastPlace: Look['place'] = null

  readonly set = (look: Look): void => {
    this.look = look
    if (look.place) this.lastPlace = look.place
    clearTimeout(this.resting)
    this.resting = setTimeout(() => {
      this.told = this.look
      for (const listener of this.listeners) listener()
    }, restMs)
  }
}

export const useLook = (store: LookStore): Look => useSyncExternalStore(store.subscribe, store.getSnapshot)
