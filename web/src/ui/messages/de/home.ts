import type { home as en } from '../en/home'
import type { Same } from '../types'

/** German words of the room `home`. */
export const home: Same<typeof en> = {}
