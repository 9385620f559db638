import { useVirtualizer } from '@tanstack/react-virtual'
import { Check } from 'lucide-react'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import type { AssetRow } from '../../api/shapes'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Tag } from '../../ui/Tag'
import { Thumbnail } from '../../ui/Thumbnail'
import { ago } from '../../ui/time'
import css from './assets.module.css'
import { useColumns, WORDS } from './Columns'
import { type Column, template } from './columns'
import { columnsIn, moved } from './grid'
import { isChosen, loaded, NOTHING, ranged, type Selection, toggled } from './selection'
import { size, standing } from './words'

const CELL = 192
const CELL_ROW = 188
const TABLE_ROW = 44
const PADDING = 48

interface Props {
  readonly projectId: string
  readonly rows: readonly AssetRow[]
  readonly table: boolean
  readonly onOpen: (row: AssetRow) => void
  /** Called when the end of what is loaded comes near. */
  readonly onNearEnd: () => void
  /** What is chosen for a change of many; null where this person changes nothing. */
  readonly selection: Selection | null
  readonly onSelection: (selection: Selection) => void
}

function useGrid(box: RefObject<HTMLDivElement | null>, table: boolean): number {
  const [columns, setColumns] = useState(1)
  useLayoutEffect(() => {
    const element = box.current
    if (!element || table) return setColumns(1)
    const measure = () => setColumns(columnsIn(element.clientWidth - PADDING, CELL))
    measure()
    const watcher = new ResizeObserver(measure)
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [box, table])
  return columns
}

/** Chosen or not, null where nothing is chosen at all; `pick` takes Shift for a range. */
interface Pick {
  readonly chosen: boolean | null
  readonly onPick: (range: boolean) => void
}

function Mark({ row, chosen, onPick }: Pick & { readonly row: AssetRow }) {
  const t = useT()
  if (chosen === null) return null
  return (
    <button
      type="button"
      className={css['mark']}
      // The grid has the focus; its key x does the same.
      tabIndex={-1}
      aria-label={t('assets.choose', { name: row.name })}
      aria-pressed={chosen}
      title={`${t('assets.choose', { name: row.name })} (x)`}
      onClick={(event) => {
        event.stopPropagation()
        onPick(event.shiftKey)
      }}
    >
      {chosen ? <Check size={14} strokeWidth={2.5} aria-hidden /> : null}
    </button>
  )
}

interface CellProps extends Pick {
  readonly projectId: string
  readonly row: AssetRow
  readonly here: boolean
  readonly column: number
  readonly onOpen: () => void
}

function Cell({ projectId, row, here, column, onOpen, chosen, onPick }: CellProps) {
  const t = useT()
  const stands = standing(t, row)
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys (arrows, Enter) for its active cell
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus and names the cell as its active descendant
    <div
      id={`asset-${row.id}`}
      className={css['cell']}
      role="gridcell"
      aria-colindex={column + 1}
      aria-selected={chosen ?? undefined}
      data-here={here}
      onClick={onOpen}
    >
      <Mark row={row} chosen={chosen} onPick={onPick} />
      <Thumbnail className={css['picture']} projectId={projectId} assetId={row.id} alt="" />
      <div className={css['name']} title={row.name}>
        {row.name}
      </div>
      <div className={css['meta']}>
        <Tag tone={stands.tone}>{stands.words}</Tag>
        {row.objects ? <span>{t('assets.objects', { n: row.objects })}</span> : null}
      </div>
    </div>
  )
}

function GridCell({
  className = '',
  children,
}: {
  readonly className?: string
  readonly children: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a table
    // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus
    <span role="gridcell" className={className}>
      {children}
    </span>
  )
}

function TableCells({
  projectId,
  row,
  columns,
  ...pick
}: Pick & { readonly projectId: string; readonly row: AssetRow; readonly columns: readonly Column[] }) {
  const t = useT()
  const stands = standing(t, row)
  const cells: Record<Column, ReactNode> = {
    stands: <Tag tone={stands.tone}>{stands.words}</Tag>,
    split: row.split ? t(`split.${row.split}`) : '',
    size: size(t, row),
    objects: row.objects.toLocaleString(),
    changed: ago(row.updated_at),
  }
  return (
    <>
      <GridCell>
        <Mark row={row} {...pick} />
      </GridCell>
      <GridCell>
        <Thumbnail className={css['picture']} projectId={projectId} assetId={row.id} alt="" />
      </GridCell>
      <GridCell className={css['name'] ?? ''}>{row.name}</GridCell>
      {columns.map((one) => (
        <GridCell
          key={one}
          className={(one === 'objects' && css['right']) || (one === 'changed' && css['meta']) || ''}
        >
          {cells[one]}
        </GridCell>
      ))}
    </>
  )
}

