import type { providers as en } from '../en/providers'
import type { Same } from '../types'

/** German words of sign-in by a provider. */
export const providers: Same<typeof en> = {
  'providers.go': 'Anmelden mit {label}',
  'providers.title': 'Anmeldung über einen Anbieter',
  'providers.loading': 'Identitäten werden gelesen…',
  'providers.none': 'Mit diesem Konto ist keine Identität verknüpft.',
  'providers.provider': 'Anbieter',
  'providers.since': 'Verknüpft seit',
  'providers.link': '{label} verknüpfen',
  'providers.unlink': 'Lösen',
  'providers.unlinkOf': '{label} lösen',
  'providers.refused.visit_spent':
    'Diese Anmeldung ist verbraucht, zu alt oder begann in einem anderen Browser. Bitte neu beginnen.',
  'providers.refused.provider_said_no':
    'Der Anbieter hat Sie nicht angemeldet. Versuchen Sie es noch einmal oder fragen Sie, wer ihn betreibt.',
  'providers.refused.factor_unseen':
    'Ihr Konto hat einen zweiten Faktor, der Anbieter nennt keinen. Melden Sie sich mit einem Link oder Ihrem Passwort an.',
  'providers.refused.provider_away':
    'Der Anbieter antwortet nicht, wie er soll. Versuchen Sie es später oder melden Sie sich anders an.',
  'providers.refused.answer_refused':
    'Der Antwort des Anbieters war nicht zu trauen; sie wurde abgelehnt. Beginnen Sie neu oder sagen Sie es einem Admin.',
  'providers.refused.no_account':
    'Hier gibt es kein aktives Konto für Sie. Bitten Sie einen Admin um eines, melden Sie sich an und verknüpfen Sie den Anbieter unter Konto.',
  'providers.refused.address_belongs':
    'Es gibt ein Konto mit Ihrer E-Mail. Melden Sie sich dort anders an und verknüpfen Sie diesen Anbieter unter Konto.',
  'providers.refused.identity_taken':
    'Diese Identität ist mit einem anderen Konto verknüpft. Sie muss zuerst dort gelöst werden.',
  'providers.refused.too_many_tries':
    'Zu viele Versuche von hier. Warten Sie einige Minuten und beginnen Sie neu.',
  'providers.refused.other': 'Die Anmeldung über einen Anbieter hat nicht geklappt. Bitte neu beginnen.',
}
