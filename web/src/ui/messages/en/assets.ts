/** English words of the room `assets`. */
export const assets = {} as const