function TableHead({ columns }: { readonly columns: readonly Column[] }) {
  const t = useT()
  return (
    <div className={css['tableHead']} style={{ gridTemplateColumns: template(columns) }} aria-hidden>
      <span />
      <span />
      <span>{t('assets.name')}</span>
      {columns.map((one) => (
        <span key={one} className={one === 'objects' ? css['right'] : ''}>
          {t(WORDS[one])}
        </span>
      ))}
    </div>
  )
}

/** Any number of assets as a grid or a table; only what is in view is drawn. Arrows move, Enter opens. */
export function List(props: Props) {
  const { projectId, rows, table, onOpen, onNearEnd, selection, onSelection } = props
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const [here, setHere] = useState(0)
  const columns = useGrid(box, table)
  const shown = useColumns()
  const lines = Math.ceil(rows.length / columns)
  const virtual = useVirtualizer({
    count: lines,
    getScrollElement: () => box.current,
    estimateSize: () => (table ? TABLE_ROW : CELL_ROW),
    overscan: 3,
  })
  const drawn = virtual.getVirtualItems()
  const last = drawn.at(-1)?.index ?? 0
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height of a line needs another measuring
  useEffect(() => virtual.measure(), [table, columns])
  useEffect(() => {
    if (last >= lines - 4) onNearEnd()
  }, [last, lines, onNearEnd])
  const at = Math.min(here, rows.length - 1)
  const pick = (to: number, range: boolean) => {
    if (!selection) return
    setHere(to)
    onSelection(range ? ranged(selection, rows, to) : toggled(selection, rows, to))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at]
    if (event.key === 'Enter' && row) return onOpen(row)
    if (event.key === ' ') {
      event.preventDefault()
      return pick(at, event.shiftKey)
    }
    const next = moved(at, event.key, columns, rows.length)
    if (next === at) return
    event.preventDefault()
    if (event.shiftKey && selection) {
      // A range begins where it was left, also when nothing was chosen yet.
      const from = selection.ids.size || selection.all ? selection : { ...NOTHING, anchor: at }
      onSelection(ranged(from, rows, next))
    }
    setHere(next)
    virtual.scrollToIndex(Math.floor(next / columns))
  }
  const pickOf = (index: number, row: AssetRow): Pick => ({
    chosen: selection ? isChosen(selection, row.id) : null,
    onPick: (range) => pick(index, range),
  })
  const focus = () => box.current?.focus()
  useKeys([
    { keys: 'ArrowDown', label: t('assets.intoList'), run: focus },
    { keys: 'Enter', label: t('assets.openHere'), run: () => rows[at] && onOpen(rows[at]) },
    ...(selection
      ? [
          { keys: 'x', label: t('assets.chooseHere'), run: () => pick(at, false) },
          { keys: 'Shift+x', label: t('assets.chooseTo'), run: () => pick(at, true) },
          { keys: 'Ctrl+a', label: t('assets.chooseLoaded'), run: () => onSelection(loaded(rows)) },
        ]
      : []),
  ])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a table
    <div
      ref={box}
      className={css['list']}
      role="grid"
      aria-label={t('nav.assets')}
      aria-rowcount={lines}
      aria-multiselectable={selection !== null}
      aria-activedescendant={rows[at] ? `asset-${rows[at].id}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {table ? <TableHead columns={shown} /> : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a table */}
      <div className={css['inner']} style={{ height: virtual.getTotalSize() }} role="rowgroup">
        {drawn.map((line) => {
          const first = line.index * columns
          const inLine = rows.slice(first, first + columns)
          const style = { transform: `translateY(${line.start}px)` }
          const row = inLine[0]
          if (table && row)
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the grid takes the keys (arrows, Enter) for its active row
              // biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a table
              // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus
              <div
                key={line.key}
                id={`asset-${row.id}`}
                role="row"
                aria-rowindex={line.index + 1}
                className={css['tableRow']}
                style={{ ...style, gridTemplateColumns: template(shown) }}
                data-here={first === at}
                aria-selected={selection ? isChosen(selection, row.id) : undefined}
                onClick={() => onOpen(row)}
              >
                <TableCells projectId={projectId} row={row} columns={shown} {...pickOf(first, row)} />
              </div>
            )
          return (
            // biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a table
            // biome-ignore lint/a11y/useFocusableInteractive: the grid keeps the focus
            <div
              key={line.key}
              role="row"
              aria-rowindex={line.index + 1}
              className={css['gridRow']}
              style={{ ...style, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
            >
              {inLine.map((one, i) => (
                <Cell
                  key={one.id}
                  projectId={projectId}
                  row={one}
                  column={i}
                  here={first + i === at}
                  onOpen={() => onOpen(one)}
                  {...pickOf(first + i, one)}
                />
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
