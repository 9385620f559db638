import { useState } from 'react'
import type { View } from '../../api/shapes'
import { useT } from '../../ui/messages'
import css from './raster.module.css'

type How = View['display']

interface Props {
  readonly display: How
  /** Whether the picture has more than 8 bits, so that a window makes sense. */
  readonly deep: boolean
  readonly onChange: (display: How) => void
}

/** Window, gamma and inversion: how the server draws the pixels. */
export function Display({ display, deep, onChange }: Props) {
  const t = useT()
  const [gamma, setGamma] = useState(String(display.gamma))
  const [centre, setCentre] = useState(display.window ? String(display.window[0]) : '')
  const [width, setWidth] = useState(display.window ? String(display.window[1]) : '')
  const send = (more: Partial<How> = {}) => {
    const [c, w, g] = [Number(centre), Number(width), Number(gamma)]
    const window: How['window'] = centre !== '' && width !== '' && w > 0 ? [c, w] : null
    onChange({
      window: deep ? window : display.window,
      gamma: g >= 0.1 && g <= 10 ? g : 1,
      invert: display.invert,
      ...more,
    })
  }
  const field = (name: string, value: string, set: (value: string) => void, step: number) => (
    <label>
      {name}
      <input
        type="number"
        step={step}
        value={value}
        onChange={(event) => set(event.target.value)}
        onBlur={() => send()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send()
        }}
      />
    </label>
  )
  return (
    <span className={css['display']}>
      {deep ? field(t('workbench.display.centre'), centre, setCentre, 1) : null}
      {deep ? field(t('workbench.display.width'), width, setWidth, 1) : null}
      {field(t('workbench.display.gamma'), gamma, setGamma, 0.1)}
      <label>
        <input
          type="checkbox"
          checked={display.invert}
          onChange={(event) => send({ invert: event.target.checked })}
        />
        {t('workbench.display.invert')}
      </label>
    </span>
  )
}
