import type { members as en } from '../en/members'
import type { Same } from '../types'

/** German words of the room `members`. */
export const members: Same<typeof en> = {}
