import { useEffect, useMemo, useRef } from 'react'
import type { Engine } from '../../canvas/engine'
import { stepped } from '../../canvas/mask/stamp'
import type { ToolId } from '../../canvas/snapshot'
import type { Arrow } from '../../canvas/tools/tool'
import type { SurfaceHandle } from '../../surfaces/raster'
import { useCommands } from '../../ui/commands'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { singleKeys } from '../../ui/preferences'
import {
  choose,
  pageObjects,
  pickClass,
  selectClass,
  selectedOne,
  stepObject,
  toggleHidden,
  toggleLock,
} from './acts'
import type { Copying } from './copying'
import { type Action, bindingOf, bindingsFor, digitOf } from './keymap'
import type { Kind } from './routes'
import { arrowOf, type SightAct } from './sightActs'
import { pointTool, toolFits } from './toolbox'
import type { ShapeVerb } from './useShaping'
import type { Vocabulary } from './vocabulary'

/** Acts that belong to the whole bench, not to the engine. */
export type BenchActs = Readonly<
  Record<
    | ShapeVerb
    | SightAct
    | 'submit'
    | 'recall'
    | 'skip'
    | 'question'
    | 'guideline'
    | 'copyForward'
    | 'panel'
    | 'accept'
    | 'sendBack'
    | 'classSearch'
    | 'relate'
    | 'compare'
    | 'nextDifference'
    | 'previousDifference'
    | 'olderVersion'
    | 'newerVersion'
    | 'acceptObject'
    | 'rejectObject'
    | 'nextRemark'
    | 'remarkDone'
    | 'partBefore'
    | 'partAfter'
    | 'partsUp'
    | 'partsLink'
    | 'pageBefore'
    | 'pageAfter'
    | 'pageFirst'
    | 'pageLast'
    | 'play',
    () => void
  >
>

interface Around {
  readonly engine: Engine
  readonly vocabulary: Vocabulary
  readonly kind: Kind
  readonly acts: BenchActs
  readonly copying: Copying
  readonly surface: { readonly current: SurfaceHandle | null }
  /** While measuring or levelling some keys are the sight's; true when it took the action. */
  readonly sightTakes: (action: Action, event: KeyboardEvent) => boolean
  /** The key that held the magnifier is up. */
  readonly lensDown: () => void
}

const zoomStep = 1.25
const panStep = 80

function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target instanceof HTMLInputElement) return !/^(radio|checkbox|button)$/.test(target.type)
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName)
}

/** Keys that a focused control answers by itself. */
function answersItself(target: EventTarget | null, action: Action): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (action === 'arrow') return target instanceof HTMLInputElement
  return (action === 'enter' || action === 'pan') && target.closest('a, button, summary, input') !== null
}

const away: Record<Arrow, readonly [number, number]> = {
  left: [1, 0],
  right: [-1, 0],
  up: [0, 1],
  down: [0, -1],
}

function arrow(event: KeyboardEvent, { engine, surface }: Around): void {
  const direction = arrowOf(event.key)
  if (!direction) return
  const { tool, selection } = engine.getSnapshot()
  if (tool === 'select' && selection.size === 0) {
    const [x, y] = away[direction]
    surface.current?.pan(x * panStep, y * panStep)
  } else {
    engine.dispatch({
      type: 'arrow',
      arrow: surface.current?.arrow(direction) ?? direction,
      mods: { shift: event.shiftKey, alt: event.altKey, command: event.ctrlKey || event.metaKey },
    })
  }
}

function byDigit(event: KeyboardEvent, around: Around, act: (n: number) => void): void {
  const n = digitOf(event)
  if (n !== null && !around.engine.getSnapshot().readOnly) act(n)
}

function classKey(event: KeyboardEvent, around: Around, ofSelected: boolean): void {
  byDigit(event, around, (n) => {
    const entry = around.vocabulary.byKey(String(n))
    if (entry) pickClass(around.engine, entry, ofSelected)
  })
}

