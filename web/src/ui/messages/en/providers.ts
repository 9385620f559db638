/** English words of sign-in by a provider. */
export const providers = {
  'providers.go': 'Sign in with {label}',
  'providers.title': 'Sign-in by a provider',
  'providers.loading': 'Reading your identities…',
  'providers.none': 'No identity is linked to this account.',
  'providers.provider': 'Provider',
  'providers.since': 'Linked since',
  'providers.link': 'Link {label}',
  'providers.unlink': 'Unlink',
  'providers.unlinkOf': 'Unlink {label}',
  'providers.refused.visit_spent':
    'This sign-in was used, is too old, or began in another browser. Begin again.',
  'providers.refused.provider_said_no':
    'The provider did not sign you in. Try again, or ask whoever runs it.',
  'providers.refused.factor_unseen':
    'Your account has a second factor, and the provider says of none. Sign in with a link or your password.',
  'providers.refused.provider_away':
    'The provider does not answer as it should. Try again later, or sign in another way.',
  'providers.refused.answer_refused':
    'The provider’s answer could not be trusted and was refused. Begin again, or tell an admin.',
  'providers.refused.no_account':
    'There is no active account here for you. Ask an admin for one, sign in to it, and link the provider under Account.',
  'providers.refused.address_belongs':
    'An account with your e-mail exists. Sign in to it another way, then link this provider under Account.',
  'providers.refused.identity_taken':
    'This identity is linked to another account. It has to be unlinked there first.',
  'providers.refused.too_many_tries': 'Too many tries from here. Wait some minutes and begin again.',
  'providers.refused.other': 'The sign-in by a provider did not work. Begin again.',
} as const
