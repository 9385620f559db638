/** English words of the room `members`. */
export const members = {} as const
