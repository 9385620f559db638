import type { imports as en } from '../en/imports'
import type { Same } from '../types'

/** German words of the room `imports`. */
export const imports: Same<typeof en> = {}
