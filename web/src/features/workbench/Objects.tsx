import { useVirtualizer } from '@tanstack/react-virtual'
import {
  Check,
  Eye,
  EyeOff,
  Group,
  Lock,
  LockOpen,
  MessageSquareWarning,
  Pencil,
  Search,
  Undo2,
} from 'lucide-react'
import { memo, useEffect, useMemo, useRef } from 'react'
import type { Issue, ObjectVerdict } from '../../api/shapes'
import type { Engine } from '../../canvas/engine'
import type { LabelObject } from '../../canvas/label'
import { type Styles, styleKey, styleOf } from '../../canvas/render/style'
import { Kbd } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { Tag } from '../../ui/Tag'
import { pickClass } from './acts'
import { Swatch } from './Swatch'
import { useEngine } from './useEngine'
import { type Entry, numbersOf, type Vocabulary } from './vocabulary'
import css from './workbench.module.css'

type Row =
  | { readonly kind: 'class'; readonly entry: Entry; readonly count: number }
  | { readonly kind: 'object'; readonly object: LabelObject; readonly n: number }

const rowHeight = 28
/** An ontology up to this size is listed whole; a larger one by its keys and by what is used. */
const wholeList = 30

function rowsOf(objects: readonly LabelObject[], vocabulary: Vocabulary, brush: string): Row[] {
  const groups = new Map<string, LabelObject[]>()
  for (const object of objects) {
    const key = styleKey(object.task, object.class)
    const group = groups.get(key)
    if (group) group.push(object)
    else groups.set(key, [object])
  }
  const all = vocabulary.entries.length <= wholeList
  const rows: Row[] = []
  const numbers = numbersOf(objects, vocabulary)
  const numberOf = ({ id }: LabelObject) => numbers.get(id) ?? 0
  for (const entry of vocabulary.entries) {
    const key = styleKey(entry.task.id, entry.class.id)
    const own = groups.get(key) ?? []
    groups.delete(key)
    if (!all && own.length === 0 && entry.class.key === null && key !== brush) continue
    rows.push({ kind: 'class', entry, count: own.length })
    for (const object of own) rows.push({ kind: 'object', object, n: numberOf(object) })
  }
  for (const entry of vocabulary.retired) {
    const key = styleKey(entry.task.id, entry.class.id)
    const own = groups.get(key)
    if (!own) continue
    groups.delete(key)
    rows.push({ kind: 'class', entry, count: own.length })
    for (const object of own) rows.push({ kind: 'object', object, n: numberOf(object) })
  }
  for (const object of [...groups.values()].flat()) rows.push({ kind: 'object', object, n: numberOf(object) })
  return rows
}

/**
 * Scrolls a row into sight when it is not. Reckoned, since every row is as high: the list's own way asks the page where
 * everything stands before and after, which takes longer than the selection itself.
 */
function bring(box: HTMLElement, index: number, from: number, height: number): void {
  const top = index * rowHeight
  if (top < from) box.scrollTop = top
  else if (top + rowHeight > from + height) box.scrollTop = top + rowHeight - height
}

interface Props {
  readonly engine: Engine
  readonly vocabulary: Vocabulary
  readonly styles: Styles
  readonly issues: readonly Issue[]
  /** What this review, or the last one, says of single objects. */
  readonly marks: ReadonlyMap<string, ObjectVerdict>
  /** Where an object lies that is not on the page on the screen. */
  readonly whereOf: (object: LabelObject) => string
  readonly onReveal: (object: LabelObject) => void
  readonly onSearch: () => void
}

