import { useEffect, useMemo, useRef } from 'react'
import type { PastVersion } from '../../api/shapes'
import { aspectsOf } from '../../canvas/differences'
import { Engine } from '../../canvas/engine'
import type { Label } from '../../canvas/label'
import { type DifferenceLayer, type DrawnDifference, differenceLooks } from '../../canvas/render/differences'
import type { Styles } from '../../canvas/render/style'
import type { Turn } from '../../canvas/turn'
import { RasterSurface, type SurfaceHandle, type TilePage } from '../../surfaces/raster'
import { Button, Kbd } from '../../ui/Button'
import { type Translate, useT } from '../../ui/messages'
import { exact } from '../../ui/time'
import type { CompareMode } from './comparing'
import { keyOf } from './keymap'
import type { Compare } from './useCompare'
import type { Vocabulary } from './vocabulary'
import css from './workbench.module.css'

interface Props {
  readonly compare: Compare
  readonly vocabulary: Vocabulary
  readonly onGo: (item: DrawnDifference) => void
  readonly onStep: (by: 1 | -1) => void
}

const modes = ['over', 'beside'] as const satisfies readonly CompareMode[]
/** The list shows this many; the keys go through all. */
const listed = 200

function versionWords(version: PastVersion, t: Translate): string {
  return t(`workbench.compare.by.${version.kind}`, {
    n: version.n,
    name: version.by.name,
    time: exact(version.at),
  })
}

/** Which version is laid over the picture, what differs from it, and how to go through the differences. */
export function ComparePanel({ compare, vocabulary, onGo, onStep }: Props) {
  const t = useT()
  const { versions, picked, items, active, problem, mode } = compare
  const version = versions[picked]
  const at = items.findIndex(({ id }) => id === active)
  const list = useRef<HTMLOListElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the difference that is looked at is brought in sight
  useEffect(
    // void: newer browsers return a promise, which React would take for the clean-up
    () => void list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' }),
    [active],
  )
  return (
    <section className={`${css['panel']} ${css['comparePanel']}`} aria-label={t('workbench.compare.title')}>
      <header className={css['panelHead']}>
        <h2>{t('workbench.compare.title')}</h2>
        <span className={css['push']} />
        <Button kind="quiet" keys={keyOf('compare')} onClick={() => compare.setMode('off')}>
          {t('workbench.close')}
        </Button>
      </header>
      <div className={css['compare']}>
        {problem ? <p role="alert">{problem}</p> : null}
        {version ? (
          <>
            <label className={css['slider']}>
              <span>{versionWords(version, t)}</span>
              <input
                type="range"
                min={0}
                max={versions.length - 1}
                step={1}
                value={picked}
                disabled={versions.length < 2}
                aria-label={t('workbench.compare.version')}
                aria-valuetext={versionWords(version, t)}
                onChange={(event) => compare.pick(Number(event.target.value))}
              />
              <span className={css['ends']} aria-hidden>
                <span>
                  v{versions[0]?.n} <Kbd keys={keyOf('olderVersion')} />
                </span>
                <span>
                  <Kbd keys={keyOf('newerVersion')} /> v{versions.at(-1)?.n}
                </span>
              </span>
            </label>
            {version.review ? (
              <p className={css['faint']}>
                {t(`workbench.compare.review.${version.review.verdict}`, { name: version.review.by.name })}
              </p>
            ) : null}
          </>
        ) : problem ? null : (
          <p className={css['faint']}>{t('workbench.compare.none')}</p>
        )}
        <fieldset className={css['modes']}>
          <legend className={css['unseen']}>{t('workbench.compare.how')}</legend>
          {modes.map((one) => (
            <label key={one}>
              <input
                type="radio"
                name="compare"
                checked={mode === one}
                onChange={() => compare.setMode(one)}
              />
              {t(`workbench.compare.${one}`)}
            </label>
          ))}
        </fieldset>
        <Legend items={items} />
        <div className={css['stepper']}>
          <Button disabled={items.length === 0} keys={keyOf('previousDifference')} onClick={() => onStep(-1)}>
            {t('workbench.compare.previous')}
          </Button>
          <span className={css['count']} role="status">
            {t('workbench.compare.at', { n: at + 1, of: items.length })}
          </span>
          <Button disabled={items.length === 0} keys={keyOf('nextDifference')} onClick={() => onStep(1)}>
            {t('workbench.compare.next')}
          </Button>
        </div>
        {compare.others > 0 ? <p>{t('workbench.compare.others', { n: compare.others })}</p> : null}
        {compare.before && items.length === 0 && compare.others === 0 ? (
          <p className={css['faint']}>{t('workbench.compare.same')}</p>
        ) : null}
        <ol className={css['differences']} ref={list}>
          {items.slice(0, listed).map((item) => (
            <li key={item.id}>
              <button
                type="button"
                className={css['difference']}
                aria-current={item.id === active}
                onClick={() => onGo(item)}
              >
                <Sign kind={item.kind} />
                <span className={css['name']}>{nameOf(item, vocabulary)}</span>
                <span className={css['faint']}>{wordsOf(item, t)}</span>
              </button>
            </li>
          ))}
        </ol>
        {items.length > listed ? (
          <p className={css['faint']}>{t('workbench.compare.more', { n: items.length - listed })}</p>
        ) : null}
      </div>
    </section>
  )
}

