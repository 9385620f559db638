import type { home as en } from '../en/home'
import type { Same } from '../types'

/** German words of the first page. */
export const home: Same<typeof en> = {
  'home.title': 'Ihre Projekte',
  'home.loading': 'Ihre Projekte werden gelesen …',
  'home.toLabel': '{n} annotieren',
  'home.toReview': '{n} prüfen',
  'home.toApprove': '{n, plural, one {# Genehmigung} other {# Genehmigungen}}',
  'home.toSetup': 'Richtlinie festlegen',
  'home.toOpen': 'Einrichtung abschließen',
  'home.open': 'Öffnen',
  'home.of': 'von {total}',
  'home.project': 'Projekt',
  'home.role': 'Ihre Rolle',
  'home.progress': 'Fertig',
  'home.activity': 'Zuletzt tätig',
  'home.next': 'Ihr nächster Schritt',
  'home.questions': '{n, plural, one {# Frage wartet} other {# Fragen warten}}',
  'home.calm': 'Nichts wartet auf Sie. Ändert sich das, zeigt es diese Seite.',
  'home.emptyAdmin':
    'Ein Projekt enthält Bilder, die Menschen, die sie sehen dürfen, und die Richtlinie, die sagt, wohin Pixel gehen. Legen Sie das erste an; danach wird nach seiner Richtlinie gefragt.',
  'home.nothing': 'nichts importiert',
  'home.progressOf': 'Fortschritt von {name}',
  'home.untouched': 'unberührt',
  'home.noPolicy': 'Noch keine Richtlinie: Nichts kann importiert werden.',
  'home.continue': 'Weiter mit {name}',
  'home.emptyTitle': 'Noch kein Projekt',
  'home.emptyText':
    'Ein Projekt enthält Bilder, die Menschen, die sie sehen dürfen, und die Richtlinie, die sagt, wohin Pixel gehen. Sobald Sie zu einem gehören, steht es hier mit Ihrem nächsten Schritt.',
  'home.newTitle': 'Neues Projekt',
  'home.newName': 'Name',
  'home.newHint':
    'Sie übernehmen die Leitung. Als Nächstes kommt die Richtlinie; vorher kann nichts importiert werden.',
  'home.newGo': 'Anlegen und Richtlinie festlegen',
}
