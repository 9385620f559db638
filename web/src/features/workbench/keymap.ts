/** The keys of the workbench, once: for the listener, for the controls that print them and for the `?` overlay. */
import { meant } from '../../ui/choices'
import type { MessageKey } from '../../ui/messages'

export type Action =
  | 'select' | 'box' | 'rbox' | 'polygon' | 'polyline' | 'ellipse' | 'point' | 'cut' | 'snap' | 'insert' | 'sight'
  | 'brush' | 'eraser' | 'tipShape' | 'smaller' | 'larger'
  | 'split' | 'merge' | 'subtract' | 'intersect' | 'fillHoles' | 'dropSpecks' | 'convert' | 'simplify'
  | 'class' | 'classSearch' | 'classOfSelected' | 'attribute'
  | 'nextObject' | 'previousObject' | 'delete' | 'undo' | 'redo' | 'duplicate' | 'copy' | 'paste' | 'selectAll'
  | 'selectClass' | 'group' | 'ungroup' | 'forward' | 'backward' | 'toFront' | 'toBack' | 'lock' | 'unlockAll' | 'relate'
  | 'lookPanel' | 'lookDrag' | 'lookPlain' | 'lookInvert' | 'lens' | 'measure' | 'rulers' | 'grid' | 'actual' | 'double'
  | 'turnRight' | 'turnLeft' | 'mirror' | 'mirrorDown' | 'map' | 'partBefore' | 'partAfter' | 'partsUp' | 'partsLink'
  | 'pan' | 'fit' | 'fill' | 'zoomIn' | 'zoomOut' | 'pageBefore' | 'pageAfter' | 'pageFirst' | 'pageLast' | 'play'
  | 'hide' | 'hideOne' | 'showAll' | 'dim' | 'arrow' | 'enter' | 'back' | 'cancel'
  | 'compare' | 'nextDifference' | 'previousDifference' | 'olderVersion' | 'newerVersion'
  | 'acceptObject' | 'rejectObject' | 'nextRemark' | 'remarkDone'
  | 'submit' | 'recall' | 'skip' | 'question' | 'guideline' | 'copyForward' | 'panel' | 'accept' | 'sendBack' // biome-ignore format: the list reads by groups

export interface Binding {
  readonly action: Action
  /** As printed and as `?` lists it: `Ctrl+Shift+z`, `1`, `ArrowLeft`. */
  readonly keys: string
  readonly label: MessageKey
  readonly group: MessageKey
  /** Only in this kind of work. */
  readonly only?: 'label' | 'review'
}

const draw = 'workbench.keys.draw'
const objects = 'workbench.keys.objects'
const picture = 'workbench.keys.picture'
const work = 'workbench.keys.work'
const compare = 'workbench.keys.compare'

