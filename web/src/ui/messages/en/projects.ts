/** English words of the room `projects`. */
export const projects = {} as const
