/** English words of the room `imports`. */
export const imports = {} as const
