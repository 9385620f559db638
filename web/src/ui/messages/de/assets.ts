import type { assets as en } from '../en/assets'
import type { Same } from '../types'

/** German words of the room `assets`. */
export const assets: Same<typeof en> = {}
