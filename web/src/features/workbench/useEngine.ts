import { useSyncExternalStore } from 'react'
import type { Engine } from '../../canvas/engine'
import type { Snapshot } from '../../canvas/snapshot'
import type { Autosave, SaveState } from './autosave'

/** The engine's state; the component is drawn again when it changes, but not with every move of the hand. */
export const useEngine = (engine: Engine): Snapshot => useSyncExternalStore(engine.subscribe, engine.getCalm)

export const useSaving = (autosave: Autosave): SaveState =>
  useSyncExternalStore(autosave.subscribe, autosave.getSnapshot)
