import {
  Accessibility,
  Circle,
  CircleDashed,
  CircleDot,
  Diamond,
  type LucideIcon,
  Magnet,
  MousePointer2,
  Pentagon,
  Spline,
  Square,
} from 'lucide-react'
import type { Engine } from '../../canvas/engine'
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
] as const

type Listed = (typeof tools)[number]['id']

/** A class is either pointed at or has a skeleton: the two share a key and a place. */
function listed(entry: Entry | undefined): readonly (typeof tools)[number][] {
  const other = pointTool(entry) === 'point' ? 'skeleton' : 'point'
  return tools.filter(({ id }) => id !== other)
}

const keyFor = (id: Listed) => keyOf(id === 'skeleton' ? 'point' : id).toUpperCase()

/** The tools, each with its key. */
export function Tools({ engine, vocabulary }: { readonly engine: Engine; readonly vocabulary: Vocabulary }) {
  const t = useT()
  const { tool, brush, readOnly, snapping, cutting } = useEngine(engine)
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
              {keyFor(id)}
            </span>
          </button>
        )
      })}
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
    </div>
  )
}

interface OptionProps {
  readonly name: string
  readonly keys: string
  readonly icon: LucideIcon
  readonly on: boolean
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
      title={`${name} (${keys.toUpperCase()})`}
      onClick={onPick}
    >
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <span className={css['toolKey']} aria-hidden>
        {keys.toUpperCase()}
      </span>
    </button>
  )
}
