import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark' | 'reading'
type Names = 'theme' | 'keys' | 'assets' | 'panel'

const listeners = new Set<() => void>()

function stored(name: Names): string | null {
  return window.localStorage.getItem(`labelkeep.${name}`)
}

function store(name: Names, value: string): void {
  window.localStorage.setItem(`labelkeep.${name}`, value)
  for (const listener of listeners) listener()
}

/** Calls `listener` when the look or the single keys change. */
export function whenAppearance(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A theme by name; null for any other word. */
export function readTheme(value: unknown): Theme | null {
  return value === 'light' || value === 'dark' || value === 'reading' ? value : null
}

/** The theme in force. */
export function theme(): Theme {
  const chosen = readTheme(stored('theme'))
  return chosen ?? (window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
}

/** Puts the chosen theme on the document; called before the first paint. */
export function applyTheme(): void {
  document.documentElement.dataset['theme'] = theme()
}

export function setTheme(next: Theme): void {
  store('theme', next)
  applyTheme()
}

export function useTheme(): Theme {
  return useSyncExternalStore(whenAppearance, theme)
}

/** Whether keys without Ctrl or Alt do something (WCAG 2.1.4 asks for a way to turn them off). */
export function singleKeys(): boolean {
  return stored('keys') !== 'off'
}

export function setSingleKeys(on: boolean): void {
  store('keys', on ? 'on' : 'off')
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(whenAppearance, singleKeys)
}

/** Whether the workbench's objects and answers stand beside the picture. */
export function panelOpen(): boolean {
  return stored('panel') !== 'closed'
}

export function setPanelOpen(open: boolean): void {
  store('panel', open ? 'open' : 'closed')
}

export function usePanelOpen(): boolean {
  return useSyncExternalStore(whenAppearance, panelOpen)
}