/** Classes with their objects: the palette to draw with and the list of what is drawn, in one. */
export function Objects({ engine, vocabulary, styles, issues, marks, whereOf, onReveal, onSearch }: Props) {
  const t = useT()
  const { revision, scene, brush, selection, hidden, locked, page, readOnly } = useEngine(engine)
  const brushKey = brush ? styleKey(brush.task, brush.class) : ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scene changes in place; its revision says when
  const rows = useMemo(
    () => rowsOf([...scene.all()], vocabulary, brushKey),
    [revision, scene, vocabulary, brushKey],
  )
  const flagged = useMemo(
    () => new Set(issues.flatMap(({ object, status }) => (object && status === 'open' ? [object] : []))),
    [issues],
  )
  const box = useRef<HTMLDivElement>(null)
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  })
  const [first] = selection
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new selection moves the list, not every new row
  useEffect(() => {
    const index = rows.findIndex((row) => row.kind === 'object' && row.object.id === first)
    if (index >= 0 && box.current)
      bring(box.current, index, list.scrollOffset ?? 0, list.scrollRect?.height ?? 0)
  }, [first])
  return (
    <section className={css['objects']} aria-label={t('workbench.objects')} data-step-at="class">
      <header className={css['panelHead']}>
        <h2>{t('workbench.objects')}</h2>
        <span className={css['count']}>{scene.size}</span>
        <button
          type="button"
          className={css['searchClass']}
          onClick={onSearch}
          title={t('workbench.class.search', { n: vocabulary.entries.length })}
        >
          <Search size={14} strokeWidth={1.5} aria-hidden />
          {t('workbench.selected.class')} <Kbd keys="/" />
        </button>
      </header>
      <div className={css['rows']} ref={box}>
        <div style={{ height: list.getTotalSize(), position: 'relative' }}>
          {list.getVirtualItems().map((item) => {
            const row = rows[item.index]
            if (!row) return null
            const place = { transform: `translateY(${item.start}px)` }
            if (row.kind === 'class') {
              const { entry, count } = row
              const key = styleKey(entry.task.id, entry.class.id)
              return (
                <button
                  key={key}
                  type="button"
                  style={place}
                  className={css['classRow']}
                  aria-pressed={key === brushKey}
                  disabled={readOnly || entry.class.retired === true}
                  title={t(entry.class.retired ? 'workbench.class.retired.why' : 'workbench.class.use', {
                    name: entry.class.label,
                  })}
                  onClick={() => pickClass(engine, entry)}
                >
                  <Swatch
                    color={entry.class.color}
                    mark={
                      entry.class.key ??
                      styleOf(styles, { task: entry.task.id, class: entry.class.id } as LabelObject).mark
                    }
                  />
                  <span className={css['name']}>{entry.class.label}</span>
                  {entry.class.retired ? <Tag>{t('workbench.class.retired')}</Tag> : null}
                  <span className={css['count']}>{count || ''}</span>
                </button>
              )
            }
            const { object, n } = row
            return (
              <ObjectRow
                key={object.id}
                engine={engine}
                object={object}
                n={n}
                label={styleOf(styles, object).label}
                start={item.start}
                selected={selection.has(object.id)}
                hidden={hidden.has(object.id)}
                locked={locked.has(object.id)}
                where={object.page !== page.page || object.part !== page.part ? whereOf(object) : ''}
                verdict={marks.get(object.id)}
                flagged={flagged.has(object.id)}
                onReveal={onReveal}
              />
            )
          })}
        </div>
      </div>
    </section>
  )
}

const toggled = (all: ReadonlySet<string>, id: string): Set<string> => {
  const next = new Set(all)
  if (!next.delete(id)) next.add(id)
  return next
}

interface RowProps {
  readonly engine: Engine
  readonly object: LabelObject
  readonly n: number
  readonly label: string
  readonly start: number
  readonly selected: boolean
  readonly hidden: boolean
  readonly locked: boolean
  /** Where it lies when that is not the page on the screen. */
  readonly where: string
  readonly verdict: ObjectVerdict | undefined
  readonly flagged: boolean
  readonly onReveal: (object: LabelObject) => void
}

/** Remembered, because a selection scrolls the list and then gives it another height: each row is made once for it. */
const ObjectRow = memo(function ObjectRow({
  engine,
  object,
  n,
  label,
  start,
  selected,
  hidden,
  locked,
  where,
  verdict,
  flagged,
  onReveal,
}: RowProps) {
  const t = useT()
  const name = `${n} ${label}`
  return (
    <div
      style={{ transform: `translateY(${start}px)` }}
      className={css['objectRow']}
      data-selected={selected}
      data-hidden={hidden}
    >
      <button
        type="button"
        className={css['objectName']}
        aria-pressed={selected}
        onClick={() => onReveal(object)}
      >
        <span className={css['number']}>{n}</span>
        <span className={css['name']}>{t(`workbench.geometry.${object.geometry.kind}`)}</span>
        {where ? <span className={css['faint']}>{where}</span> : null}
        {object.group === null ? null : (
          <Group size={14} strokeWidth={1.5} aria-label={t('workbench.objects.grouped')} />
        )}
        <VerdictMark verdict={verdict} />
        {flagged ? (
          <MessageSquareWarning size={14} strokeWidth={1.5} aria-label={t('workbench.objects.issue')} />
        ) : null}
      </button>
      <button
        type="button"
        className={css['eye']}
        data-on={locked}
        aria-label={t(locked ? 'workbench.objects.unlock' : 'workbench.objects.lock', { name })}
        onClick={() => engine.lock(toggled(engine.getSnapshot().locked, object.id))}
      >
        {locked ? <Lock size={14} strokeWidth={1.5} /> : <LockOpen size={14} strokeWidth={1.5} />}
      </button>
      <button
        type="button"
        className={css['eye']}
        aria-label={t(hidden ? 'workbench.objects.show' : 'workbench.objects.hide', { name })}
        onClick={() => engine.showObjects({ hidden: toggled(engine.getSnapshot().hidden, object.id) })}
      >
        {hidden ? <EyeOff size={14} strokeWidth={1.5} /> : <Eye size={14} strokeWidth={1.5} />}
      </button>
    </div>
  )
})

const verdictIcons = { accept: Check, fix: Pencil, reject: Undo2 } as const

/** What a review says of an object, as a sign with its word. */
function VerdictMark({ verdict }: { readonly verdict: ObjectVerdict | undefined }) {
  const t = useT()
  if (!verdict) return null
  const Icon = verdictIcons[verdict]
  return (
    <span className={css['verdict']} data-verdict={verdict}>
      <Icon size={14} strokeWidth={2} aria-label={t(`workbench.object.${verdict}`)} />
    </span>
  )
}
