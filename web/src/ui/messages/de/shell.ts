import type { shell as en } from '../en/shell'
import type { Same } from '../types'

/** German words of the room `shell`. */
export const shell: Same<typeof en> = {}
