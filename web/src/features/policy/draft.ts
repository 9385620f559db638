import type { OperatingNote, PolicyIn, PolicyOut, PolicyPreview } from '../../api/shapes'
import type { Language } from '../../ui/messages'

/** The pages of the interview, one decision each. */
export const QUESTIONS = [
  'exposure',
  'delivery',
  'thumbnails',
  'inference',
  'approvals',
  'note',
  'confirm',
] as const
export type Question = (typeof QUESTIONS)[number]

export const NOTE_FIELDS = [
  'sensitive',
  'path',
  'reviewers',
  'exceptions',
] as const satisfies readonly (keyof OperatingNote)[]

const EMPTY_NOTE: OperatingNote = { sensitive: '', path: '', reviewers: '', exceptions: '' }

/** What the interview starts from: the version that waits, the one in force, or the usual answers. */
export function startFrom(before: PolicyOut | null): PolicyIn {
  if (!before)
    return {
      exposure: 'standard',
      delivery: 'rendered',
      inference: ['browser'],
      approvals: 1,
      thumbnails: true,
      note: null,
      second_person: null,
    }
  const { exposure, delivery, inference, approvals, thumbnails, note, second_person } = before
  return { exposure, delivery, inference, approvals, thumbnails, note, second_person }
}

/** Another exposure takes with it what it does not allow: restricted means two approvals and no thumbnails. */
export function withExposure(policy: PolicyIn, exposure: PolicyIn['exposure']): PolicyIn {
  if (exposure !== 'restricted') return { ...policy, exposure }
  return { ...policy, exposure, approvals: Math.max(2, policy.approvals), thumbnails: false }
}

export interface SaidPart {
  readonly words: string
  /** `new` is what the question at hand adds, `said` what earlier ones did, `later` what is not asked yet. */
  readonly state: 'said' | 'new' | 'later'
}

/** What each setting adds to the sentence, in the reader's language. */
export const saidIn = (parts: PolicyPreview['parts'], language: Language) =>
  parts.map(({ field, words }) => ({ field, words: words[language] }))

/** The sentence as far as the interview has come: it grows with each question that adds to it. */
export function grown(parts: readonly { field: string; words: string }[], now: number): SaidPart[] {
  return parts.map(({ field, words }) => {
    const place = (QUESTIONS as readonly string[]).indexOf(field)
    return { words, state: place === now ? 'new' : place < now ? 'said' : 'later' }
  })
}

/** The note with one answer changed; a note without any answer is none. */
export function withNote(
  note: OperatingNote | null,
  field: keyof OperatingNote,
  text: string,
): OperatingNote | null {
  const next = { ...(note ?? EMPTY_NOTE), [field]: text }
  return NOTE_FIELDS.some((name) => next[name].trim()) ? next : null
}

/** The answers that a begun note still lacks. */
export function missing(note: OperatingNote | null): (keyof OperatingNote)[] {
  return note ? NOTE_FIELDS.filter((name) => !note[name].trim()) : []
}

export function toggled(paths: readonly string[], path: string): string[] {
  return paths.includes(path) ? paths.filter((one) => one !== path) : [...paths, path]
}

/** The fields in which two policies differ; the second person is no part of the policy itself. */
export function changedFields(before: PolicyIn | null, after: PolicyIn): (keyof PolicyIn)[] {
  const fields = ['exposure', 'delivery', 'inference', 'approvals', 'thumbnails', 'note'] as const
  const told = (policy: PolicyIn, field: (typeof fields)[number]) =>
    JSON.stringify(field === 'inference' ? [...policy.inference].sort() : policy[field])
  return fields.filter((field) => !before || told(before, field) !== told(after, field))
}

/**
 * The words of `after`, each marked as new when it is not part of the longest common run of words with `before`:
 * what the reader should look at when a sentence grows.
 */
export function newWords(before: string, after: string): { text: string; fresh: boolean }[] {
  const a = before.split(' ').filter(Boolean)
  const b = after.split(' ').filter(Boolean)
  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
  const out: { text: string; fresh: boolean }[] = []
  let i = 0
  for (let j = 0; j < b.length; j++) {
    while (i < a.length && a[i] !== b[j] && at(i + 1, j) >= at(i, j + 1)) i++
    const same = i < a.length && a[i] === b[j]
    if (same) i++
    out.push({ text: b[j] ?? '', fresh: !same })
  }
  return out
}
