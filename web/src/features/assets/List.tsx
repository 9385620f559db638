import { useVirtualizer } from '@tanstack/react-virtual'
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
import { ago } from '../../ui/time'
import css from './assets.module.css'
import { columnsIn, moved } from './grid'
import { Thumbnail } from './Thumbnail'
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
}

function useColumns(box: RefObject<HTMLDivElement | null>, table: boolean): number {
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

interface CellProps {
  readonly projectId: string
  readonly row: AssetRow
  readonly here: boolean
  readonly column: number
  readonly onOpen: () => void
}

function Cell({ projectId, row, here, column, onOpen }: CellProps) {
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
      data-here={here}
      onClick={onOpen}
    >
      <Thumbnail projectId={projectId} assetId={row.id} alt="" />
      <div className={css['name']} title={row.name}>
        {row.name}
      </div>
      <div className={css['meta']}>
        <Tag tone={stands.tone}>{stands.words}</Tag>
        <span>{t('assets.objects', { n: row.objects })}</span>
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

function TableCells({ projectId, row }: { readonly projectId: string; readonly row: AssetRow }) {
  const t = useT()
  const stands = standing(t, row)
  return (
    <>
      <GridCell>
        <Thumbnail projectId={projectId} assetId={row.id} alt="" />
      </GridCell>
      <GridCell className={css['name'] ?? ''}>{row.name}</GridCell>
      <GridCell>
        <Tag tone={stands.tone}>{stands.words}</Tag>
      </GridCell>
      <GridCell>{row.split ? t(`split.${row.split}`) : ''}</GridCell>
      <GridCell>{size(t, row)}</GridCell>
      <GridCell className={css['right'] ?? ''}>{row.objects.toLocaleString()}</GridCell>
      <GridCell className={css['meta'] ?? ''}>{ago(row.updated_at)}</GridCell>
    </>
  )
}

function TableHead() {
  const t = useT()
  return (
    <div className={css['tableHead']} aria-hidden>
      <span />
      <span>{t('assets.name')}</span>
      <span>{t('assets.stands')}</span>
      <span>{t('assets.filter.split')}</span>
      <span>{t('assets.size')}</span>
      <span className={css['right']}>{t('assets.objectCount')}</span>
      <span>{t('assets.changed')}</span>
    </div>
  )
}

/** Any number of assets as a grid or a table; only what is in view is drawn. Arrows move, Enter opens. */
export function List({ projectId, rows, table, onOpen, onNearEnd }: Props) {
  const t = useT()
  const box = useRef<HTMLDivElement>(null)
  const [here, setHere] = useState(0)
  const columns = useColumns(box, table)
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
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at]
    if (event.key === 'Enter' && row) return onOpen(row)
    const next = moved(at, event.key, columns, rows.length)
    if (next === at) return
    event.preventDefault()
    setHere(next)
    virtual.scrollToIndex(Math.floor(next / columns))
  }
  const focus = () => box.current?.focus()
  useKeys([
    { keys: 'ArrowDown', label: t('assets.intoList'), run: focus },
    { keys: 'Enter', label: t('assets.openHere'), run: () => rows[at] && onOpen(rows[at]) },
  ])
  return (
    // biome-ignore lint/a11y/useSemanticElements: a virtual grid cannot be a table
    <div
      ref={box}
      className={css['list']}
      role="grid"
      aria-label={t('nav.assets')}
      aria-rowcount={lines}
      aria-activedescendant={rows[at] ? `asset-${rows[at].id}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {table ? <TableHead /> : null}
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
                style={style}
                data-here={first === at}
                onClick={() => onOpen(row)}
              >
                <TableCells projectId={projectId} row={row} />
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
                />
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
