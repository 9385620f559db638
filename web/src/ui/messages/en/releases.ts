/** English words of the room `releases`. */
export const releases = {} as const
