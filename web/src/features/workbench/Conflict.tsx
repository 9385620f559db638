import { useMemo, useState } from 'react'
import { difference } from '../../canvas/changes'
import { Engine } from '../../canvas/engine'
import type { Label, LabelObject } from '../../canvas/label'
import type { Styles } from '../../canvas/render/style'
import { RasterSurface, type TilePage } from '../../surfaces/raster'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Select } from '../../ui/Field'
import { useT } from '../../ui/messages'
import { merge, type Side } from './merging'
import type { Vocabulary } from './vocabulary'
import css from './workbench.module.css'

interface Props {
  readonly mine: Label
  readonly theirs: Label
  readonly tiles: TilePage
  readonly styles: Styles
  readonly vocabulary: Vocabulary
  readonly onChoose: (label: Label, keep: 'theirs' | 'merged') => void
  readonly onClose: () => void
}

const noIds = () => {
  throw new Error('A comparison makes no objects.')
}

/** Two versions of one draft, drawn side by side; the person chooses one, the other, or for each object. */
export function Conflict({ mine, theirs, tiles, styles, vocabulary, onChoose, onClose }: Props) {
  const t = useT()
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(new Map())
  const { added, removed, changed } = useMemo(() => difference(mine, theirs), [mine, theirs])
  const ids = [...removed, ...changed, ...added]
  const nameOf = (id: string) => {
    const object = find(mine, id) ?? find(theirs, id)
    return object ? (vocabulary.find(object.task, object.class)?.class.label ?? object.class) : id
  }
  const only = (id: string) => (removed.includes(id) ? 'mine' : added.includes(id) ? 'theirs' : 'both')
  return (
    <Dialog open wide onClose={onClose} title={t('workbench.conflict.title')}>
      <div className={css['versions']}>
        <Version label={mine} name={t('workbench.conflict.here')} tiles={tiles} styles={styles} />
        <Version label={theirs} name={t('workbench.conflict.there')} tiles={tiles} styles={styles} />
      </div>
      <ol className={css['choices']}>
        {ids.map((id, i) => (
          <li key={id}>
            <Select
              label={t(`workbench.conflict.object.${only(id)}`, { n: i + 1, class: nameOf(id) })}
              value={choices.get(id) ?? (only(id) === 'theirs' ? 'theirs' : 'mine')}
              onChange={(event) => setChoices(new Map(choices).set(id, event.target.value as Side))}
            >
              <option value="mine">{t('workbench.conflict.as.mine')}</option>
              <option value="theirs">{t('workbench.conflict.as.theirs')}</option>
            </Select>
          </li>
        ))}
      </ol>
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

const find = (label: Label, id: string): LabelObject | undefined => label.objects.find((one) => one.id === id)

interface VersionProps {
  readonly label: Label
  readonly name: string
  readonly tiles: TilePage
  readonly styles: Styles
}

function Version({ label, name, tiles, styles }: VersionProps) {
  const engine = useMemo(
    () => new Engine({ label, page: tiles.page, size: tiles.size, newId: noIds, readOnly: true }),
    [label, tiles],
  )
  return (
    <section className={css['version']} aria-label={name}>
      <h3>{name}</h3>
      <div className={css['versionStage']}>
        <RasterSurface engine={engine} tiles={tiles} styles={styles} label={name} />
      </div>
    </section>
  )
}
