/** The theme's colours that the drawing needs, read from the document. */
import type { Marks } from '../../canvas/render/style'

export function marksNow(): Marks {
  const css = getComputedStyle(document.documentElement)
  const read = (name: string, otherwise: string) => css.getPropertyValue(name).trim() || otherwise
  return {
    accent: read('--accent', '#1457c8'),
    onAccent: read('--on-accent', '#ffffff'),
    refuse: read('--refuse', '#b3261e'),
    font: read('--font', 'sans-serif'),
  }
}
