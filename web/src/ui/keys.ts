import { useEffect, useRef, useSyncExternalStore } from 'react'
import { keyChoices, meant, printOf, whenKeyChoices } from './choices'
import { singleKeys } from './preferences'

/** One action on a key: `Ctrl+Enter`, `?`, `ArrowLeft`, or a sequence such as `g a`. */
export interface KeyAction {
  readonly keys: string
  readonly label: string
  readonly run: () => void
  /** The heading of the keys overlay under which it is listed. */
  readonly group?: string
  /** What choosing it from a list does, where that is not `run`; null where only the key makes sense. */
  readonly pick?: (() => void) | null
}

type Entry = { current: readonly KeyAction[] }
let entries: readonly Entry[] = []
let shown: readonly KeyAction[] = []
const listeners = new Set<() => void>()
const SEQUENCE_MS = 1200

function changed(next: readonly Entry[]): void {
  entries = next
  shown = entries.flatMap((entry) => entry.current)
  for (const listener of listeners) listener()
}

/** `Ctrl+Shift+z` for an event; shifted signs such as `?` stand alone. */
export function combination(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): string {
  const named = event.key.length > 1
  const letter = /^[a-z]$/i.test(event.key)
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && (named || letter) ? 'Shift' : '',
    letter ? event.key.toLowerCase() : event.key === ' ' ? 'Space' : event.key,
  ]
  return parts.filter(Boolean).join('+')
}

function editable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
}

/** A control that answers Enter, Space or the arrows by itself. */
function answersItself(target: EventTarget | null, keys: string): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    /^(Enter|Space)$/.test(keys) &&
    target.closest('a, button, summary, [role="button"], [role="grid"]') !== null
  )
}

function withoutModifier(keys: string): boolean {
  return !/^(Ctrl|Alt)\+/.test(keys) && !/^(Escape|Enter|Arrow\w+|F\d+)$/.test(keys)
}

let prefix = ''
let prefixAt = 0

function find(keys: string): KeyAction | undefined {
  return [...shown].reverse().find((action) => action.keys === keys)
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  if (document.querySelector('[role="dialog"], [role="menu"]')) return
  const keys = meant(event, combination(event))
  if (!keys) return
  if (editable(event.target) && !/^(Ctrl|Alt)\+/.test(keys)) return
  if (answersItself(event.target, keys)) return
  if (withoutModifier(keys) && !singleKeys()) return
  const sequence = prefix && event.timeStamp - prefixAt < SEQUENCE_MS ? `${prefix} ${keys}` : ''
  const action = (sequence ? find(sequence) : undefined) ?? find(keys)
  prefix = !action && shown.some((one) => one.keys.startsWith(`${keys} `)) ? keys : ''
  prefixAt = event.timeStamp
  if (!action) return
  event.preventDefault()
  action.run()
}

/** Starts to listen; called once by the app. */
export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKeyDown)
  return () => document.removeEventListener('keydown', onKeyDown)
}

/** Offers these actions by key while the component is on screen; they are listed in the `?` overlay. */
export function useKeys(actions: readonly KeyAction[]): void {
  const entry = useRef<readonly KeyAction[]>(actions)
  entry.current = actions
  useEffect(() => {
    changed([...entries, entry])
    return () => changed(entries.filter((one) => one !== entry))
  }, [])
  // Labels and handlers change with each drawing; the list that the listener reads follows after it.
  useEffect(() => {
    shown = entries.flatMap((one) => one.current)
  })
}

/** Every action that a key does now, for the overlay. */
export function useShownKeys(): readonly KeyAction[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => shown,
  )
}

const SIGNS: Readonly<Record<string, string>> = {
  Enter: '↵',
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Escape: 'Esc',
  Backspace: '⌫',
}

let layout: ReadonlyMap<string, string> | null = null

interface WithLayout {
  readonly keyboard?: { readonly getLayoutMap?: () => Promise<ReadonlyMap<string, string>> }
}

/** Asks the browser what this keyboard prints where; browsers that do not tell leave what was printed at choosing. */
export async function learnLayout(): Promise<void> {
  layout = (await (navigator as WithLayout).keyboard?.getLayoutMap?.().catch(() => null)) ?? null
}

/** The key that does now what `chord` does by default; empty when nothing does. */
function current(chord: string): string {
  // `+` joins the parts of a chord, so the key itself goes by its name.
  const chosen = keyChoices()[chord === 'Plus' ? '+' : chord]
  if (chosen) return printOf(chosen, layout)
  return chord === '+' ? 'Plus' : chord
}

/** Draws a component anew when keys move. */
export function useKeyChoices() {
  return useSyncExternalStore(whenKeyChoices, keyChoices)
}

/** `Ctrl+Enter` as it is printed on a control, wherever its key is now: `Ctrl ↵`. */
export function printed(keys: string): string {
  return keys
    .split(' ')
    .map((chord) =>
      current(chord)
        .split('+')
        .map((part) => SIGNS[part] ?? (part.length === 1 ? part.toUpperCase() : part))
        .join(' '),
    )
    .join(' ')
}
