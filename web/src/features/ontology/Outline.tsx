import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import type { Ontology } from '../../api/shapes'
import { Button, Kbd } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Tag } from '../../ui/Tag'
import {
  moved,
  newClass,
  newTask,
  type Place,
  replaced,
  type TaskKind,
  without,
  withoutTask,
  withTask,
} from './draft'
import css from './editor.module.css'
import type { Fault } from './faults'

interface Props {
  readonly draft: Ontology
  readonly faults: readonly Fault[]
  readonly place: Place | null
  readonly onGo: (place: Place | null) => void
  readonly onChange: (next: Ontology, place?: Place | null) => void
}

const ADD = [
  ['object', 'ontology.addObject', 'Alt+1'],
  ['classification', 'ontology.addClassification', 'Alt+2'],
  ['relation', 'ontology.addRelation', 'Alt+3'],
] as const satisfies readonly (readonly [TaskKind, string, string])[]

const same = (a: Place | null, b: Place) => a?.task === b.task && a.class === b.class

/** Every place of the outline from top to bottom. */
function places(draft: Ontology): Place[] {
  return draft.tasks.flatMap((task, t): Place[] => [
    { task: t, class: null },
    ...(task.kind === 'object' ? task.classes.map((_, c) => ({ task: t, class: c })) : []),
  ])
}

function useOutline({ draft, place, onGo, onChange }: Props) {
  const t = useT()
  const addTask = (kind: TaskKind) => {
    const first =
      kind === 'object'
        ? t('ontology.newClass')
        : t(kind === 'relation' ? 'ontology.newType' : 'ontology.newQuestion')
    const made = newTask(draft, kind, {
      task: t(`ontology.newTask.${kind}`),
      first,
      option: t('ontology.newOption'),
    })
    const at = draft.tasks.length
    onChange({ ...draft, tasks: [...draft.tasks, made] }, { task: at, class: kind === 'object' ? 0 : null })
  }
  const addClass = () => {
    const at = place?.task ?? draft.tasks.findIndex((task) => task.kind === 'object')
    const task = draft.tasks[at]
    if (task?.kind !== 'object') return
    const classes = [...task.classes, newClass(draft, task.classes, t('ontology.newClass'))]
    onChange(withTask(draft, at, { ...task, classes }), { task: at, class: classes.length - 1 })
  }
  const shift = (by: -1 | 1) => {
    if (!place) return
    const task = draft.tasks[place.task]
    if (place.class === null) {
      const to = place.task + by
      if (draft.tasks[to])
        onChange({ ...draft, tasks: moved(draft.tasks, place.task, by) }, { task: to, class: null })
    } else if (task?.kind === 'object' && task.classes[place.class + by]) {
      const classes = moved(task.classes, place.class, by)
      onChange(
        { ...draft, tasks: replaced(draft.tasks, place.task, { ...task, classes }) },
        { task: place.task, class: place.class + by },
      )
    }
  }
  const remove = () => {
    if (!place) return
    const task = draft.tasks[place.task]
    if (place.class === null) onChange(withoutTask(draft, place.task), null)
    else if (task?.kind === 'object')
      onChange(withTask(draft, place.task, { ...task, classes: without(task.classes, place.class) }), {
        task: place.task,
        class: task.classes.length > 1 ? Math.max(0, place.class - 1) : null,
      })
  }
  const step = (by: -1 | 1) => {
    const all = places(draft)
    const now = all.findIndex((one) => same(place, one))
    const next = all[now < 0 ? 0 : Math.min(all.length - 1, Math.max(0, now + by))]
    if (next) onGo(next)
  }
  return { addTask, addClass, shift, remove, step }
}

/** Tasks and classes as a list to walk through, to add to, to order and to take from. */
export function Outline(props: Props) {
  const t = useT()
  const { draft, faults, place, onGo } = props
  const { addTask, addClass, shift, remove, step } = useOutline(props)
  const group = t('ontology.outline')
  useKeys([
    ...ADD.map(([kind, label, keys]) => ({ keys, label: t(label), group, run: () => addTask(kind) })),
    { keys: 'Alt+n', label: t('ontology.addClass'), group, run: addClass },
    { keys: 'Alt+ArrowUp', label: t('ontology.up'), group, run: () => shift(-1) },
    { keys: 'Alt+ArrowDown', label: t('ontology.down'), group, run: () => shift(1) },
    { keys: 'ArrowUp', label: t('ontology.outline'), group, run: () => step(-1) },
    { keys: 'ArrowDown', label: t('ontology.outline'), group, run: () => step(1) },
  ])
  const wrong = (at: Place) => faults.some((fault) => !fault.advice && same(fault.place, at))
  const row = (at: Place, content: React.ReactNode) => (
    <button
      type="button"
      key={`${at.task}.${at.class}`}
      className={css['outlineRow']}
      data-class={at.class !== null}
      aria-current={same(place, at) ? 'true' : undefined}
      onClick={() => onGo(at)}
    >
      {content}
      {wrong(at) ? <Tag tone="refuse">!</Tag> : null}
    </button>
  )
  const inObjects = draft.tasks.some((task) => task.kind === 'object')
  return (
    <nav className={css['outline']} aria-label={group}>
      {draft.tasks.map((task, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ids change while they are written
        <div key={i}>
          {row(
            { task: i, class: null },
            <span className={css['outlineTask']}>
              {task.label || '…'}
              <small>{t(`ontology.kind.${task.kind}`)}</small>
            </span>,
          )}
          {task.kind === 'object'
            ? task.classes.map((one, c) =>
                row(
                  { task: i, class: c },
                  <>
                    <span className={css['dot']} style={{ background: one.color }} aria-hidden />
                    <span className={css['outlineName']} data-retired={one.retired ?? false}>
                      {one.label || '…'}
                    </span>
                    {one.key ? <Kbd keys={one.key} /> : null}
                  </>,
                ),
              )
            : null}
        </div>
      ))}
      <div className={css['outlineActs']}>
        <IconButton
          name={t('ontology.up')}
          keys="Alt+ArrowUp"
          icon={<ArrowUp size={16} strokeWidth={1.5} />}
          disabled={!place}
          onClick={() => shift(-1)}
        />
        <IconButton
          name={t('ontology.down')}
          keys="Alt+ArrowDown"
          icon={<ArrowDown size={16} strokeWidth={1.5} />}
          disabled={!place}
          onClick={() => shift(1)}
        />
        <IconButton
          name={t('ontology.remove')}
          icon={<Trash2 size={16} strokeWidth={1.5} />}
          disabled={!place}
          onClick={remove}
        />
      </div>
      <div className={css['outlineAdd']}>
        {inObjects ? (
          <Button kind="quiet" keys="Alt+n" onClick={addClass}>
            <Plus size={16} strokeWidth={1.5} aria-hidden />
            {t('ontology.addClass')}
          </Button>
        ) : null}
        {ADD.map(([kind, label, keys]) => (
          <Button key={kind} kind="quiet" keys={keys} onClick={() => addTask(kind)}>
            <Plus size={16} strokeWidth={1.5} aria-hidden />
            {t(label)}
          </Button>
        ))}
      </div>
    </nav>
  )
}
