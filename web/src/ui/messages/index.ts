import { useSyncExternalStore } from 'react'
import { de } from './de'
import { en } from './en'
import { format, type Params } from './format'

export type MessageKey = keyof typeof en
export type Language = 'en' | 'de'
export type Translate = (key: MessageKey, params?: Params) => string

const catalogues: Record<Language, Record<MessageKey, string>> = { en, de }
const STORED = 'labelkeep.language'
const listeners = new Set<() => void>()

function initial(): Language {
  if (typeof window === 'undefined') return 'en'
  const chosen = window.localStorage.getItem(STORED) ?? window.navigator.language
  return chosen.toLowerCase().startsWith('de') ? 'de' : 'en'
}

let current: Language = initial()

/** The language of the screen now. */
export function language(): Language {
  return current
}

/** Changes the language of the screen; kept in this browser as a preference of the user interface. */
export function setLanguage(next: Language): void {
  current = next
  window.localStorage.setItem(STORED, next)
  document.documentElement.lang = next
  for (const listener of listeners) listener()
}

/** The message for `key` in the current language, with its parameters filled in. */
export const t: Translate = (key, params) => format(catalogues[current][key], params, current)

/** Calls `listener` when the language changes. */
export function whenLanguage(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** `t` for components: they are drawn again when the language changes. */
export function useT(): Translate {
  useSyncExternalStore(whenLanguage, language)
  return t
}

export function useLanguage(): Language {
  return useSyncExternalStore(whenLanguage, language)
}
