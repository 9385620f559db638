import { ArrowDown, ArrowUp, CornerDownRight, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Attr, Option } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { Check, Select, TextField } from '../../ui/Field'
import { IconButton } from '../../ui/IconButton'
import { useT } from '../../ui/messages'
import { ATTR_TYPES, moved, newAttr, newOption, replaced, slug, without, withType } from './draft'
import css from './editor.module.css'
import { MAX_DEPTH } from './faults'

/** What a form needs to know of the whole: what is wrong where, and which ids labels are stored under already. */
export interface Around {
  readonly fault: (at: string) => string | null
  readonly published: (path: string) => boolean
}

interface Props extends Around {
  readonly attrs: readonly Attr[]
  /** Where these questions are: `tasks.0.attributes`. */
  readonly at: string
  /** The same by ids, which survives a change of order: `task/class/attr/option`. */
  readonly path: string
  readonly depth: number
  readonly onChange: (attrs: Attr[]) => void
}

/** The id follows the name as long as nothing is stored under it. */
export function named<Item extends { id: string; label: string }>(
  item: Item,
  label: string,
  siblings: readonly Item[],
  fixed: boolean,
): Item {
  const taken = siblings.filter((one) => one !== item).map((one) => one.id)
  return fixed ? { ...item, label } : { ...item, label, id: slug(label, taken) }
}

