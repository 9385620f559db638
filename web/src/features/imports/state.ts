import type { Import, ReportLevel } from '../../api/shapes'
import type { Tone } from '../../ui/Tag'

export function stateTone(state: Import['state']): Tone {
  if (state === 'done') return 'ok'
  if (state === 'failed' || state === 'cancelled') return 'refuse'
  return state === 'open' ? 'wait' : 'accent'
}

export function levelTone(level: ReportLevel): Tone {
  return ({ ok: 'ok', repaired: 'wait', warning: 'wait', refused: 'refuse' } as const)[level]
}
