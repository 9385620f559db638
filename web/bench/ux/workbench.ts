/** What the scripted person needs to know of a workbench; the script itself is one and the same. */
import type { BrowserContext, Page } from 'playwright-core'
import type { Sight } from './eyes'

/** Places of axe's look: a name and an address. */
export type Screens = readonly (readonly [string, string])[]

/** How many objects the workbench is opened with, for the heavy part. */
export interface Laden {
  readonly address: string
  readonly objects: number
}

/** The plan of one workbench as the gate wrote it. */
export interface Side {
  readonly name: 'labelkeep' | 'label_studio'
  readonly origin: string
  /** Where a person labels; a fresh person each time it is asked for a signed-in context. */
  readonly label: string
  readonly screens: Screens
  /** The secrets of the people's one-time links, or a name and a password. */
  readonly people: readonly string[]
  readonly tokens: readonly string[]
  readonly project: string
  readonly laden: readonly number[]
}

export interface Workbench {
  readonly sight: Sight
  /** Signs the n-th person in. */
  signIn(context: BrowserContext, person: number): Promise<void>
  /** Arms the n-th class by its key. */
  readonly classKey: (n: number) => string
  /** Whether a class must be armed anew for each box. */
  readonly armsEachBox: boolean
  /** The key that takes the box tool, where there is one. */
  readonly boxTool: string | null
  readonly selectTool: string | null
  /** The key that is held, or pressed once, to move the picture by dragging. */
  readonly panKey: { readonly key: string; readonly held: boolean } | null
  /** Answers the one question about the whole picture; one click. */
  choose(page: Page): Promise<void>
  /** Tries to make a box without a pointer. */
  boxByKeys(page: Page): Promise<void>
  /** Makes a task with so many boxes for that person; its address. */
  lade(person: number, count: number): Promise<string>
  /** The key that fills the room with the picture, where there is one. */
  readonly fillKey: string | null
}

/** Boxes in a grid over a picture of that size, as fractions of it. */
export function grid(count: number): { x: number; y: number; w: number; h: number }[] {
  const columns = Math.ceil(Math.sqrt(count * 1.5))
  const rows = Math.ceil(count / columns)
  return Array.from({ length: count }, (_, n) => ({
    x: (n % columns) / columns,
    y: Math.floor(n / columns) / rows,
    w: 0.6 / columns,
    h: 0.6 / rows,
  }))
}
