import { Plus, RefreshCw } from 'lucide-react'
import type { ObjectTask, Ontology, OntologyClass, RelationTask } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { Check, Select, TextArea, TextField } from '../../ui/Field'
import { IconButton } from '../../ui/IconButton'
import { useT } from '../../ui/messages'
import { type Around, Attrs, ListActs, named } from './Attrs'
import {
  allClasses,
  GEOMETRIES,
  moved,
  newOption,
  type Place,
  replaced,
  type Task,
  withClass,
  without,
  withTask,
} from './draft'
import css from './editor.module.css'
import { nextColor } from './palette'
import { SkeletonBoard } from './SkeletonBoard'
import { EMPTY_SKELETON } from './skeleton'

interface Props extends Around {
  readonly draft: Ontology
  readonly place: Place
  readonly onChange: (next: Ontology) => void
}

interface NameProps<Item> extends Around {
  readonly item: Item
  readonly siblings: readonly Item[]
  readonly at: string
  readonly path: string
  readonly onChange: (item: Item) => void
}

/** Name and id; the id follows the name until labels are stored under it. */
function NameAndId<Item extends { id: string; label: string }>(props: NameProps<Item>) {
  const t = useT()
  const { item, siblings, at, path, onChange, fault, published } = props
  const fixed = published(path)
  return (
    <div className={css['pair']}>
      <TextField
        label={t('ontology.label')}
        value={item.label}
        maxLength={200}
        fault={fault(`${at}.label`)}
        onChange={(event) => onChange(named(item, event.target.value, siblings, fixed))}
      />
      <TextField
        label={t('ontology.idField')}
        hint={t(fixed ? 'ontology.idFixed' : 'ontology.idHint')}
        value={item.id}
        readOnly={fixed}
        maxLength={64}
        fault={fault(`${at}.id`)}
        onChange={(event) => onChange({ ...item, id: event.target.value })}
      />
    </div>
  )
}

function Geometries({
  task,
  onChange,
}: {
  readonly task: ObjectTask
  readonly onChange: (task: ObjectTask) => void
}) {
  const t = useT()
  return (
    <fieldset className={css['set']}>
      <legend>{t('ontology.drawnAs')}</legend>
      {GEOMETRIES.map((kind) => (
        <Check
          key={kind}
          label={t(`ontology.geometry.${kind}`)}
          checked={task.geometry.includes(kind)}
          onChange={(event) =>
            onChange({
              ...task,
              geometry: GEOMETRIES.filter((one) =>
                one === kind ? event.target.checked : task.geometry.includes(one),
              ),
            })
          }
        />
      ))}
    </fieldset>
  )
}

function Ends({
  draft,
  task,
  side,
  onChange,
}: {
  readonly draft: Ontology
  readonly task: RelationTask
  readonly side: 'from' | 'to'
  readonly onChange: (task: RelationTask) => void
}) {
  const t = useT()
  return (
    <fieldset className={css['set']}>
      <legend>{t(`ontology.${side}`)}</legend>
      {allClasses(draft).map(({ ref, class: one }) => (
        <Check
          key={ref}
          label={one.label}
          checked={task[side].includes(ref)}
          onChange={(event) =>
            onChange({
              ...task,
              [side]: event.target.checked
                ? [...task[side], ref]
                : task[side].filter((other) => other !== ref),
            })
          }
        />
      ))}
    </fieldset>
  )
}

function RelationForm({
  draft,
  task,
  at,
  onChange,
  ...around
}: Around & {
  readonly draft: Ontology
  readonly task: RelationTask
  readonly at: string
  readonly onChange: (task: RelationTask) => void
}) {
  const t = useT()
  const add = () => {
    const { id, label } = newOption(
      task.types.map((one) => ({ ...one, attributes: [] })),
      t('ontology.newType'),
    )
    onChange({ ...task, types: [...task.types, { id, label }] })
  }
  return (
    <>
      <div className={css['pair']}>
        <Ends draft={draft} task={task} side="from" onChange={onChange} />
        <Ends draft={draft} task={task} side="to" onChange={onChange} />
      </div>
      {around.fault(`${at}.from`) || around.fault(`${at}.to`) ? (
        <p className={css['fault']}>{around.fault(`${at}.from`) ?? around.fault(`${at}.to`)}</p>
      ) : null}
      <Check
        label={t('ontology.directed')}
        checked={task.directed}
        onChange={(event) => onChange({ ...task, directed: event.target.checked })}
      />
      <h2 className={css['formTitle']}>{t('ontology.types')}</h2>
      <ul className={css['options']}>
        {task.types.map((type, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: ids change while they are written
          <li key={i} className={css['optionLine']}>
            <TextField
              label={<span className={css['quietLabel']}>{type.id}</span>}
              aria-label={`${t('ontology.types')} ${i + 1}`}
              value={type.label}
              maxLength={200}
              fault={around.fault(`${at}.types.${i}.label`) ?? around.fault(`${at}.types.${i}.id`)}
              onChange={(event) => {
                const next = named(
                  type,
                  event.target.value,
                  task.types,
                  around.published(`${task.id}/${type.id}`),
                )
                onChange({ ...task, types: replaced(task.types, i, next) })
              }}
            />
            <ListActs
              what={type.label}
              onMove={(by) => onChange({ ...task, types: moved(task.types, i, by) })}
              onRemove={() => onChange({ ...task, types: without(task.types, i) })}
            />
          </li>
        ))}
      </ul>
      <div>
        <Button kind="quiet" onClick={add}>
          <Plus size={14} strokeWidth={1.5} aria-hidden />
          {t('ontology.addType')}
        </Button>
      </div>
    </>
  )
}

