import type { settings as en } from '../en/settings'
import type { Same } from '../types'

/** German words of one's own settings and sessions. */
export const settings: Same<typeof en> = {
  'settings.title': 'Einstellungen',
  'settings.lead':
    'Ihre eigene Arbeitsweise. Sie folgt Ihnen an jeden Rechner, an dem Sie sich anmelden; niemand sonst sieht sie.',
  'settings.look': 'Aussehen',
  'settings.theme.light': 'Für helle Räume.',
  'settings.theme.dark': 'Neutrales Grau, das kein Bild färbt.',
  'settings.theme.reading': 'Fast schwarz und gedämpft, für den abgedunkelten Befundraum.',
  'settings.keys': 'Tasten',
  'settings.singleHint':
    'Aus: Nur Tasten mit Strg oder Alt bewirken etwas, für Spracheingabe und bei Tremor.',
  'settings.keysMean':
    'Eine Taste ist ein Platz auf der Tastatur und bleibt dort bei jeder Belegung; gezeigt wird, was Ihre Belegung dort druckt. Wer eine Taste verlegt, verlegt sie auf jeder Seite.',
  'settings.change': 'Ändern',
  'settings.changeOf': 'Taste ändern für: {name}',
  'settings.resetOf': 'Wieder die übliche Taste für: {name}',
  'settings.resetAll': 'Alle Tasten wie ausgeliefert',
  'settings.noKey': 'keine Taste',
  'settings.stays': 'bleibt',
  'settings.press': 'Neue Taste drücken; Esc lässt alles, wie es ist.',
  'settings.taken': '{key} bewirkt schon: {name}. Wenn Sie sie nehmen, bleibt das ohne Taste.',
  'settings.takeIt': 'Nehmen',
  'settings.another': 'Andere drücken',
  'settings.fault.fixed':
    'Pfeile, Ziffern, Funktionstasten, Eingabe, Leertaste und Tabulator behalten ihre Bedeutung. Drücken Sie eine andere.',
  'settings.fault.browser': 'Diese behält der Browser für sich. Drücken Sie eine andere.',
  'settings.lost': 'Jetzt ohne Taste: {names}.',
  'sessions.title': 'Wo Sie angemeldet sind',
  'sessions.loading': 'Ihre Sitzungen werden gelesen …',
  'sessions.kind': 'Zugang',
  'sessions.kind.browser': 'Browser',
  'sessions.kind.token': 'Token eines Programms',
  'sessions.this': 'diese hier',
  'sessions.since': 'Seit',
  'sessions.active': 'Zuletzt benutzt',
  'sessions.ends': 'Endet von selbst',
  'sessions.end': 'Beenden',
  'sessions.endOf': 'Sitzung vom {at} beenden',
  'sessions.endOthers': 'Alle anderen beenden',
  'sessions.only': 'Nur hier.',
  'keys.goThen': 'Zu einer Seite: diese Taste, dann ein Buchstabe',
  'keys.new': 'Neu: wofür die Seite da ist',
}
