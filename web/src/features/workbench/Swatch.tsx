import { inkOn } from '../../canvas/render/style'
import css from './workbench.module.css'

/** The colour of a class with its letter or key in it, so that colour is never alone. */
export function Swatch({ color, mark }: { readonly color: string; readonly mark: string }) {
  return (
    <span className={css['swatch']} style={{ background: color, color: inkOn(color) }} aria-hidden>
      {mark}
    </span>
  )
}
