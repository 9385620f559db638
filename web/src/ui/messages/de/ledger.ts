import type { ledger as en } from '../en/ledger'
import type { Same } from '../types'

/** German words of the room `ledger`. */
export const ledger: Same<typeof en> = {}
