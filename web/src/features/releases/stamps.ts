import type { PersonRef, Release } from '../../api/shapes'

export type StampState = 'done' | 'now' | 'open' | 'refused'
export interface Stamp {
  readonly kind: 'requested' | 'approved' | 'written' | 'downloaded'
  readonly state: StampState
  readonly at: string | null
  readonly by: readonly PersonRef[]
}

type Facts = Pick<
  Release,
  | 'state'
  | 'requested_by'
  | 'requested_at'
  | 'approvals'
  | 'approvals_needed'
  | 'recipients'
  | 'job'
  | 'stamps'
>

function stampedAt(release: Facts, ...kinds: string[]): string | null {
  return release.stamps.find((stamp) => kinds.includes(stamp.kind))?.at ?? null
}

/** The way of a release as four stamps: what is done, what is under way, what is still open. */
export function stampsOf(release: Facts): Stamp[] {
  const { state, approvals } = release
  const refused = state === 'refused'
  const approved = approvals.length >= release.approvals_needed && !refused
  const written = state === 'ready'
  const downloads = release.recipients.filter((one) => one.downloaded_at !== null)
  const all = written && downloads.length === release.recipients.length && downloads.length > 0
  const refusal = release.stamps.find((stamp) => stamp.kind === 'refused')
  return [
    { kind: 'requested', state: 'done', at: release.requested_at, by: [release.requested_by] },
    {
      kind: 'approved',
      state: refused ? 'refused' : approved ? 'done' : 'now',
      at: refusal?.at ?? approvals.at(-1)?.at ?? null,
      by: refusal?.by ? [refusal.by] : approvals.map((one) => one.by),
    },
    {
      kind: 'written',
      state: written ? 'done' : state === 'failed' ? 'refused' : approved ? 'now' : 'open',
      at: stampedAt(release, 'written', 'ready') ?? (written ? (release.job?.ended_at ?? null) : null),
      by: [],
    },
    {
      kind: 'downloaded',
      state: all ? 'done' : written ? 'now' : 'open',
      at:
        downloads
          .map((one) => one.downloaded_at ?? '')
          .sort()
          .at(-1) ?? null,
      by: downloads.map((one) => one.user),
    },
  ]
}

/** Whether this person may stamp the approval: has the right, did not ask for it, has not approved already. */
export function mayApprove(
  release: Pick<Release, 'state' | 'requested_by' | 'approvals'>,
  me: string,
  approver: boolean,
): boolean {
  return (
    approver &&
    release.state === 'requested' &&
    release.requested_by.id !== me &&
    !release.approvals.some((one) => one.by.id === me)
  )
}

/** How a difference is marked beside its word. */
export const SIGNS = [
  ['added', '+'],
  ['removed', '−'],
  ['changed', '~'],
] as const satisfies readonly (readonly [keyof Release['changes']['assets'], string])[]

const TITLE = 'labelkeep release manifest v1'

/** The SHA-256 that a release's signed text names; null when the text is about anything else. */
export function signedDigest(text: string, releaseId: string): string | null {
  const [title, id, digest, ...rest] = text.split('\n')
  const found = /^sha256 ([0-9a-f]{64})$/.exec(digest ?? '')?.[1]
  return title === TITLE && id === releaseId && rest.join('') === '' ? (found ?? null) : null
}