/** Every binding. `1` stands for the digits 1 to 9, `Arrow` for the four arrows. */
export const bindings: readonly Binding[] = [
  { action: 'select', keys: 'v', label: 'workbench.tool.select', group: draw },
  { action: 'box', keys: 'b', label: 'workbench.tool.box', group: draw },
  { action: 'rbox', keys: 'r', label: 'workbench.tool.rbox', group: draw },
  { action: 'polygon', keys: 'p', label: 'workbench.tool.polygon', group: draw },
  { action: 'polyline', keys: 'l', label: 'workbench.tool.polyline', group: draw },
  { action: 'ellipse', keys: 'e', label: 'workbench.tool.ellipse', group: draw },
  { action: 'point', keys: 'k', label: 'workbench.key.point', group: draw },
  { action: 'brush', keys: 'm', label: 'workbench.key.brush', group: draw },
  { action: 'eraser', keys: 'Shift+m', label: 'workbench.key.eraser', group: draw },
  { action: 'tipShape', keys: 'Alt+m', label: 'workbench.key.tipShape', group: draw },
  { action: 'smaller', keys: '[', label: 'workbench.key.smaller', group: draw },
  { action: 'larger', keys: ']', label: 'workbench.key.larger', group: draw },
  { action: 'cut', keys: 'd', label: 'workbench.key.cut', group: draw },
  { action: 'snap', keys: 't', label: 'workbench.key.snap', group: draw },
  { action: 'insert', keys: 'Insert', label: 'workbench.key.insert', group: draw },
  { action: 'sight', keys: 'y', label: 'workbench.key.sight', group: draw },
  { action: 'class', keys: '1', label: 'workbench.key.class', group: draw },
  { action: 'classSearch', keys: '/', label: 'workbench.key.classSearch', group: draw },
  { action: 'arrow', keys: 'Arrow', label: 'workbench.key.arrow', group: draw },
  { action: 'enter', keys: 'Enter', label: 'workbench.key.enter', group: draw },
  { action: 'back', keys: 'Backspace', label: 'workbench.key.back', group: draw },
  { action: 'cancel', keys: 'Escape', label: 'workbench.key.cancel', group: draw },
  { action: 'attribute', keys: 'Shift+1', label: 'workbench.key.attribute', group: objects },
  { action: 'classOfSelected', keys: 'Alt+1', label: 'workbench.key.classOfSelected', group: objects },
  { action: 'nextObject', keys: '.', label: 'workbench.key.nextObject', group: objects },
  { action: 'previousObject', keys: ',', label: 'workbench.key.previousObject', group: objects },
  { action: 'delete', keys: 'Delete', label: 'workbench.key.delete', group: objects },
  { action: 'undo', keys: 'Ctrl+z', label: 'workbench.key.undo', group: objects },
  { action: 'redo', keys: 'Ctrl+Shift+z', label: 'workbench.key.redo', group: objects },
  { action: 'duplicate', keys: 'c', label: 'workbench.key.duplicate', group: objects },
  { action: 'copy', keys: 'Ctrl+c', label: 'workbench.key.copy', group: objects },
  { action: 'paste', keys: 'Ctrl+v', label: 'workbench.key.paste', group: objects },
  { action: 'selectAll', keys: 'Ctrl+a', label: 'workbench.key.selectAll', group: objects },
  { action: 'selectClass', keys: 'Alt+a', label: 'workbench.key.selectClass', group: objects },
  { action: 'group', keys: 'Ctrl+g', label: 'workbench.key.group', group: objects },
  { action: 'ungroup', keys: 'Ctrl+Shift+g', label: 'workbench.key.ungroup', group: objects },
  { action: 'relate', keys: 'Shift+r', label: 'workbench.key.relate', group: objects },
  { action: 'split', keys: 'Shift+d', label: 'workbench.key.split', group: objects },
  { action: 'merge', keys: 'j', label: 'workbench.key.merge', group: objects },
  { action: 'subtract', keys: 'Shift+j', label: 'workbench.key.subtract', group: objects },
  { action: 'intersect', keys: 'Alt+j', label: 'workbench.key.intersect', group: objects },
  { action: 'fillHoles', keys: 'Shift+f', label: 'workbench.key.fillHoles', group: objects },
  { action: 'dropSpecks', keys: 'Shift+k', label: 'workbench.key.dropSpecks', group: objects },
  { action: 'convert', keys: 'Shift+p', label: 'workbench.key.convert', group: objects },
  { action: 'simplify', keys: 'Alt+s', label: 'workbench.key.simplify', group: objects },
  { action: 'forward', keys: 'Shift+PageUp', label: 'workbench.key.forward', group: objects },
  { action: 'backward', keys: 'Shift+PageDown', label: 'workbench.key.backward', group: objects },
  { action: 'toFront', keys: 'Shift+Home', label: 'workbench.key.toFront', group: objects },
  { action: 'toBack', keys: 'Shift+End', label: 'workbench.key.toBack', group: objects },
  { action: 'lock', keys: 'Shift+l', label: 'workbench.key.lock', group: objects },
  { action: 'unlockAll', keys: 'Alt+Shift+l', label: 'workbench.key.unlockAll', group: objects },
  { action: 'pan', keys: 'Space', label: 'workbench.key.pan', group: picture },
  { action: 'fit', keys: 'f', label: 'workbench.key.fit', group: picture },
  { action: 'fill', keys: '0', label: 'workbench.key.fill', group: picture },
  { action: 'zoomIn', keys: '+', label: 'workbench.key.zoomIn', group: picture },
  { action: 'zoomOut', keys: '-', label: 'workbench.key.zoomOut', group: picture },
  { action: 'actual', keys: 'Alt+0', label: 'workbench.key.actual', group: picture },
  { action: 'double', keys: 'Alt+x', label: 'workbench.key.double', group: picture },
  { action: 'lookPanel', keys: 'o', label: 'workbench.key.lookPanel', group: picture },
  { action: 'lookDrag', keys: 'Shift+o', label: 'workbench.key.lookDrag', group: picture },
  { action: 'lookPlain', keys: 'Alt+u', label: 'workbench.key.lookPlain', group: picture },
  { action: 'lookInvert', keys: 'Alt+i', label: 'workbench.key.lookInvert', group: picture },
  { action: 'lens', keys: 'z', label: 'workbench.key.lens', group: picture },
  { action: 'measure', keys: 'Shift+z', label: 'workbench.key.measure', group: picture },
  { action: 'rulers', keys: 'Alt+z', label: 'workbench.key.rulers', group: picture },
  { action: 'grid', keys: 'Alt+g', label: 'workbench.key.grid', group: picture },
  { action: 'turnRight', keys: 'Alt+r', label: 'workbench.key.turnRight', group: picture },
  { action: 'turnLeft', keys: 'Alt+Shift+r', label: 'workbench.key.turnLeft', group: picture },
  { action: 'mirror', keys: 'Alt+y', label: 'workbench.key.mirror', group: picture },
  { action: 'mirrorDown', keys: 'Alt+Shift+y', label: 'workbench.key.mirrorDown', group: picture },
  { action: 'map', keys: 'Alt+n', label: 'workbench.key.map', group: picture },
  { action: 'partBefore', keys: 'Alt+PageUp', label: 'workbench.key.partBefore', group: picture },
  { action: 'partAfter', keys: 'Alt+PageDown', label: 'workbench.key.partAfter', group: picture },
  { action: 'partsUp', keys: 'Alt+b', label: 'workbench.key.partsUp', group: picture },
  { action: 'partsLink', keys: 'Alt+l', label: 'workbench.key.partsLink', group: picture },
  { action: 'hide', keys: 'h', label: 'workbench.key.hide', group: picture },
  { action: 'hideOne', keys: 'Alt+h', label: 'workbench.key.hideOne', group: picture },
  { action: 'showAll', keys: 'Alt+Shift+h', label: 'workbench.key.showAll', group: picture },
  { action: 'dim', keys: 'Shift+h', label: 'workbench.key.dim', group: picture },
  { action: 'pageBefore', keys: 'PageUp', label: 'workbench.page.before', group: picture },
  { action: 'pageAfter', keys: 'PageDown', label: 'workbench.page.after', group: picture },
  { action: 'pageFirst', keys: 'Home', label: 'workbench.pages.first', group: picture },
  { action: 'pageLast', keys: 'End', label: 'workbench.pages.last', group: picture },
  { action: 'play', keys: 'Alt+p', label: 'workbench.pages.play', group: picture },
  { action: 'submit', keys: 'Ctrl+Enter', label: 'workbench.key.submit', group: work },
  { action: 'recall', keys: 'Ctrl+Shift+Enter', label: 'workbench.key.recall', group: work, only: 'label' },
  { action: 'skip', keys: 's', label: 'workbench.skip', group: work },
  { action: 'question', keys: 'q', label: 'workbench.question', group: work },
  { action: 'guideline', keys: 'Shift+g', label: 'workbench.key.guideline', group: work },
  { action: 'panel', keys: 'Shift+s', label: 'workbench.key.panel', group: work },
  { action: 'copyForward', keys: 'Shift+c', label: 'workbench.key.copyForward', group: work, only: 'label' },
  { action: 'accept', keys: 'a', label: 'workbench.accept', group: work, only: 'review' },
  { action: 'sendBack', keys: 'x', label: 'workbench.sendBack', group: work, only: 'review' },
  {
    action: 'acceptObject',
    keys: 'Shift+a',
    label: 'workbench.key.acceptObject',
    group: work,
    only: 'review',
  },
  {
    action: 'rejectObject',
    keys: 'Shift+x',
    label: 'workbench.key.rejectObject',
    group: work,
    only: 'review',
  },
  { action: 'nextRemark', keys: 'i', label: 'workbench.key.nextRemark', group: work },
  { action: 'remarkDone', keys: 'Shift+i', label: 'workbench.key.remarkDone', group: work },
  { action: 'compare', keys: 'u', label: 'workbench.key.compare', group: compare },
  { action: 'nextDifference', keys: 'n', label: 'workbench.key.nextDifference', group: compare },
  {
    action: 'previousDifference',
    keys: 'Shift+n',
    label: 'workbench.key.previousDifference',
    group: compare,
  },
  { action: 'olderVersion', keys: 'Alt+,', label: 'workbench.key.olderVersion', group: compare },
  { action: 'newerVersion', keys: 'Alt+.', label: 'workbench.key.newerVersion', group: compare },
]

