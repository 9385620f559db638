import type { projects as en } from '../en/projects'
import type { Same } from '../types'

/** German words of the room `projects`. */
export const projects: Same<typeof en> = {}
