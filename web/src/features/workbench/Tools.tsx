import { MousePointer2, Pentagon, Square } from 'lucide-react'
import type { Engine } from '../../canvas/engine'
import { printed, useKeyChoices } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { toolFits } from './acts'
import { keyOf } from './keymap'
import { useEngine } from './useEngine'
import type { Vocabulary } from './vocabulary'
import css from './workbench.module.css'

const tools = [
  { id: 'select', icon: MousePointer2 },
  { id: 'box', icon: Square },
  { id: 'polygon', icon: Pentagon },
] as const

/** The tools, each with its key. */
export function Tools({ engine, vocabulary }: { readonly engine: Engine; readonly vocabulary: Vocabulary }) {
  const t = useT()
  useKeyChoices()
  const { tool, brush, readOnly } = useEngine(engine)
  const entry = brush ? vocabulary.find(brush.task, brush.class) : undefined
  return (
    <div
      className={css['tools']}
      role="toolbar"
      aria-orientation="vertical"
      aria-label={t('workbench.tools')}
    >
      {tools.map(({ id, icon: Icon }) => {
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
            title={`${name} (${printed(keyOf(id))})${why}`}
            onClick={() => engine.setTool(id)}
          >
            <Icon size={16} strokeWidth={1.5} aria-hidden />
            <span className={css['toolKey']} aria-hidden>
              {printed(keyOf(id))}
            </span>
          </button>
        )
      })}
    </div>
  )
}
