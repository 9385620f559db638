import type { workbench as en } from '../en/workbench'
import type { Same } from '../types'

/** German words of the workbench. */
export const workbench: Same<typeof en> = {
  'workbench.loading': 'Die Werkbank wird geöffnet …',
  'workbench.missing': 'Diese Fassung enthält keine Werkbank.',
}
