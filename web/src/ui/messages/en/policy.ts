/** English words of the room `policy`. */
export const policy = {} as const
