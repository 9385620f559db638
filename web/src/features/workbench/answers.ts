/** Attributes and their answers: read, set and check, nested as deep as the ontology nests them. Pure. */
import type { Attr, Option } from '../../api/shapes'
import type { AttrValue, OptionValue } from '../../canvas/label'

export type Answers = readonly AttrValue[]

/** The answer to an attribute, if there is one. */
export const answerTo = (answers: Answers, attr: string): AttrValue | undefined =>
  answers.find((one) => one.attr === attr)

/** The options chosen for an attribute. */
export const chosen = (answers: Answers, attr: string): readonly OptionValue[] =>
  answerTo(answers, attr)?.options ?? []

function put(answers: Answers, next: AttrValue): Answers {
  const empty = next.options.length === 0 && (next.value === null || next.value === '')
  const rest = answers.filter((one) => one.attr !== next.attr)
  if (empty) return rest
  return answers.some((one) => one.attr === next.attr)
    ? answers.map((one) => (one.attr === next.attr ? next : one))
    : [...rest, next]
}

/** Sets a text, a number or a yes/no; null takes the answer away. */
export function withValue(answers: Answers, attr: Attr, value: string | number | boolean | null): Answers {
  return put(answers, { attr: attr.id, value, options: [] })
}

/** Chooses an option: the only one of a radio, one more or one less of a checklist or ranking. A radio's chosen one is let go. */
export function toggled(answers: Answers, attr: Attr, option: string): Answers {
  const now = chosen(answers, attr.id)
  const has = now.some((one) => one.option === option)
  const kept = attr.type !== 'radio' ? now.filter((one) => one.option !== option) : []
  const options = has ? kept : [...kept, { option, attributes: [] }]
  return put(answers, { attr: attr.id, value: null, options })
}

/** Puts a ranked option higher (-1) or lower (1); at the end of the row it stays. */
export function ranked(answers: Answers, attr: Attr, option: string, by: 1 | -1): Answers {
  const now = chosen(answers, attr.id)
  const from = now.findIndex((one) => one.option === option)
  const to = from + by
  const moving = now[from]
  if (!moving || to < 0 || to >= now.length) return answers
  return put(answers, {
    attr: attr.id,
    value: null,
    options: now.toSpliced(from, 1).toSpliced(to, 0, moving),
  })
}

/** Sets the answers below a chosen option. */
export function withNested(answers: Answers, attr: Attr, option: string, nested: Answers): Answers {
  const options = chosen(answers, attr.id).map((one) =>
    one.option === option ? { option, attributes: nested } : one,
  )
  return put(answers, { attr: attr.id, value: null, options })
}

/** What is wrong with an answer. */
export type Fault = 'required' | 'incomplete' | 'too_small' | 'too_large' | 'too_long'

export interface AttrFault {
  readonly attr: Attr
  readonly fault: Fault
}

function faultOf(attr: Attr, answer: AttrValue | undefined): Fault | null {
  const value = answer?.value ?? null
  const given = attr.options.length > 0 ? (answer?.options.length ?? 0) > 0 : value !== null && value !== ''
  if (!given) return attr.required ? 'required' : null
  // The first places of a ranking say nothing about the rest.
  const ranks = answer?.options.length ?? 0
  if (attr.type === 'ranking' && attr.required && ranks < attr.options.length) return 'incomplete'
  if (typeof value === 'number' && typeof attr.min === 'number' && value < attr.min) return 'too_small'
  if (typeof value === 'number' && typeof attr.max === 'number' && value > attr.max) return 'too_large'
  if (typeof value === 'string' && typeof attr.max_length === 'number' && value.length > attr.max_length)
    return 'too_long'
  return null
}

/** Everything wrong with the answers, options' own attributes included, in the order of the form. */
export function faults(attrs: readonly Attr[], answers: Answers): AttrFault[] {
  return attrs.flatMap((attr) => {
    const fault = faultOf(attr, answerTo(answers, attr.id))
    const below = chosen(answers, attr.id).flatMap((one) => {
      const option = attr.options.find(({ id }) => id === one.option)
      return option ? faults(option.attributes, one.attributes) : []
    })
    return fault ? [{ attr, fault }, ...below] : below
  })
}

/** One thing that a key can choose: an option, or the yes of a yes/no. `path` leads to it through chosen options. */
export interface Choice {
  readonly path: readonly { readonly attr: Attr; readonly option: Option }[]
  readonly attr: Attr
  readonly option: Option | null
}

function ownChoices(attrs: readonly Attr[], path: Choice['path']): Choice[] {
  return attrs.flatMap((attr): Choice[] => {
    if (attr.type === 'bool') return [{ path, attr, option: null }]
    return attr.options.map((option) => ({ path, attr, option }))
  })
}

/** The choices in the order of their keys: outer ones first, so that choosing one never renumbers those before it. */
export function choices(attrs: readonly Attr[], answers: Answers, path: Choice['path'] = []): Choice[] {
  const nested = attrs.flatMap((attr) =>
    chosen(answers, attr.id).flatMap((one) => {
      const option = attr.options.find(({ id }) => id === one.option)
      return option ? choices(option.attributes, one.attributes, [...path, { attr, option }]) : []
    }),
  )
  return [...ownChoices(attrs, path), ...nested]
}

/** The answers after a choice was made. */
export function withChoice(answers: Answers, choice: Choice): Answers {
  const [step, ...rest] = choice.path
  if (step) {
    const inner = chosen(answers, step.attr.id).find((one) => one.option === step.option.id)?.attributes ?? []
    return withNested(answers, step.attr, step.option.id, withChoice(inner, { ...choice, path: rest }))
  }
  if (choice.option) return toggled(answers, choice.attr, choice.option.id)
  return withValue(answers, choice.attr, answerTo(answers, choice.attr.id)?.value !== true)
}
