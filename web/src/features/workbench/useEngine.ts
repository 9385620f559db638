import { useSyncExternalStore } from 'react'
import type { Engine } from '../../canvas/engine'
import type { Snapshot } from '../../canvas/snapshot'
import type { Autosave, SaveState } from './autosave'

/** The engine's present state; the component is drawn again when it changes. */
export const useEngine = (engine: Engine): Snapshot =>
  useSyncExternalStore(engine.subscribe, engine.getSnapshot)

export const useSaving = (autosave: Autosave): SaveState =>
  useSyncExternalStore(autosave.subscribe, autosave.getSnapshot)