interface ActsProps {
  readonly what: string
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** Up, down and away, for one thing in a list. */
export function ListActs({ what, onMove, onRemove }: ActsProps) {
  const t = useT()
  return (
    <span className={css['acts']}>
      <IconButton
        name={`${t('ontology.up')}: ${what}`}
        icon={<ArrowUp size={14} strokeWidth={1.5} />}
        onClick={() => onMove(-1)}
      />
      <IconButton
        name={`${t('ontology.down')}: ${what}`}
        icon={<ArrowDown size={14} strokeWidth={1.5} />}
        onClick={() => onMove(1)}
      />
      <IconButton
        name={t('ontology.removeOf', { what })}
        icon={<Trash2 size={14} strokeWidth={1.5} />}
        onClick={onRemove}
      />
    </span>
  )
}

/** A number that may be left open. */
function Bound(props: {
  readonly label: string
  readonly value: number | null | undefined
  readonly whole?: boolean
  readonly fault?: string | null
  readonly onChange: (value: number | null) => void
}) {
  return (
    <TextField
      label={props.label}
      type="number"
      step={props.whole ? 1 : 'any'}
      min={props.whole ? 1 : undefined}
      value={props.value ?? ''}
      fault={props.fault}
      onChange={(event) => {
        const number = Number(event.target.value)
        const open = event.target.value.trim() === '' || !Number.isFinite(number)
        props.onChange(open ? null : props.whole ? Math.max(1, Math.round(number)) : number)
      }}
    />
  )
}

function OptionLine({
  option,
  attr,
  at,
  path,
  depth,
  onChange,
  onAttr,
  ...around
}: Omit<Props, 'attrs' | 'onChange'> & {
  readonly option: Option
  readonly attr: Attr
  readonly onChange: (option: Option) => void
  readonly onAttr: (attr: Attr) => void
}) {
  const t = useT()
  const [open, setOpen] = useState(option.attributes.length > 0)
  const i = attr.options.indexOf(option)
  const here = `${at}.${i}`
  const nests = attr.type !== 'ranking' && depth < MAX_DEPTH
  return (
    <li>
      <div className={css['optionLine']}>
        <TextField
          label={<span className={css['quietLabel']}>{option.id}</span>}
          aria-label={`${t('ontology.options')} ${i + 1}`}
          value={option.label}
          maxLength={200}
          fault={around.fault(`${here}.label`) ?? around.fault(`${here}.id`)}
          onChange={(event) =>
            onChange(named(option, event.target.value, attr.options, around.published(path)))
          }
        />
        {nests && !open ? (
          <Button kind="quiet" onClick={() => setOpen(true)}>
            <CornerDownRight size={14} strokeWidth={1.5} aria-hidden />
            {t('ontology.askFurther')}
          </Button>
        ) : null}
        <ListActs
          what={option.label}
          onMove={(by) => onAttr({ ...attr, options: moved(attr.options, i, by) })}
          onRemove={() => onAttr({ ...attr, options: without(attr.options, i) })}
        />
      </div>
      {nests && open ? (
        <div className={css['nested']}>
          <p className={css['quietLabel']}>{t('ontology.asks')}</p>
          <Attrs
            attrs={option.attributes}
            at={`${here}.attributes`}
            path={path}
            depth={depth + 1}
            onChange={(attributes) => onChange({ ...option, attributes })}
            {...around}
          />
        </div>
      ) : null}
    </li>
  )
}

function Options({
  attr,
  at,
  path,
  depth,
  onAttr,
  ...around
}: Omit<Props, 'attrs' | 'onChange'> & {
  readonly attr: Attr
  readonly onAttr: (attr: Attr) => void
}) {
  const t = useT()
  const add = () =>
    onAttr({ ...attr, options: [...attr.options, newOption(attr.options, t('ontology.newOption'))] })
  return (
    <div>
      <ul className={css['options']} aria-label={t('ontology.options')}>
        {attr.options.map((option, i) => (
          <OptionLine
            // biome-ignore lint/suspicious/noArrayIndexKey: ids change while they are written
            key={i}
            option={option}
            attr={attr}
            at={`${at}.options`}
            path={`${path}/${option.id}`}
            depth={depth}
            onAttr={onAttr}
            onChange={(next) => onAttr({ ...attr, options: replaced(attr.options, i, next) })}
            {...around}
          />
        ))}
      </ul>
      <Button kind="quiet" onClick={add}>
        <Plus size={14} strokeWidth={1.5} aria-hidden />
        {t('ontology.addOption')}
      </Button>
    </div>
  )
}

function Question({
  attr,
  attrs,
  at,
  path,
  depth,
  onAttr,
  onList,
  ...around
}: Omit<Props, 'onChange'> & {
  readonly attr: Attr
  readonly onAttr: (attr: Attr) => void
  readonly onList: (attrs: Attr[]) => void
}) {
  const t = useT()
  const i = attrs.indexOf(attr)
  return (
    <fieldset className={css['question']} aria-label={attr.label}>
      <div className={css['questionHead']}>
        <TextField
          label={t('ontology.label')}
          value={attr.label}
          maxLength={200}
          fault={around.fault(`${at}.label`) ?? around.fault(`${at}.id`)}
          onChange={(event) => onAttr(named(attr, event.target.value, attrs, around.published(path)))}
        />
        <Select
          label={t('ontology.typeField')}
          value={attr.type}
          onChange={(event) =>
            onAttr(withType(attr, event.target.value as Attr['type'], t('ontology.newOption')))
          }
        >
          {ATTR_TYPES.map((type) => (
            <option key={type} value={type}>
              {t(`ontology.type.${type}`)}
            </option>
          ))}
        </Select>
        <ListActs
          what={attr.label}
          onMove={(by) => onList(moved(attrs, i, by))}
          onRemove={() => onList(without(attrs, i))}
        />
      </div>
      <Check
        label={t('ontology.requiredField')}
        checked={attr.required}
        onChange={(event) => onAttr({ ...attr, required: event.target.checked })}
      />
      {attr.type === 'number' ? (
        <div className={css['pair']}>
          <Bound
            label={t('ontology.min')}
            value={attr.min}
            fault={around.fault(`${at}.min`)}
            onChange={(min) => onAttr({ ...attr, min })}
          />
          <Bound label={t('ontology.max')} value={attr.max} onChange={(max) => onAttr({ ...attr, max })} />
        </div>
      ) : null}
      {attr.type === 'text' ? (
        <Bound
          label={t('ontology.maxLengthField')}
          value={attr.max_length}
          whole
          onChange={(max_length) => onAttr({ ...attr, max_length })}
        />
      ) : null}
      {attr.type === 'radio' || attr.type === 'checklist' || attr.type === 'ranking' ? (
        <Options attr={attr} at={at} path={path} depth={depth} onAttr={onAttr} {...around} />
      ) : null}
      {around.fault(`${at}.options`) ? <p className={css['fault']}>{around.fault(`${at}.options`)}</p> : null}
    </fieldset>
  )
}

/** Questions of a class, a relation, a picture or an option, each with what belongs to its kind of answer. */
export function Attrs({ attrs, at, path, depth, onChange, ...around }: Props) {
  const t = useT()
  return (
    <div className={css['attrs']}>
      {attrs.map((attr, i) => (
        <Question
          // biome-ignore lint/suspicious/noArrayIndexKey: ids change while they are written
          key={i}
          attr={attr}
          attrs={attrs}
          at={`${at}.${i}`}
          path={`${path}/${attr.id}`}
          depth={depth}
          onAttr={(next) => onChange(replaced(attrs, i, next))}
          onList={onChange}
          {...around}
        />
      ))}
      {around.fault(at) ? <p className={css['fault']}>{around.fault(at)}</p> : null}
      <div>
        <Button
          kind="quiet"
          onClick={() =>
            onChange([...attrs, newAttr(attrs, t('ontology.newQuestion'), t('ontology.newOption'))])
          }
        >
          <Plus size={14} strokeWidth={1.5} aria-hidden />
          {t('ontology.addQuestion')}
        </Button>
      </div>
    </div>
  )
}
