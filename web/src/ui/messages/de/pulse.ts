import type { pulse as en } from '../en/pulse'
import type { Same } from '../types'

/** German words of how a project goes. */
export const pulse: Same<typeof en> = {
  'projects.pulse': 'Wie die Arbeit läuft',
  'projects.pulse.span': 'die letzten 14 Tage',
  'projects.pulse.loading': 'Die letzten Tage werden gezählt …',
  'projects.pulse.submitted': 'abgegeben',
  'projects.pulse.accepted': 'angenommen',
  'projects.pulse.returned': 'zurückgegeben',
  'projects.pulse.today': 'heute {n}',
  'projects.pulse.words': '{what}: {sum} in 14 Tagen, {today} heute',
  'projects.stuck': 'Festgefahren',
  'projects.stuck.none': 'Nichts steckt fest.',
  'projects.stuck.skipped': 'zweimal übersprungen: bitte selbst ansehen',
  'projects.stuck.questions': 'mit einem offenen Hinweis',
  'projects.stuck.long': 'zurückgegeben und seit drei Tagen nicht aufgenommen',
  'projects.stuck.broken': 'nicht lesbar',
  'projects.drifting': 'Abweichend',
  'projects.drifting.none': 'Von niemandem kommt viel zurück.',
  'projects.drifting.person': 'der Annotationen von {name} kamen zurück ({returned} von {judged})',
  'projects.ready': 'Bereit',
  'projects.ready.none': 'Nichts Neues zum Einfrieren.',
  'projects.ready.since': 'fertig seit dem letzten Schnappschuss {when}',
  'projects.ready.never': 'fertig und noch in keinem Schnappschuss',
  'projects.note': 'Betriebsnotiz',
  'projects.note.sensitive': 'Was schutzbedürftig ist',
  'projects.note.path': 'Der erlaubte Weg',
  'projects.note.reviewers': 'Wer prüft',
  'projects.note.exceptions': 'Ausnahmen',
}
