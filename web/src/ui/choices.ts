/**
 * Which place on the keyboard does what a key does by default. A place is a physical key with its modifiers, such as
 * `Ctrl+Shift+KeyB`, so it stays where it is on every layout; what is printed on it there is kept beside it.
 */
export interface Chosen {
  /** Empty: nothing does it now, because its key was given away. */
  readonly at: string
  readonly print: string
}

/** By the default key, written as bindings write it: `b`, `Ctrl+Enter`, `Shift+h`. */
export type KeyChoices = Readonly<Record<string, Chosen>>

type Stroke = Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

const FIXED = /^(?:Arrow|Enter|Escape|Space|Tab|Backspace|1|Shift\+1|Alt\+1)$/
const RESERVED_CODES =
  /^(?:Arrow|Enter|NumpadEnter|Escape|Space|Tab|Backspace|Digit\d|Numpad\d|F\d|Meta|Control|Alt|Shift|CapsLock)/
const BROWSERS = /^Ctrl\+(?:Shift\+)?Key[NTWQLRPF]$/

let choices: KeyChoices = {}
const listeners = new Set<() => void>()

/** What is chosen now. */
export function keyChoices(): KeyChoices {
  return choices
}

/** Puts other choices in force at once. */
export function putKeyChoices(next: KeyChoices): void {
  choices = next
  for (const listener of listeners) listener()
}

/** Calls `listener` when the choices change. */
export function whenKeyChoices(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** The place of a stroke. */
export function placeOf(stroke: Stroke): string {
  const parts = [
    stroke.ctrlKey || stroke.metaKey ? 'Ctrl' : '',
    stroke.altKey ? 'Alt' : '',
    stroke.shiftKey ? 'Shift' : '',
    stroke.code,
  ]
  return parts.filter(Boolean).join('+')
}

/** What a stroke means, given the default key that it would be: another one, itself, or nothing when it was moved away. */
export function meant(stroke: Stroke, usual: string, of: KeyChoices = choices): string {
  if (!stroke.code) return usual
  const place = placeOf(stroke)
  const found = Object.entries(of).find(([, chosen]) => chosen.at === place)
  if (found) return found[0]
  return usual in of ? '' : usual
}

/** Keys that keep their place: the ones that every screen answers alike, and the digits of classes. */
export function isFixed(keys: string): boolean {
  return FIXED.test(keys)
}

/** Why a place cannot be chosen; null when it can. */
export function refusalOf(stroke: Stroke): 'fixed' | 'browser' | null {
  if (RESERVED_CODES.test(stroke.code))
    return stroke.ctrlKey || stroke.altKey || stroke.metaKey ? null : 'fixed'
  return BROWSERS.test(placeOf(stroke)) ? 'browser' : null
}

/** The default key whose place this is now, if another one has it. */
export function conflictOf(
  keys: string,
  stroke: Stroke,
  usual: string,
  known: readonly string[],
  of: KeyChoices = choices,
): string | null {
  const place = placeOf(stroke)
  const taken = known.find((one) => one !== keys && (of[one] ? of[one].at === place : one === usual))
  return taken ?? null
}

/** The choices with one more; whoever had the place is left without a key. Choosing the default again forgets the choice. */
export function chooseKey(
  of: KeyChoices,
  keys: string,
  stroke: Stroke,
  usual: string,
  print: string,
  known: readonly string[],
): KeyChoices {
  const conflict = conflictOf(keys, stroke, usual, known, of)
  const { [keys]: _, ...rest } = of
  const without = conflict ? { ...rest, [conflict]: { at: '', print: '' } } : rest
  return usual === keys ? without : { ...without, [keys]: { at: placeOf(stroke), print } }
}

/** Choices as a stored preference tells them; anything else in it is left out. */
export function readChoices(value: unknown): KeyChoices {
  if (value === null || typeof value !== 'object') return {}
  const good = Object.entries(value as Record<string, unknown>).flatMap(([keys, chosen]) => {
    if (chosen === null || typeof chosen !== 'object' || isFixed(keys)) return []
    const { at, print } = chosen as Record<string, unknown>
    return typeof at === 'string' && typeof print === 'string' ? [[keys, { at, print }] as const] : []
  })
  return Object.fromEntries(good)
}

/** A place as this keyboard prints it, where the browser tells; else as it was printed when it was chosen. */
export function printOf(chosen: Chosen, layout: ReadonlyMap<string, string> | null): string {
  const parts = chosen.at.split('+')
  const sign = layout?.get(parts.at(-1) ?? '')
  return sign ? [...parts.slice(0, -1), sign].join('+') : chosen.print
}
