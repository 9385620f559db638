import {
  Accessibility,
  Circle,
  CircleDashed,
  CircleDot,
  Diamond,
  Eraser,
  type LucideIcon,
  Magnet,
  Minus,
  MousePointer2,
  Paintbrush,
  Pentagon,
  Plus,
  Scissors,
  Spline,
  Square,
} from 'lucide-react'
import type { Engine } from '../../canvas/engine'
import { stepped } from '../../canvas/mask/stamp'
import { printed, useKeyChoices } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { keyOf } from './keymap'
import { pointTool, toolFits } from './toolbox'
import { useEngine } from './useEngine'
import type { Entry, Vocabulary } from './vocabulary'
import css from './workbench.module.css'

const tools = [
  { id: 'select', icon: MousePointer2 },
  { id: 'box', icon: Square },
  { id: 'rbox', icon: Diamond },
  { id: 'polygon', icon: Pentagon },
  { id: 'polyline', icon: Spline },
  { id: 'ellipse', icon: Circle },
  { id: 'point', icon: CircleDot },
  { id: 'skeleton', icon: Accessibility },
  { id: 'brush', icon: Paintbrush },
] as const

type Listed = (typeof tools)[number]['id']

/** A class is either pointed at or has a skeleton: the two share a key and a place. */
function listed(entry: Entry | undefined): readonly (typeof tools)[number][] {
  const other = pointTool(entry) === 'point' ? 'skeleton' : 'point'
  return tools.filter(({ id }) => id !== other)
}

/** On a control this small the word Shift does not fit. */
const shortKey = (keys: string) => printed(keys).replace(/(Shift|Umschalt)[ +]*/, '⇧')

const keyFor = (id: Listed) => printed(keyOf(id === 'skeleton' ? 'point' : id))

/** The tools, each with its key. */
export function Tools({ engine, vocabulary }: { readonly engine: Engine; readonly vocabulary: Vocabulary }) {
  const t = useT()
  useKeyChoices()
  const { tool, brush, readOnly, snapping, cutting, selection } = useEngine(engine)
  const entry = brush ? vocabulary.find(brush.task, brush.class) : undefined
  return (
    <div
      className={css['tools']}
      role="toolbar"
      aria-orientation="vertical"
      aria-label={t('workbench.tools')}
    >
      {listed(entry).map(({ id, icon: Icon }) => {
        const fits = toolFits(id, entry) && (id === 'select' || !readOnly)
        const name = t(`workbench.tool.${id}`)
        const why = fits ? '' : ` ${t('workbench.tool.not', { class: entry?.class.label ?? '' })}`
        return (
          <button
            key={id}
            type="button"
            className={css['tool']}
            aria-pressed={tool === id}
            disabled={!fits}
            aria-label={name}
            title={`${name} (${keyFor(id)})${why}`}
            onClick={() => engine.setTool(id)}
          >
            <Icon size={16} strokeWidth={1.5} aria-hidden />
            <span className={css['toolKey']} aria-hidden>
              {shortKey(keyOf(id === 'skeleton' ? 'point' : id))}
            </span>
          </button>
        )
      })}
      {tool === 'brush' ? <BrushTip engine={engine} /> : null}
      <span className={css['toolGap']} />
      <Option
        name={t('workbench.tool.cut')}
        keys={keyOf('cut')}
        icon={CircleDashed}
        on={cutting}
        disabled={readOnly || !toolFits('polygon', entry)}
        onPick={() => {
          engine.setTool('polygon')
          engine.draw({ cutting: !cutting })
        }}
      />
      <Option
        name={t('workbench.tool.snap')}
        keys={keyOf('snap')}
        icon={Magnet}
        on={snapping}
        disabled={readOnly}
        onPick={() => engine.draw({ snapping: !snapping })}
      />
      <Option
        name={t('workbench.tool.split')}
        keys={keyOf('split')}
        icon={Scissors}
        on={tool === 'split'}
        disabled={readOnly || selection.size === 0}
        onPick={() => engine.setTool('split')}
      />
    </div>
  )
}

/** The brush as it is set: its size, and what makes it smaller, larger, square or an eraser. */
function BrushTip({ engine }: { readonly engine: Engine }) {
  const t = useT()
  const { tip, readOnly } = useEngine(engine)
  const option = (action: 'smaller' | 'larger' | 'tipShape' | 'eraser') => ({
    keys: keyOf(action),
    disabled: readOnly,
  })
  return (
    <fieldset className={css['tip']} aria-label={t('workbench.tool.brush')}>
      <output className={css['tipSize']}>{t('workbench.tip.size', { n: tip.diameter })}</output>
      <Option
        {...option('larger')}
        name={t('workbench.tip.larger')}
        icon={Plus}
        onPick={() => engine.setTip({ diameter: stepped(tip.diameter, 1) })}
      />
      <Option
        {...option('smaller')}
        name={t('workbench.tip.smaller')}
        icon={Minus}
        onPick={() => engine.setTip({ diameter: stepped(tip.diameter, -1) })}
      />
      <Option
        {...option('tipShape')}
        name={t('workbench.tip.square')}
        icon={Square}
        on={tip.shape === 'square'}
        onPick={() => engine.setTip({ shape: tip.shape === 'square' ? 'round' : 'square' })}
      />
      <Option
        {...option('eraser')}
        name={t('workbench.tool.eraser')}
        icon={Eraser}
        on={tip.erase}
        onPick={() => engine.setTip({ erase: !tip.erase })}
      />
    </fieldset>
  )
}

interface OptionProps {
  readonly name: string
  readonly keys: string
  readonly icon: LucideIcon
  /** Left out where a press is all there is. */
  readonly on?: boolean
  readonly disabled: boolean
  readonly onPick: () => void
}

/** A way of drawing that is on or off. */
function Option({ name, keys, icon: Icon, on, disabled, onPick }: OptionProps) {
  return (
    <button
      type="button"
      className={css['tool']}
      aria-pressed={on}
      disabled={disabled}
      aria-label={name}
      title={`${name} (${printed(keys)})`}
      onClick={onPick}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <span className={css['toolKey']} aria-hidden>
        {shortKey(keys)}
      </span>
    </button>
  )
}
