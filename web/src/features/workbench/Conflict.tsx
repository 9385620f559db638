import { type RefObject, useMemo, useRef, useState } from 'react'
import type { Camera } from '../../canvas/camera'
import { differencesOf, otherDifferences } from '../../canvas/differences'
import { Engine } from '../../canvas/engine'
import { boundsOf } from '../../canvas/geometry'
import type { Label, LabelObject, PageRef } from '../../canvas/label'
import { at } from '../../canvas/points'
import type { DifferenceLayer, DrawnDifference } from '../../canvas/render/differences'
import type { Styles } from '../../canvas/render/style'
import type { Turn } from '../../canvas/turn'
import { RasterSurface, type SurfaceHandle, type TilePage } from '../../surfaces/raster'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { useT } from '../../ui/messages'
import css from './conflict.module.css'
import { merge, type Side } from './merging'
import type { Vocabulary } from './vocabulary'

interface Props {
  readonly mine: Label
  readonly theirs: Label
  /** The page that is on the screen now. */
  readonly tiles: TilePage
  readonly tilesOf: (page: PageRef) => TilePage | null
  readonly whereOf: (object: LabelObject) => string
  readonly turn: Turn
  readonly styles: Styles
  readonly vocabulary: Vocabulary
  readonly onChoose: (label: Label, keep: 'theirs' | 'merged') => void
  readonly onClose: () => void
}

const noIds = () => {
  throw new Error('A comparison makes no objects.')
}

/** Which sides have an object that differs. */
const onlyIn = ({ before, after }: DrawnDifference) => (!after ? 'theirs' : before ? 'both' : 'mine')

/** Two versions of one draft, drawn side by side; the person chooses one, the other, or for each object. */
export function Conflict(props: Props) {
  const { mine, theirs, tiles, tilesOf, whereOf, turn, styles, vocabulary, onChoose, onClose } = props
  const t = useT()
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map())
  const [shown, setShown] = useState(tiles)
  const [active, setActive] = useState<string | null>(null)
  // What was saved elsewhere stands for before: what is only here is then new, what is only there is gone.
  const items = useMemo(() => differencesOf(theirs, mine), [mine, theirs])
  const others = useMemo(() => otherDifferences(theirs, mine), [mine, theirs])
  const [here, there] = [useRef<SurfaceHandle>(null), useRef<SurfaceHandle>(null)]
  const layers = useMemo(() => {
    const layer = (sides: DifferenceLayer['sides']): DifferenceLayer => ({ items, active, sides })
    return { mine: layer('after'), theirs: layer('before') }
  }, [items, active])
  const look = (item: DrawnDifference) => {
    const object = item.after ?? item.before
    if (!object) return
    setActive(item.id)
    const page = tilesOf({ part: object.part, page: object.page })
    const near = page && page.page.part === shown.page.part && page.page.page === shown.page.page
    if (page && !near) return setShown(page)
    const { left, top, right, bottom } = boundsOf(object.geometry)
    here.current?.showPlace(at((left + right) / 2, (top + bottom) / 2))
  }
  const nameOf = (item: DrawnDifference) => {
    const object = item.after ?? item.before
    if (!object) return ''
    return vocabulary.find(object.task, object.class)?.class.label ?? object.class
  }
  const choiceOf = (item: DrawnDifference): Side =>
    choices.get(item.id) ?? (onlyIn(item) === 'theirs' ? 'theirs' : 'mine')
  const version = { tiles: shown, styles, turn }
  return (
    <Dialog open wide onClose={onClose} title={t('workbench.conflict.title')}>
      <p className={css['lead']}>{t('workbench.conflict.lead', { n: items.length })}</p>
      <div className={css['versions']}>
        <Version
          {...version}
          label={mine}
          name={t('workbench.conflict.here')}
          layer={layers.mine}
          surface={here}
          beside={there}
        />
        <Version
          {...version}
          label={theirs}
          name={t('workbench.conflict.there')}
          layer={layers.theirs}
          surface={there}
          beside={here}
        />
      </div>
      <ol className={css['choices']}>
        {items.map((item, i) => {
          const object = item.after ?? item.before
          const far = object && (object.part !== shown.page.part || object.page !== shown.page.page)
          const words = t(`workbench.conflict.object.${onlyIn(item)}`, { n: i + 1, class: nameOf(item) })
          return (
            <li key={item.id} data-active={item.id === active}>
              <button type="button" className={css['difference']} onClick={() => look(item)}>
                {words}
                {far ? <span className={css['far']}>{whereOf(object)}</span> : null}
              </button>
              <fieldset className={css['sides']} aria-label={words}>
                {(['mine', 'theirs'] as const).map((side) => (
                  <label key={side}>
                    <input
                      type="radio"
                      name={`side ${item.id}`}
                      checked={choiceOf(item) === side}
                      onFocus={() => look(item)}
                      onChange={() => setChoices(new Map(choices).set(item.id, side))}
                    />
                    {t(`workbench.conflict.${has(item, side) ? 'as' : 'without'}.${side}`)}
                  </label>
                ))}
              </fieldset>
            </li>
          )
        })}
      </ol>
      {others > 0 ? <p className={css['lead']}>{t('workbench.conflict.others', { n: others })}</p> : null}
      <div className={css['buttons']}>
        <Button onClick={() => onChoose(mine, 'merged')}>{t('workbench.conflict.mine')}</Button>
        <Button onClick={() => onChoose(theirs, 'theirs')}>{t('workbench.conflict.theirs')}</Button>
        <span className={css['push']} />
        <Button kind="primary" onClick={() => onChoose(merge(mine, theirs, choices), 'merged')}>
          {t('workbench.conflict.merge')}
        </Button>
      </div>
    </Dialog>
  )
}

const has = (item: DrawnDifference, side: Side) => (side === 'mine' ? item.after : item.before) !== null

interface VersionProps {
  readonly label: Label
  readonly name: string
  readonly tiles: TilePage
  readonly styles: Styles
  readonly turn: Turn
  readonly layer: DifferenceLayer
  readonly surface: RefObject<SurfaceHandle | null>
  /** Both show the same place. */
  readonly beside: RefObject<SurfaceHandle | null>
}

function Version({ label, name, tiles, styles, turn, layer, surface, beside }: VersionProps) {
  const t = useT()
  const engine = useMemo(
    () => new Engine({ label, page: tiles.page, size: tiles.size, newId: noIds, readOnly: true }),
    [label, tiles],
  )
  return (
    <section className={css['version']} aria-label={name}>
      <h3>
        {name}
        <span className={css['far']}>{t('workbench.objects.count', { n: label.objects.length })}</span>
      </h3>
      <div className={css['stage']}>
        <RasterSurface
          ref={surface}
          engine={engine}
          tiles={tiles}
          styles={styles}
          turn={turn}
          differences={layer}
          label={name}
          onCamera={(camera: Camera) => beside.current?.follow(camera)}
        />
      </div>
    </section>
  )
}