function nameOf({ before, after }: DrawnDifference, vocabulary: Vocabulary): string {
  const object = after ?? before
  return object ? (vocabulary.find(object.task, object.class)?.class.label ?? object.class) : ''
}

function wordsOf(item: DrawnDifference, t: Translate): string {
  const aspects = aspectsOf(item).map((one) => t(`workbench.compare.aspect.${one}`))
  return aspects.length > 0 ? aspects.join(', ') : t(`workbench.compare.${item.kind}`)
}

function Sign({ kind }: { readonly kind: DrawnDifference['kind'] }) {
  const { color, sign } = differenceLooks[kind]
  return (
    <span className={css['sign']} style={{ background: color }} aria-hidden>
      {sign}
    </span>
  )
}

const kinds = ['added', 'removed', 'changed'] as const

function Legend({ items }: { readonly items: readonly DrawnDifference[] }) {
  const t = useT()
  return (
    <ul className={css['legend']}>
      {kinds.map((kind) => (
        <li key={kind}>
          <Sign kind={kind} /> {t(`workbench.compare.${kind}`)}{' '}
          <strong>{items.filter((item) => item.kind === kind).length}</strong>
        </li>
      ))}
    </ul>
  )
}

const noIds = () => {
  throw new Error('A comparison makes no objects.')
}

interface BesideProps {
  readonly label: Label
  readonly name: string
  readonly tiles: TilePage
  readonly styles: Styles
  readonly layer: DifferenceLayer
  readonly turn: Turn
  readonly surface: React.RefObject<SurfaceHandle | null>
  /** The surface with what is on the screen now; both show the same place. */
  readonly beside: React.RefObject<SurfaceHandle | null>
}

/** The earlier version beside the picture, at the same place and nearness. */
export function Beside({ label, name, tiles, styles, layer, turn, surface, beside }: BesideProps) {
  const engine = useMemo(
    () => new Engine({ label, page: tiles.page, size: tiles.size, newId: noIds, readOnly: true }),
    [label, tiles],
  )
  const before = useMemo(() => ({ ...layer, sides: 'before' as const }), [layer])
  const mine = useRef<SurfaceHandle>(null)
  useEffect(() => {
    surface.current = mine.current
    return () => {
      surface.current = null
    }
  })
  return (
    <section className={css['beside']} aria-label={name}>
      <h2>{name}</h2>
      <RasterSurface
        ref={mine}
        engine={engine}
        tiles={tiles}
        styles={styles}
        differences={before}
        turn={turn}
        label={name}
        onCamera={(camera) => beside.current?.follow(camera)}
      />
    </section>
  )
}
