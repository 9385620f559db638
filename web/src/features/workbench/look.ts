import { useSyncExternalStore } from 'react'
import type { Look } from '../../surfaces/raster'

/** Where the hand is, kept out of the components' state: it changes with every move and only one line shows it. */
export class LookStore {
  private look: Look = { place: null, scale: 1 }
  private readonly listeners = new Set<() => void>()

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getSnapshot = (): Look => this.look

  /** Where the hand was last over the picture. */
  lastPlace: Look['place'] = null

  readonly set = (look: Look): void => {
    this.look = look
    if (look.place) this.lastPlace = look.place
    for (const listener of this.listeners) listener()
  }
}

export const useLook = (store: LookStore): Look => useSyncExternalStore(store.subscribe, store.getSnapshot)