function takeTool(tool: ToolId, { engine, vocabulary }: Around): void {
  const { brush } = engine.getSnapshot()
  if (toolFits(tool, brush ? vocabulary.find(brush.task, brush.class) : undefined)) engine.setTool(tool)
}

function takePointTool(around: Around): void {
  const { brush } = around.engine.getSnapshot()
  takeTool(pointTool(brush ? around.vocabulary.find(brush.task, brush.class) : undefined), around)
}

/** With a mask selected the brush goes on with it, so its class is armed too. */
function takeBrush(around: Around): void {
  const object = selectedOne(around.engine)
  const entry = object && around.vocabulary.find(object.task, object.class)
  if (object?.geometry.kind === 'mask' && !entry?.class.retired)
    around.engine.setBrush({ task: object.task, class: object.class })
  takeTool('brush', around)
}

/** A hole is cut with the polygon tool; the key takes it in hand too. */
function toggleCutting(around: Around): void {
  const { engine } = around
  if (engine.getSnapshot().tool !== 'polygon') {
    takeTool('polygon', around)
    if (engine.getSnapshot().tool === 'polygon') engine.draw({ cutting: true })
  } else {
    engine.draw({ cutting: !engine.getSnapshot().cutting })
  }
}

function step(by: 1 | -1, { engine, surface }: Around): void {
  const id = stepObject(engine, by)
  if (id) surface.current?.reveal(id)
}

function perform(action: Action, event: KeyboardEvent, around: Around): void {
  const { engine, surface, acts } = around
  const now = engine.getSnapshot()
  const mods = { shift: event.shiftKey, alt: event.altKey, command: event.ctrlKey || event.metaKey }
  const all: Record<Action, () => void> = {
    ...acts,
    select: () => takeTool('select', around),
    box: () => takeTool('box', around),
    rbox: () => takeTool('rbox', around),
    polygon: () => takeTool('polygon', around),
    polyline: () => takeTool('polyline', around),
    ellipse: () => takeTool('ellipse', around),
    point: () => takePointTool(around),
    brush: () => takeBrush(around),
    eraser: () => engine.setTip({ erase: !now.tip.erase }),
    tipShape: () => engine.setTip({ shape: now.tip.shape === 'round' ? 'square' : 'round' }),
    smaller: () => engine.setTip({ diameter: stepped(now.tip.diameter, -1) }),
    larger: () => engine.setTip({ diameter: stepped(now.tip.diameter, 1) }),
    split: () => (now.selection.size > 0 && !now.readOnly ? engine.setTool('split') : undefined),
    cut: () => toggleCutting(around),
    snap: () => engine.draw({ snapping: !now.snapping }),
    insert: () => engine.dispatch({ type: 'insert' }),
    sight: () => engine.dispatch({ type: 'sight' }),
    selectClass: () => selectClass(engine),
    group: () => engine.group(true),
    ungroup: () => engine.group(false),
    forward: () => engine.lift('forward'),
    backward: () => engine.lift('backward'),
    toFront: () => engine.lift('front'),
    toBack: () => engine.lift('back'),
    lock: () => toggleLock(engine),
    unlockAll: () => engine.lock([]),
    hideOne: () => toggleHidden(engine),
    showAll: () => engine.showObjects({ hidden: new Set(), allHidden: false }),
    class: () => classKey(event, around, false),
    classOfSelected: () => classKey(event, around, true),
    attribute: () => byDigit(event, around, (n) => choose(engine, around.vocabulary, n)),
    nextObject: () => step(1, around),
    previousObject: () => step(-1, around),
    delete: () => deleteKey(engine),
    undo: () => engine.undo(),
    redo: () => engine.redo(),
    duplicate: () => around.copying.duplicate(),
    copy: () => around.copying.copy(),
    paste: () => around.copying.paste(),
    selectAll: () => engine.select(pageObjects(engine).map(({ id }) => id)),
    pan: () => surface.current?.setPanning(true),
    fit: () => surface.current?.fit(),
    fill: () => surface.current?.fill(),
    zoomIn: () => surface.current?.zoom(zoomStep),
    zoomOut: () => surface.current?.zoom(1 / zoomStep),
    hide: () => engine.showObjects({ allHidden: !now.allHidden }),
    dim: () => engine.showObjects({ dimmed: !now.dimmed }),
    arrow: () => arrow(event, around),
    enter: () => engine.dispatch({ type: 'enter', mods }),
    back: () => (now.tool === 'select' ? deleteSelected(engine) : engine.dispatch({ type: 'back' })),
    cancel: () => engine.dispatch({ type: 'cancel' }),
  }
  all[action]()
}

