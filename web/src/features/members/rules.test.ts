import { describe, expect, it } from 'vitest'
import { mayTouch, rolesToGive } from './rules'

describe('who may change a member', () => {
  it('is nobody without the right to manage members, whatever the member is', () => {
    for (const role of ['project_admin', 'team_manager', 'reviewer', 'labeler'] as const)
      expect(mayTouch(['Read', 'Label', 'Configure'], role)).toBe(false)
  })

  it('lets a manager change reviewers and labelers, and no admin or manager', () => {
    expect(mayTouch(['Members'], 'labeler')).toBe(true)
    expect(mayTouch(['Members'], 'reviewer')).toBe(true)
    expect(mayTouch(['Members'], 'team_manager')).toBe(false)
    expect(mayTouch(['Members'], 'project_admin')).toBe(false)
  })

  it('lets who also configures change everybody', () => {
    expect(mayTouch(['Members', 'Configure'], 'project_admin')).toBe(true)
  })
})

describe('the roles to give', () => {
  it('are the lower ones for a manager, with the present one among them', () => {
    expect(rolesToGive(false, null)).not.toContain('project_admin')
    expect(rolesToGive(false, 'team_manager')).toContain('team_manager')
    expect(rolesToGive(true, null)).toContain('project_admin')
  })
})
