import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'
import type { Attr } from '../../api/shapes'
import { IconButton } from '../../ui/IconButton'
import { useT } from '../../ui/messages'
import {
  type Answers,
  answerTo,
  type Choice,
  choices,
  chosen,
  ranked,
  toggled,
  withNested,
  withValue,
} from './answers'
import css from './workbench.module.css'

interface Props {
  readonly attrs: readonly Attr[]
  readonly answers: Answers
  readonly disabled: boolean
  /** The number of the first choice's key; 0 when these choices have no keys. */
  readonly firstKey: number
  readonly onChange: (answers: Answers) => void
}

/** The number that Shift picks a choice with, by attribute and option. */
type KeyOf = (attr: Attr, option: string | null, depth: readonly string[]) => number | null

function keysOf(attrs: readonly Attr[], answers: Answers, firstKey: number): KeyOf {
  const name = (attr: string, option: string | null, path: readonly string[]) =>
    JSON.stringify([...path, attr, option])
  const pathOf = (choice: Choice) => choice.path.flatMap((step) => [step.attr.id, step.option.id])
  const all = new Map(
    choices(attrs, answers).map((choice, i) => [
      name(choice.attr.id, choice.option?.id ?? null, pathOf(choice)),
      firstKey + i,
    ]),
  )
  return (attr, option, path) => {
    const key = firstKey > 0 ? all.get(name(attr.id, option, path)) : undefined
    return key !== undefined && key <= 9 ? key : null
  }
}

/** A form of attributes, nested as the ontology nests them. */
export function Attributes({ attrs, answers, disabled, firstKey, onChange }: Props) {
  return (
    <Level
      attrs={attrs}
      answers={answers}
      disabled={disabled}
      keyOf={keysOf(attrs, answers, firstKey)}
      path={[]}
      onChange={onChange}
    />
  )
}

interface LevelProps extends Omit<Props, 'firstKey'> {
  readonly keyOf: KeyOf
  readonly path: readonly string[]
}

function Level({ attrs, answers, onChange, ...rest }: LevelProps) {
  return attrs.map((attr) => (
    <Question key={attr.id} attr={attr} answers={answers} onChange={onChange} {...rest} />
  ))
}

function Question({ attr, answers, ...rest }: Omit<LevelProps, 'attrs'> & { readonly attr: Attr }) {
  const t = useT()
  const id = useId()
  const ranks = attr.type === 'ranking' && chosen(answers, attr.id).length < attr.options.length
  const missing = attr.required && (ranks || !answerTo(answers, attr.id))
  const title = (
    <span className={css['question']} id={id}>
      {attr.label}
      {attr.required ? (
        <span className={css['required']} data-missing={missing}>
          {t('workbench.required')}
        </span>
      ) : null}
    </span>
  )
  if (attr.type === 'ranking') return <Ranking attr={attr} answers={answers} title={title} {...rest} />
  if (attr.options.length > 0) return <Options attr={attr} answers={answers} title={title} {...rest} />
  if (attr.type === 'bool') return <YesNo attr={attr} answers={answers} {...rest} />
  return (
    <div className={css['attr']}>
      {title}
      <Field
        attr={attr}
        titleId={id}
        value={answerTo(answers, attr.id)?.value ?? null}
        disabled={rest.disabled}
        onChange={(value) => rest.onChange(withValue(answers, attr, value))}
      />
    </div>
  )
}

/** Options in their order, each to be moved by its controls or by Alt and an arrow, and those not ranked yet. */
function Ranking({ attr, answers, title, disabled, keyOf, path, onChange }: RankingProps) {
  const t = useT()
  const row = useRef<HTMLOListElement>(null)
  const order = chosen(answers, attr.id)
  const open = attr.options.filter(({ id }) => !order.some(({ option }) => option === id))
  const move = (option: string, by: 1 | -1) => {
    onChange(ranked(answers, attr, option, by))
    // The focus goes with what was moved, so that it can be moved again.
    const place = order.findIndex((one) => one.option === option) + by
    requestAnimationFrame(() => row.current?.children[place]?.querySelector('button')?.focus())
  }
  const onKeyDown = (event: KeyboardEvent, option: string) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0
    if (by === 0 || !event.altKey || disabled) return
    event.preventDefault()
    move(option, by)
  }
  return (
    <fieldset className={css['attr']}>
      <legend className={css['question']}>{title}</legend>
      <ol className={css['ranks']} ref={row} title={t('workbench.rank.hint')}>
        {order.map((one, place) => {
          const option = attr.options.find(({ id }) => id === one.option)
          if (!option) return null
          const name = option.label
          return (
            <li key={one.option}>
              <div className={css['rank']}>
                <button
                  type="button"
                  className={css['rankName']}
                  data-ranks
                  disabled={disabled}
                  aria-label={t('workbench.rank.remove', { name })}
                  onKeyDown={(event) => onKeyDown(event, one.option)}
                  onClick={() => onChange(toggled(answers, attr, one.option))}
                >
                  <span className={css['number']}>{place + 1}</span>
                  {name}
                </button>
                <IconButton
                  name={t('workbench.rank.up', { name })}
                  icon={<ArrowUp size={14} strokeWidth={1.5} />}
                  disabled={disabled || place === 0}
                  onClick={() => move(one.option, -1)}
                />
                <IconButton
                  name={t('workbench.rank.down', { name })}
                  icon={<ArrowDown size={14} strokeWidth={1.5} />}
                  disabled={disabled || place === order.length - 1}
                  onClick={() => move(one.option, 1)}
                />
              </div>
              {option.attributes.length > 0 ? (
                <div className={css['nested']}>
                  <Level
                    attrs={option.attributes}
                    answers={one.attributes}
                    disabled={disabled}
                    keyOf={keyOf}
                    path={[...path, attr.id, option.id]}
                    onChange={(nested) => onChange(withNested(answers, attr, option.id, nested))}
                  />
                </div>
              ) : null}
            </li>
          )
        })}
      </ol>
      <div className={css['options']}>
        {open.map((option) => {
          const key = keyOf(attr, option.id, path)
          return (
            <button
              key={option.id}
              type="button"
              className={css['option']}
              disabled={disabled}
              aria-label={t('workbench.rank.add', { name: option.label })}
              onClick={() => onChange(toggled(answers, attr, option.id))}
            >
              {option.label}
              {key ? (
                <kbd className={css['choiceKey']} title={`Shift ${key}`}>
                  {key}
                </kbd>
              ) : null}
            </button>
          )
        })}
      </div>
    </fieldset>
  )
}

