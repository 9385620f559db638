/** What the keys of looking do. */
import type { Arrow } from '../../canvas/tools/tool'
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
  | 'turnRight'
  | 'turnLeft'
  | 'mirror'
  | 'mirrorDown'
  | 'map'

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
    turnRight: () => sight.turnView(1),
    turnLeft: () => sight.turnView(-1),
    mirror: () => sight.turnView('across'),
    mirrorDown: () => sight.turnView('down'),
    map: () => sight.aids({ map: !now().aids.map }),
    fit: () => surface.current?.fit(),
    actual: () => surface.current?.scaleTo(1 / window.devicePixelRatio),
    double: () => surface.current?.scaleTo(2 / window.devicePixelRatio),
  }
}

const steps: Readonly<Record<Arrow, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
}
const arrows: Readonly<Record<string, Arrow>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

/** The arrow that a key is; undefined for any other key. */
export const arrowOf = (key: string): Arrow | undefined => arrows[key]

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
  const pressed = arrowOf(event.key)
  const step = pressed && steps[surface.current?.arrow(pressed) ?? pressed]
  if (action === 'arrow' && step) {
    const by = event.shiftKey ? 10 : 1
    sight.measure({ type: 'nudge', dx: step[0] * by, dy: step[1] * by, from: middle.at })
  } else if (action === 'enter') sight.measure({ type: 'set', near: 6 / middle.scale })
  else if (action === 'back' || action === 'delete' || action === 'undo') sight.measure({ type: 'back' })
  else return false
  return true
}
