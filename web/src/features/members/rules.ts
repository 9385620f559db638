import type { Capability, Role } from '../../api/shapes'

const HIGH: readonly Role[] = ['project_admin', 'team_manager', 'auditor']

/** Whether who holds these rights may change a member of that role: only who configures touches admins, managers and auditors. */
export function mayTouch(held: readonly Capability[], role: Role): boolean {
  return held.includes('Members') && (held.includes('Configure') || !HIGH.includes(role))
}

/** The roles that this person may give; the present one is always among them. */
export function rolesToGive(configure: boolean, present: Role | null): Role[] {
  const all: Role[] = ['labeler', 'reviewer', 'team_manager', 'auditor', 'project_admin']
  return all.filter((role) => configure || !HIGH.includes(role) || role === present)
}
