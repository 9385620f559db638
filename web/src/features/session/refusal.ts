import type { MessageKey } from '../../ui/messages'

const known = {
  'sign_in.visit_spent': 'providers.refused.visit_spent',
  'sign_in.provider_said_no': 'providers.refused.provider_said_no',
  'sign_in.provider_away': 'providers.refused.provider_away',
  'sign_in.factor_unseen': 'providers.refused.factor_unseen',
  'sign_in.answer_refused': 'providers.refused.answer_refused',
  'sign_in.no_account': 'providers.refused.no_account',
  'sign_in.address_belongs': 'providers.refused.address_belongs',
  'sign_in.identity_taken': 'providers.refused.identity_taken',
  'sign_in.too_many_tries': 'providers.refused.too_many_tries',
} as const satisfies Record<string, MessageKey>

const taken = new Map<string, MessageKey | null>()

/** Why the provider's answer was refused, taken out of the address: a page that is opened again says it no more. */
export function takeRefusal(): MessageKey | null {
  const { pathname, search } = window.location
  const code = new URLSearchParams(search).get('refused')
  if (code === null) return taken.get(pathname) ?? null
  const key = known[code as keyof typeof known] ?? 'providers.refused.other'
  window.history.replaceState(window.history.state, '', pathname)
  // The page may be drawn twice before it stands.
  taken.set(pathname, key)
  setTimeout(() => taken.delete(pathname), 1000)
  return key
}