/** A whole task: how its objects are drawn, what a relation joins, what is asked about the picture. */
function TaskForm({ draft, place, onChange, ...around }: Props & { readonly place: Place }) {
  const t = useT()
  const task = draft.tasks[place.task]
  if (!task) return null
  const at = `tasks.${place.task}`
  const change = (next: Task) => onChange(withTask(draft, place.task, next))
  return (
    <div className={css['form']}>
      <NameAndId item={task} siblings={draft.tasks} at={at} path={task.id} onChange={change} {...around} />
      {task.kind === 'object' ? (
        <>
          <Geometries task={task} onChange={change} />
          {around.fault(`${at}.geometry`) ? (
            <p className={css['fault']}>{around.fault(`${at}.geometry`)}</p>
          ) : null}
          {around.fault(`${at}.classes`) ? (
            <p className={css['fault']}>{around.fault(`${at}.classes`)}</p>
          ) : null}
        </>
      ) : null}
      {task.kind === 'relation' ? (
        <RelationForm draft={draft} task={task} at={at} onChange={change} {...around} />
      ) : null}
      {task.kind === 'object' ? null : (
        <>
          <h2 className={css['formTitle']}>{t('ontology.questions')}</h2>
          <Attrs
            attrs={task.attributes}
            at={`${at}.attributes`}
            path={task.id}
            depth={1}
            onChange={(attributes) => change({ ...task, attributes })}
            {...around}
          />
        </>
      )}
    </div>
  )
}

function Look({
  draft,
  one,
  at,
  onChange,
  ...around
}: Around & {
  readonly draft: Ontology
  readonly one: OntologyClass
  readonly at: string
  readonly onChange: (one: OntologyClass) => void
}) {
  const t = useT()
  const colors = allClasses(draft).map((other) => other.class.color)
  return (
    <div className={css['pair']}>
      <div className={css['colorRow']}>
        <TextField
          label={t('ontology.color')}
          type="color"
          value={/^#[0-9a-f]{6}$/.test(one.color) ? one.color : '#000000'}
          hint={around.fault(`${at}.color`) ?? one.color}
          onChange={(event) => onChange({ ...one, color: event.target.value.toLowerCase() })}
        />
        <IconButton
          name={t('ontology.nextColor')}
          icon={<RefreshCw size={16} strokeWidth={1.5} />}
          onClick={() => onChange({ ...one, color: nextColor(colors) })}
        />
      </div>
      <Select
        label={t('ontology.keyField')}
        value={one.key ?? ''}
        fault={around.fault(`${at}.key`)}
        onChange={(event) => onChange({ ...one, key: event.target.value || null })}
      >
        <option value="">{t('ontology.noKey')}</option>
        {[...'123456789'].map((key) => (
          <option key={key} value={key}>
            {key}
          </option>
        ))}
      </Select>
    </div>
  )
}

/** One class: its words, look, questions and, where it is drawn as one, its skeleton. */
function ClassForm({ draft, place, onChange, ...around }: Props) {
  const t = useT()
  const task = draft.tasks[place.task]
  const one = task?.kind === 'object' && place.class !== null ? task.classes[place.class] : undefined
  if (task?.kind !== 'object' || !one) return null
  const at = `tasks.${place.task}.classes.${place.class}`
  const path = `${task.id}/${one.id}`
  const change = (next: OntologyClass) => onChange(withClass(draft, place, next))
  return (
    <div className={css['form']}>
      <NameAndId item={one} siblings={task.classes} at={at} path={path} onChange={change} {...around} />
      <Look draft={draft} one={one} at={at} onChange={change} {...around} />
      <TextArea
        label={t('ontology.description')}
        value={one.description ?? ''}
        rows={2}
        maxLength={2000}
        onChange={(event) => change({ ...one, description: event.target.value || null })}
      />
      {around.published(path) ? (
        <Check
          label={t('ontology.retired')}
          hint={t('ontology.retiredHint')}
          checked={one.retired ?? false}
          onChange={(event) => change({ ...one, retired: event.target.checked })}
        />
      ) : null}
      {task.geometry.includes('skeleton') ? (
        <>
          <h2 className={css['formTitle']}>{t('ontology.skeleton')}</h2>
          <SkeletonBoard
            skeleton={one.skeleton ?? EMPTY_SKELETON}
            color={one.color}
            onChange={(skeleton) => change({ ...one, skeleton: skeleton.nodes.length ? skeleton : null })}
          />
          {around.fault(`${at}.skeleton`) ? (
            <p className={css['fault']}>{around.fault(`${at}.skeleton`)}</p>
          ) : null}
        </>
      ) : null}
      <h2 className={css['formTitle']}>{t('ontology.questions')}</h2>
      <Attrs
        attrs={one.attributes}
        at={`${at}.attributes`}
        path={path}
        depth={1}
        onChange={(attributes) => change({ ...one, attributes })}
        {...around}
      />
    </div>
  )
}

/** The form of what is chosen in the outline. */
export function PlaceForm(props: Props) {
  return props.place.class === null ? <TaskForm {...props} /> : <ClassForm {...props} />
}
