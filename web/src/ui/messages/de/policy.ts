import type { policy as en } from '../en/policy'
import type { Same } from '../types'

/** German words of the room `policy`. */
export const policy: Same<typeof en> = {}
