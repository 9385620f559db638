import type { KnownKey } from '../features/settings/known'
import { bindings } from '../features/workbench/keymap'

const everywhere = 'keys.everywhere'

/** Every key that can be moved, and the few that stay: those of the frame and the pages, then those of the workbench. */
export const allKeys: readonly KnownKey[] = [
  { keys: '?', label: 'path.keys', group: everywhere },
  { keys: 'Shift+t', label: 'keys.theme', group: everywhere },
  { keys: 'g', label: 'keys.goThen', group: everywhere },
  { keys: 'n', label: 'keys.new', group: everywhere },
  ...bindings,
]
