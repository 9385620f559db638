import type { ontology as en } from '../en/ontology'
import type { Same } from '../types'

/** German words of the room `ontology`. */
export const ontology: Same<typeof en> = {}
