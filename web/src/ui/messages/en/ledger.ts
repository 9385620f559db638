/** English words of the room `ledger`. */
export const ledger = {} as const