/** While points are being set Delete is the tool's; otherwise it takes away what is selected. */
function deleteKey(engine: Engine): void {
  const { draft } = engine.getSnapshot()
  if (draft?.kind === 'path' || (draft?.kind === 'shape' && draft.next)) engine.dispatch({ type: 'delete' })
  else deleteSelected(engine)
}

/** With a drawing tool in hand Delete still means the object that was just drawn. */
function deleteSelected(engine: Engine): void {
  const { tool, selection } = engine.getSnapshot()
  if (tool === 'select') engine.dispatch({ type: 'delete' })
  else engine.edit(selection, () => null)
}

function onKeyDown(event: KeyboardEvent, around: Around): void {
  if (event.isComposing || document.querySelector('[role="dialog"], [role="menu"]')) return
  const binding = bindingOf(event, around.kind)
  if (!binding) return
  const { action } = binding
  if (typing(event.target)) {
    // Ctrl Z, C and V in a text field are the field's; only what ends the task passes.
    if (action !== 'submit') {
      if (event.ctrlKey || event.metaKey) event.stopImmediatePropagation()
      return
    }
  }
  if (answersItself(event.target, action)) return
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1
  if (plain && !singleKeys()) return
  if (event.repeat && /^(submit|accept|skip|question|sendBack)$/.test(action)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (!around.sightTakes(action, event)) perform(action, event, around)
}

/** Actions that need to know which key it was, or that it is held. */
const byKeyOnly = new Set<Action>([
  'class',
  'classOfSelected',
  'attribute',
  'arrow',
  'pan',
  'enter',
  'cancel',
])

/** Listens for the bench's keys and lists them in the `?` overlay. */
export function useBenchKeys(around: Around): void {
  const t = useT()
  const latest = useRef(around)
  latest.current = around
  useEffect(() => {
    const off = new AbortController()
    const { signal } = off
    let lensKey = ''
    const press = (event: KeyboardEvent) => {
      if (bindingOf(event, latest.current.kind)?.action === 'lens') lensKey = event.code
      onKeyDown(event, latest.current)
    }
    window.addEventListener('keydown', press, { signal, capture: true })
    const release = () => {
      latest.current.surface.current?.setPanning(false)
      latest.current.lensDown()
    }
    const lift = (event: KeyboardEvent) => {
      if (event.key === ' ') latest.current.surface.current?.setPanning(false)
      if (event.code === lensKey) latest.current.lensDown()
    }
    window.addEventListener('keyup', lift, { signal })
    window.addEventListener('blur', release, { signal })
    return () => off.abort()
  }, [])
  const listed = useMemo(
    () =>
      bindingsFor(around.kind).map((one) => ({
        keys: one.keys === '+' ? 'Plus' : one.keys,
        label: t(one.label),
        group: t(one.group),
        run: () => undefined,
        pick: byKeyOnly.has(one.action)
          ? null
          : () => perform(one.action, new KeyboardEvent('keydown'), latest.current),
      })),
    [around.kind, t],
  )
  useKeys(listed)
  useCommands(
    around.vocabulary.entries.map((entry) => ({
      label: entry.class.label,
      group: t('workbench.selected.class'),
      run: () => pickClass(around.engine, entry),
    })),
  )
}
