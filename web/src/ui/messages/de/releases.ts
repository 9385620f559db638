import type { releases as en } from '../en/releases'
import type { Same } from '../types'

/** German words of the room `releases`. */
export const releases: Same<typeof en> = {}
