import { useSyncExternalStore } from 'react'

export type Theme = 'light' | 'dark' | 'reading'
type Names = 'theme' | 'keys' | 'assets'

const listeners = new Set<() => void>()

function stored(name: Names): string | null {
  return window.localStorage.getItem(`labelkeep.${name}`)
}

function store(name: Names, value: string): void {
  window.localStorage.setItem(`labelkeep.${name}`, value)
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function theme(): Theme {
  const chosen = stored('theme')
  if (chosen === 'light' || chosen === 'dark' || chosen === 'reading') return chosen
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
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
  return useSyncExternalStore(subscribe, theme)
}

/** Whether keys without Ctrl or Alt do something (WCAG 2.1.4 asks for a way to turn them off). */
export function singleKeys(): boolean {
  return stored('keys') !== 'off'
}

export function setSingleKeys(on: boolean): void {
  store('keys', on ? 'on' : 'off')
}

export function useSingleKeys(): boolean {
  return useSyncExternalStore(subscribe, singleKeys)
}