/** The bindings of a kind of work. */
export const bindingsFor = (kind: 'label' | 'review') =>
  bindings.filter((one) => !one.only || one.only === kind)

/** The key of an action as it is printed on its control. */
export const keyOf = (action: Action) => bindings.find((one) => one.action === action)?.keys ?? ''

/** What of a keyboard event decides. */
export type Stroke = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** A digit by its place on the keyboard, whatever the layout prints there with or without Shift. */
export function digitOf(stroke: Stroke): number | null {
  const found = /^(?:Digit|Numpad)([1-9])$/.exec(stroke.code)
  return found ? Number(found[1]) : null
}

function letterOf(stroke: Stroke): string {
  // Layouts without Latin letters are read by place, so that B draws a box on a Russian keyboard too.
  if (/^[a-z]$/i.test(stroke.key)) return stroke.key.toLowerCase()
  if (/^(?:Digit|Numpad)0$/.test(stroke.code)) return '0'
  return /^Key([A-Z])$/.exec(stroke.code)?.[1]?.toLowerCase() ?? stroke.key
}

const signs = new Set(['/', '.', ',', '+', '-'])
/** On many layouts these need AltGr, which arrives as Ctrl and Alt; they mean themselves all the same. */
const brackets = new Set(['[', ']'])

/** A stroke as bindings write it. */
export function strokeOf(stroke: Stroke): string {
  const { key } = stroke
  const shift = stroke.shiftKey ? ['Shift'] : []
  const more = [...(stroke.ctrlKey || stroke.metaKey ? ['Ctrl'] : []), ...(stroke.altKey ? ['Alt'] : [])]
  if (brackets.has(key)) return key
  // A sign is itself, whether or not the layout needs Shift for it.
  if (signs.has(key)) return [...more, key].join('+')
  if (key === '=' && !more.length) return '+'
  if (digitOf(stroke) !== null) return [...more, ...shift, '1'].join('+')
  if (key.startsWith('Arrow')) return 'Arrow'
  const name = key === ' ' ? 'Space' : key.length === 1 ? letterOf(stroke) : key
  const named = name === 'Enter' && !more.length ? [] : shift
  return [...more, ...named, name].join('+')
}

/** The binding that a stroke means in a kind of work. */
export function bindingOf(stroke: Stroke, kind: 'label' | 'review'): Binding | undefined {
  const keys = meant(stroke, strokeOf(stroke))
  const alias = keys === 'Ctrl+y' ? 'Ctrl+Shift+z' : keys
  return bindingsFor(kind).find((one) => one.keys === alias)
}
