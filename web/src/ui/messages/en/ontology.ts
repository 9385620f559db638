/** English words of the room `ontology`. */
export const ontology = {} as const
