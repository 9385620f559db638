import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import type { SkeletonTemplate } from '../../api/shapes'
import { TextField } from '../../ui/Field'
import { useT } from '../../ui/messages'
import { ListActs } from './Attrs'
import { moved } from './draft'
import css from './editor.module.css'
import { addNode, moveNode, nameNode, removeNode, toggleEdge } from './skeleton'

const SIZE = 280
const EDGE = 14
const STEP = 0.01

interface Props {
  readonly skeleton: SkeletonTemplate
  readonly color: string
  readonly onChange: (next: SkeletonTemplate) => void
}

const toBoard = (at: number) => EDGE + at * (SIZE - 2 * EDGE)
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Joints and lines of a skeleton, set and moved by mouse or keys; the names stand in a list below. */
export function SkeletonBoard({ skeleton, color, onChange }: Props) {
  const t = useT()
  const board = useRef<SVGSVGElement>(null)
  const [chosen, setChosen] = useState<string | null>(null)
  const [joining, setJoining] = useState<string | null>(null)
  const [dragged, setDragged] = useState<string | null>(null)
  const label = () => t('ontology.joint', { n: skeleton.nodes.length + 1 })
  const find = (id: string | null) => skeleton.nodes.find((node) => node.id === id)
  const placeOf = (event: PointerEvent) => {
    const box = board.current?.getBoundingClientRect()
    if (!box) return [0, 0] as const
    const part = (at: number, from: number, size: number) =>
      (((at - from) / size) * SIZE - EDGE) / (SIZE - 2 * EDGE)
    return [part(event.clientX, box.left, box.width), part(event.clientY, box.top, box.height)] as const
  }
  const add = (x: number, y: number) => {
    const made = addNode(skeleton, x, y, label(), chosen)
    setChosen(made.id)
    onChange(made.skeleton)
  }
  const keysAt = (event: KeyboardEvent, id: string) => {
    const node = find(id)
    const arrow = ARROWS[event.key]
    const by = event.shiftKey ? 5 * STEP : STEP
    if (!node) return
    if (arrow) onChange(moveNode(skeleton, id, node.x + arrow[0] * by, node.y + arrow[1] * by))
    else if (event.key === 'j') add(node.x + 0.1, node.y + 0.1)
    else if (event.key === 'Enter') {
      if (joining && joining !== id) onChange(toggleEdge(skeleton, joining, id))
      setJoining(joining ? null : id)
    } else if (event.key === 'Escape') setJoining(null)
    else if (event.key === 'Delete') {
      setChosen(null)
      setJoining(null)
      onChange(removeNode(skeleton, id))
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={css['skeleton']}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing cannot be a fieldset; its joints answer the keys */}
      <svg
        ref={board}
        className={css['board']}
        viewBox={`0 0 ${SIZE} ${SIZE}`}
        aria-label={t('ontology.skeletonBoard')}
        role="group"
        onPointerDown={(event) => {
          if (event.target === board.current) add(...placeOf(event))
        }}
        onPointerMove={(event) => {
          if (dragged) onChange(moveNode(skeleton, dragged, ...placeOf(event)))
        }}
        onPointerUp={() => setDragged(null)}
        onPointerLeave={() => setDragged(null)}
      >
        {skeleton.edges.map(([a, b]) => {
          const one = find(a ?? null)
          const other = find(b ?? null)
          return one && other ? (
            <line
              key={`${a} ${b}`}
              x1={toBoard(one.x)}
              y1={toBoard(one.y)}
              x2={toBoard(other.x)}
              y2={toBoard(other.y)}
              stroke={color}
              strokeWidth={3}
              pointerEvents="none"
            />
          ) : null
        })}
        {skeleton.nodes.map((node) => (
          // biome-ignore lint/a11y/useSemanticElements: a drawing cannot hold a button
          <circle
            key={node.id}
            role="button"
            tabIndex={0}
            aria-label={t('ontology.jointAt', { label: node.label, x: node.x, y: node.y })}
            aria-pressed={joining === node.id}
            className={css['joint']}
            data-chosen={chosen === node.id}
            cx={toBoard(node.x)}
            cy={toBoard(node.y)}
            r={7}
            fill={color}
            onFocus={() => setChosen(node.id)}
            onKeyDown={(event) => keysAt(event, node.id)}
            onPointerDown={(event) => {
              setDragged(node.id)
              setChosen(node.id)
              event.currentTarget.focus()
            }}
          />
        ))}
      </svg>
      <p className={css['quietLabel']} aria-live="polite">
        {joining ? t('ontology.joining', { label: find(joining)?.label ?? '' }) : t('ontology.skeletonHint')}
      </p>
      {skeleton.nodes.length === 0 ? (
        <div>
          <button type="button" className={css['first']} onClick={() => add(0.5, 0.5)}>
            {label()}
          </button>
        </div>
      ) : null}
      <ul className={css['joints']}>
        {skeleton.nodes.map((node, i) => (
          <li key={node.id} className={css['optionLine']} data-chosen={chosen === node.id}>
            <TextField
              label={<span className={css['quietLabel']}>{node.id}</span>}
              aria-label={node.id}
              value={node.label}
              maxLength={200}
              onFocus={() => setChosen(node.id)}
              onChange={(event) => onChange(nameNode(skeleton, node.id, event.target.value))}
            />
            <ListActs
              what={node.label}
              onMove={(by) => onChange({ ...skeleton, nodes: moved(skeleton.nodes, i, by) })}
              onRemove={() => onChange(removeNode(skeleton, node.id))}
            />
          </li>
        ))}
      </ul>
    </div>
  )
}
