/** What the keys of looking do. */
import type { SurfaceHandle } from '../../surfaces/raster'
import type { Action } from './keymap'
import type { SightStore } from './sight'

export type SightAct =
  | 'lookPanel'
  | 'lookDrag'
  | 'lookPlain'
  | 'lookInvert'
  | 'lens'
  | 'measure'
  | 'rulers'
  | 'grid'
  | 'actual'
  | 'double'

type Surface = { readonly current: SurfaceHandle | null }

export function sightActs(sight: SightStore, surface: Surface): Record<SightAct | 'fit', () => void> {
  const now = () => sight.getSnapshot()
  return {
    lookPanel: () => sight.turn({ open: !now().open }),
    lookDrag: () => sight.turn({ levelling: !now().levelling }),
    lookPlain: () => sight.reset(),
    lookInvert: () => sight.set({ invert: !now().tone.invert }),
    lens: () => sight.turn({ lens: true }),
    measure: () => sight.turn({ measuring: !now().measuring }),
    rulers: () => sight.aids({ rulers: !now().aids.rulers }),
    grid: () => sight.aids({ grid: !now().aids.grid }),
    fit: () => surface.current?.fit(),
    actual: () => surface.current?.scaleTo(1 / window.devicePixelRatio),
    double: () => surface.current?.scaleTo(2 / window.devicePixelRatio),
  }
}

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** While measuring the arrows move its pen, Enter sets a point, Backspace takes one back; Esc ends it or the levelling. */
export function sightTakes(
  sight: SightStore,
  surface: Surface,
  action: Action,
  event: KeyboardEvent,
): boolean {
  const { measuring, levelling } = sight.getSnapshot()
  if (action === 'cancel' && (measuring || levelling)) {
    sight.turn({ measuring: false, levelling: false })
    return true
  }
  const middle = surface.current?.middle()
  if (!measuring || !middle) return false
  const step = steps[event.key]
  if (action === 'arrow' && step) {
    const by = event.shiftKey ? 10 : 1
    sight.measure({ type: 'nudge', dx: step[0] * by, dy: step[1] * by, from: middle.at })
  } else if (action === 'enter') sight.measure({ type: 'set', near: 6 / middle.scale })
  else if (action === 'back' || action === 'delete' || action === 'undo') sight.measure({ type: 'back' })
  else return false
  return true
}
