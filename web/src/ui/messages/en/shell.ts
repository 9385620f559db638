/** English words of the room `shell`. */
export const shell = {} as const