type RankingProps = OneProps & { readonly title: ReactNode }

type OneProps = Omit<LevelProps, 'attrs'> & { readonly attr: Attr }

function Options({
  attr,
  answers,
  title,
  disabled,
  keyOf,
  path,
  onChange,
}: OneProps & { readonly title: ReactNode }) {
  const group = useId()
  const picked = chosen(answers, attr.id)
  return (
    <fieldset className={css['attr']}>
      <legend className={css['question']}>{title}</legend>
      <div className={css['options']}>
        {attr.options.map((option) => {
          const now = picked.find((one) => one.option === option.id)
          const key = keyOf(attr, option.id, path)
          return (
            <div
              key={option.id}
              className={css['optionWrap']}
              data-nested={now !== undefined && option.attributes.length > 0}
            >
              <label className={css['option']} data-on={now !== undefined}>
                <input
                  type={attr.type === 'radio' ? 'radio' : 'checkbox'}
                  name={group}
                  checked={now !== undefined}
                  disabled={disabled}
                  onChange={() => onChange(toggled(answers, attr, option.id))}
                />
                {option.label}
                {key ? (
                  <kbd className={css['choiceKey']} title={`Shift ${key}`}>
                    {key}
                  </kbd>
                ) : null}
              </label>
              {now && option.attributes.length > 0 ? (
                <div className={css['nested']}>
                  <Level
                    attrs={option.attributes}
                    answers={now.attributes}
                    disabled={disabled}
                    keyOf={keyOf}
                    path={[...path, attr.id, option.id]}
                    onChange={(nested) => onChange(withNested(answers, attr, option.id, nested))}
                  />
                </div>
              ) : null}
            </div>
          )
        })}
      </div>
    </fieldset>
  )
}

function YesNo({ attr, answers, disabled, keyOf, path, onChange }: OneProps) {
  const t = useT()
  const value = answerTo(answers, attr.id)?.value
  const key = keyOf(attr, null, path)
  return (
    <div className={css['attr']}>
      <label className={css['option']} data-on={value === true}>
        <input
          type="checkbox"
          checked={value === true}
          disabled={disabled}
          onChange={(event) => onChange(withValue(answers, attr, event.target.checked))}
        />
        {attr.label}
        {attr.required && value === undefined ? (
          <span className={css['required']} data-missing>
            {t('workbench.required')}
          </span>
        ) : null}
        {key ? (
          <kbd className={css['choiceKey']} title={`Shift ${key}`}>
            {key}
          </kbd>
        ) : null}
      </label>
    </div>
  )
}

/** From here on a text gets several lines. */
const longText = 120

interface FieldProps {
  readonly attr: Attr
  readonly titleId: string
  readonly value: string | number | boolean | null
  readonly disabled: boolean
  readonly onChange: (value: string | number | null) => void
}

function Field({ attr, titleId, value, disabled, onChange }: FieldProps) {
  // What is being typed may not be a number yet; only what is one goes into the label.
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (value === null ? '' : String(value))
  if (attr.type === 'number') {
    const type = (text: string) => {
      setTyped(text)
      const number = Number(text)
      if (text.trim() === '') onChange(null)
      else if (Number.isFinite(number)) onChange(number)
    }
    return (
      <input
        className={css['field']}
        type="number"
        step="any"
        min={attr.min ?? undefined}
        max={attr.max ?? undefined}
        aria-labelledby={titleId}
        value={shown}
        disabled={disabled}
        onChange={(event) => type(event.target.value)}
        onBlur={() => setTyped(null)}
      />
    )
  }
  const words = value === null ? '' : String(value)
  if (attr.type === 'text' && (attr.max_length ?? longText) >= longText) {
    return (
      <textarea
        className={css['reply']}
        maxLength={attr.max_length ?? undefined}
        aria-labelledby={titleId}
        value={words}
        disabled={disabled}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  }
  return (
    <input
      className={css['field']}
      type={attr.type === 'date' ? 'date' : 'text'}
      maxLength={attr.max_length ?? undefined}
      aria-labelledby={titleId}
      value={words}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
    />
  )
}
