import { ArrowRight, Trash2 } from 'lucide-react'
import { useMemo } from 'react'
import type { Engine } from '../../canvas/engine'
import type { LabelObject, Relation } from '../../canvas/label'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { IconButton } from '../../ui/IconButton'
import { useT } from '../../ui/messages'
import { Attributes } from './Attributes'
import { useEngine } from './useEngine'
import { numbersOf, type RelationChoice, relationChoices, type Vocabulary } from './vocabulary'
import css from './workbench.module.css'

interface Props {
  readonly engine: Engine
  readonly vocabulary: Vocabulary
}

/** The name of an object with its number in the list, so that two of a class can be told apart. */
function useNames({ engine, vocabulary }: Props): (object: LabelObject) => string {
  const { revision, scene } = useEngine(engine)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scene changes in place; its revision says when
  const places = useMemo(() => numbersOf(scene.all(), vocabulary), [revision, scene, vocabulary])
  return (object) => {
    const name = vocabulary.find(object.task, object.class)?.class.label ?? object.class
    return `${places.get(object.id) ?? ''} ${name}`
  }
}

/** How the selected objects are related: one choice for each type and direction that the ontology allows. */
export function RelateDialog({ engine, vocabulary, onClose }: Props & { readonly onClose: () => void }) {
  const t = useT()
  const { selection, scene } = useEngine(engine)
  const nameOf = useNames({ engine, vocabulary })
  const objects = [...selection].flatMap((id) => scene.get(id) ?? [])
  const choices = relationChoices(vocabulary, objects)
  const pick = ({ task, type, from, to }: RelationChoice) => {
    const ends = { from: [from.id], to: to.map(({ id }) => id) }
    engine.relate({ task: task.id, type: type.id, ...ends, attributes: [] })
    onClose()
  }
  const none =
    objects.length < 2
      ? 'workbench.relate.two'
      : vocabulary.relations.length === 0
        ? 'workbench.relate.unknown'
        : 'workbench.relate.none'
  return (
    <Dialog open onClose={onClose} title={t('workbench.relate.title')}>
      <div className={css['form']}>
        {choices.length === 0 ? <p>{t(none)}</p> : null}
        {choices.map((choice, i) => (
          <Button
            key={`${choice.task.id} ${choice.type.id} ${choice.from.id}`}
            autoFocus={i === 0}
            onClick={() => pick(choice)}
          >
            <span>{nameOf(choice.from)}</span>
            <strong>{choice.type.label}</strong>
            {choice.task.directed ? <ArrowRight size={14} strokeWidth={1.5} aria-hidden /> : null}
            <span>{choice.to.map(nameOf).join(', ')}</span>
          </Button>
        ))}
        <div className={css['buttons']}>
          <span className={css['push']} />
          <Button onClick={onClose}>{t('workbench.cancel')}</Button>
        </div>
      </div>
    </Dialog>
  )
}

interface ListProps extends Props {
  readonly object: LabelObject
  readonly onReveal: (object: LabelObject) => void
}

/** The relations of one object, each with its other end to go to. */
export function RelationList({ engine, vocabulary, object, onReveal }: ListProps) {
  const t = useT()
  const { scene } = useEngine(engine)
  const own = [...scene.relations()].filter(
    ({ from, to }) => from.includes(object.id) || to.includes(object.id),
  )
  if (own.length === 0) return null
  return (
    <section className={css['relations']} aria-label={t('workbench.relations')}>
      <h3 className={css['question']}>{t('workbench.relations')}</h3>
      {own.map((relation) => (
        <OneRelation
          key={relation.id}
          relation={relation}
          engine={engine}
          vocabulary={vocabulary}
          object={object}
          onReveal={onReveal}
        />
      ))}
    </section>
  )
}

function OneRelation({
  relation,
  engine,
  vocabulary,
  object,
  onReveal,
}: ListProps & { readonly relation: Relation }) {
  const t = useT()
  const { scene, readOnly } = useEngine(engine)
  const nameOf = useNames({ engine, vocabulary })
  const task = vocabulary.relations.find(({ id }) => id === relation.task)
  const type = task?.types.find(({ id }) => id === relation.type)?.label ?? relation.type
  const ends = (ids: readonly string[]) => ids.flatMap((id) => scene.get(id) ?? [])
  const links = (objects: readonly LabelObject[]) =>
    objects.map((one) =>
      one.id === object.id ? (
        <span key={one.id}>{nameOf(one)}</span>
      ) : (
        <button key={one.id} type="button" className={css['link']} onClick={() => onReveal(one)}>
          {nameOf(one)}
        </button>
      ),
    )
  return (
    <div className={css['relation']}>
      <div className={css['relationLine']}>
        {links(ends(relation.from))}
        <strong>{type}</strong>
        {task?.directed ? <ArrowRight size={14} strokeWidth={1.5} aria-hidden /> : null}
        {links(ends(relation.to))}
        <span className={css['push']} />
        <IconButton
          name={t('workbench.relation.delete', { type })}
          icon={<Trash2 size={14} strokeWidth={1.5} />}
          disabled={readOnly}
          onClick={() => engine.editRelation(relation.id, () => null)}
        />
      </div>
      {task && task.attributes.length > 0 ? (
        <Attributes
          attrs={task.attributes}
          answers={relation.attributes}
          disabled={readOnly}
          firstKey={0}
          onChange={(attributes) =>
            engine.editRelation(relation.id, (old) => ({ ...old, attributes }), {
              mode: 'join',
              name: `relation ${relation.id}`,
            })
          }
        />
      ) : null}
    </div>
  )
}
