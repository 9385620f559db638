import type { Role } from '../../api/shapes'

export interface PastedRow {
  readonly line: number
  readonly email: string
  readonly role: Role
  readonly release_approver: boolean
}

export interface Pasted {
  readonly rows: readonly PastedRow[]
  /** Lines that are no row, with why. */
  readonly faults: readonly {
    readonly line: number
    readonly text: string
    readonly why: 'address' | 'role'
  }[]
}

const ROLES: readonly Role[] = ['labeler', 'reviewer', 'team_manager', 'auditor', 'project_admin']
const ADDRESS = /^[^@\s<>"]{1,64}@[^@\s<>"]{1,190}$/
export const MOST_ROWS = 500

/** `Leo Tran <leo@x>` and `leo@x` both give the address. */
function addressIn(cell: string): string {
  return (/<([^<>]*)>/.exec(cell)?.[1] ?? cell).trim().replace(/^"|"$/g, '')
}

function roleIn(word: string, usual: Role): Role | null {
  if (!word) return usual
  const plain = word.toLowerCase().replaceAll(/[\s-]+/g, '_')
  return ROLES.find((role) => role === plain) ?? null
}

/**
 * Rows out of pasted text: an address a line, then after a comma, semicolon or tab a role (the usual one if none) and
 * the word `approver`. Empty lines and a heading line without an address are passed over.
 */
export function readPaste(text: string, usual: Role): Pasted {
  const rows: PastedRow[] = []
  const faults: Pasted['faults'][number][] = []
  for (const [i, raw] of text.split(/\r?\n/).entries()) {
    const [first = '', second = '', third = ''] = raw.split(/[,;\t]/).map((cell) => cell.trim())
    if (!raw.trim() || (i === 0 && !raw.includes('@'))) continue
    const email = addressIn(first)
    const role = roleIn(second, usual)
    if (!ADDRESS.test(email)) faults.push({ line: i + 1, text: raw.trim().slice(0, 80), why: 'address' })
    else if (!role) faults.push({ line: i + 1, text: raw.trim().slice(0, 80), why: 'role' })
    else
      rows.push({ line: i + 1, email, role, release_approver: /^(?:approver|true|yes|ja|x)$/i.test(third) })
  }
  return { rows, faults }
}
