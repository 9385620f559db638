import type { steering as en } from '../en/steering'
import type { Same } from '../types'

/** German words of changing many assets at once. */
export const steering: Same<typeof en> = {
  'assets.choose': '{name} auswählen',
  'assets.chooseHere': 'Das markierte Medium auswählen (in der Liste auch Leertaste)',
  'assets.chooseTo': 'Vom zuletzt gewählten bis hierher auswählen',
  'assets.chooseLoaded': 'Alle geladenen auswählen',
  'assets.chooseAll': 'Alle {n}, die passen',
  'assets.chooseNone': 'Auswahl aufheben',
  'assets.chosen': '{n} ausgewählt',
  'assets.chosenKeys': 'Mit den gewählten Medien',
  'assets.moreFilters': 'Mehr Filter',
  'assets.filter.person': 'Annotiert oder geprüft von',
  'assets.any.person': 'jede Person',
  'assets.filter.since': 'Geändert von',
  'assets.filter.until': 'bis',
  'assets.filter.issues': 'Ein Hinweis ist offen',
  'assets.saved': 'Gespeicherte Filter',
  'assets.save': 'Diese Filter speichern',
  'assets.saveGo': 'Speichern',
  'assets.unsave': '„{name}“ vergessen',
  'steer.do.priority': 'Priorität',
  'steer.do.split': 'Aufteilung',
  'steer.do.review': 'Zur Prüfung',
  'steer.do.reopen': 'Zurück zum Annotieren',
  'steer.do.exclude': 'Ausschließen',
  'steer.do.include': 'Wieder aufnehmen',
  'steer.do.release_lease': 'Arbeit beenden',
  'steer.explains.priority':
    'Aufgaben mit höherer Priorität werden zuerst ausgegeben. Was schon fertig ist, behält seinen Platz.',
  'steer.explains.split':
    'Legt fest, zu welcher Aufteilung die Medien in späteren Annotationen und Freigaben gehören. Vorhandene Freigaben ändern sich nicht.',
  'steer.explains.review':
    'Das abgegebene Label wartet auf ein Urteil, auch bei fertigen Medien. An der Annotation ändert sich nichts.',
  'steer.explains.reopen':
    'Die Annotation geht an die Person zurück, die sie gezeichnet hat, oder an alle, wenn sie importiert wurde. Eine neue Runde beginnt.',
  'steer.explains.exclude':
    'Ausgeschlossene Medien werden niemandem ausgegeben und fehlen in Schnappschüssen. Annotationen und Verlauf bleiben.',
  'steer.explains.include': 'Die Medien kehren zu dem Schritt zurück, bei dem sie ausgeschlossen wurden.',
  'steer.explains.release_lease':
    'Wer gerade daran arbeitet, wird gestoppt. Die Entwürfe bleiben für diese Personen.',
  'steer.value.priority': 'Priorität',
  'steer.value.split': 'Aufteilung',
  'steer.priority.100': 'dringend',
  'steer.priority.10': 'hoch',
  'steer.priority.0': 'normal',
  'steer.priority.-10': 'niedrig',
  'steer.split.none': 'keine Aufteilung',
  'steer.counting': 'Jedes Medium wird angesehen…',
  'steer.changes':
    '{n, plural, =0 {Nichts würde sich ändern} one {# Medium wird geändert} other {# Medien werden geändert}}',
  'steer.stays': '· {n, plural, one {# bleibt} other {# bleiben}}, wie es ist',
  'steer.go': '{n, plural, =0 {Nichts zu ändern} one {# Medium ändern} other {# Medien ändern}}',
  'steer.undoable':
    'Das lässt sich rückgängig machen. Ein Eintrag im Protokoll berichtet davon, mit allen Medien unter seinem Siegel.',
  'steer.notUndoable':
    'Das gibt Menschen Arbeit und lässt sich nicht im Ganzen rückgängig machen. Ein Eintrag im Protokoll berichtet davon.',
  'steer.done': '{n, plural, one {# Medium geändert.} other {# Medien geändert.}}',
  'steer.undo': 'Rückgängig',
  'steer.undone':
    '{n, plural, =0 {Nichts ließ sich rückgängig machen.} one {für # Medium rückgängig gemacht.} other {Für # Medien rückgängig gemacht.}}',
  'steer.undoneLeft':
    '{n, plural, one {# ist inzwischen weiter und bleibt.} other {# sind inzwischen weiter und bleiben.}}',
  'steer.why.same': 'schon so',
  'steer.why.broken': 'nicht lesbar: die Datei ist defekt',
  'steer.why.excluded': 'ausgeschlossen: zuerst wieder aufnehmen',
  'steer.why.held': 'jemand arbeitet gerade daran: zuerst die Arbeit beenden',
  'steer.why.not_held': 'niemand arbeitet daran',
  'steer.why.no_task': 'für sie wurde keine Aufgabe geöffnet',
  'steer.why.nothing_waits': 'nichts wartet: beide Schritte sind fertig',
  'steer.why.no_label': 'noch keine Annotation',
  'steer.why.not_submitted': 'die Annotation ist noch nicht abgegeben',
  'steer.why.moved_on': 'inzwischen weiter',
}
