/** How classes look on any picture: a core in the class colour between a light and a dark edge. */
import { classKey, type SkeletonPlan } from '../classes'
import type { LabelObject } from '../label'

export interface ClassStyle {
  readonly label: string
  readonly color: string
  /** A letter or digit that says the class where colour alone must not. */
  readonly mark: string
  /** Which nodes of its skeletons are joined, and their names. */
  readonly skeleton?: SkeletonPlan | null
}

/** How a type of relation is drawn. Looked up by `task/type`. */
export type LinkStyles = ReadonlyMap<string, { readonly label: string; readonly directed: boolean }>

/** Looks up by `task/class`. */
export type Styles = ReadonlyMap<string, ClassStyle>

/** Colours of what is not an object; given by the theme. */
export interface Marks {
  readonly accent: string
  readonly onAccent: string
  readonly refuse: string
  readonly font: string
}

const unknown: ClassStyle = { label: '?', color: '#9a9a9a', mark: '?' }

/** The key of a class in `Styles`. */
export const styleKey = classKey

/** The look of an object; one whose class is not in the ontology is grey with a question mark. */
export function styleOf(styles: Styles, object: LabelObject): ClassStyle {
  return styles.get(styleKey(object.task, object.class)) ?? unknown
}

/** Black or white, whichever reads better on the colour (WCAG relative luminance). `color` is `#rrggbb`. */
export function inkOn(color: string): '#000000' | '#ffffff' {
  const part = (from: number) => {
    const value = Number.parseInt(color.slice(from, from + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5) > 0.179 ? '#000000' : '#ffffff'
}

export const darkEdge = 'rgba(0, 0, 0, 0.75)'
export const lightEdge = 'rgba(255, 255, 255, 0.9)'
