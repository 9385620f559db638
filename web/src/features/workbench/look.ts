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

  readonly set = (look: Look): void => {
    this.look = look
    for (const listener of this.listeners) listener()
  }
}

export const useLook = (store: LookStore): Look => useSyncExternalStore(store.subscribe, store.getSnapshot)
