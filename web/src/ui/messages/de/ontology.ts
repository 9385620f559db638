import type { ontology as en } from '../en/ontology'
import type { Same } from '../types'

/** German words of the ontology page. */
export const ontology: Same<typeof en> = {
  'ontology.lead':
    'Fassung {n}, {at}. Solange es Annotationen gibt, darf eine neue Fassung ergänzen, aber nichts wegnehmen.',
  'ontology.upload': 'Neue Fassung aus einer Datei',
  'ontology.notJson': 'Diese Datei ist keine Ontologie in JSON ({why}). Es wurde nichts geändert.',
  'ontology.saved': 'Fassung {n} gilt ab jetzt.',
  'ontology.breaking': 'Es gibt Annotationen, die diese Fassung brechen würde. Es wurde nichts geändert.',
  'ontology.classes': '{n, plural, one {# Klasse} other {# Klassen}} · {kinds}',
  'ontology.whole': 'für das ganze Bild',
  'ontology.geometry.bbox': 'Rechteck',
  'ontology.geometry.polygon': 'Polygon',
  'ontology.geometry.rbox': 'gedrehtes Rechteck',
  'ontology.geometry.ellipse': 'Ellipse',
  'ontology.geometry.mask': 'Maske',
  'ontology.geometry.polyline': 'Linie',
  'ontology.geometry.point': 'Punkt',
  'ontology.geometry.skeleton': 'Skelett',
  'ontology.type.radio': 'eines von',
  'ontology.type.checklist': 'beliebige von',
  'ontology.type.text': 'Text',
  'ontology.type.number': 'Zahl',
  'ontology.type.bool': 'ja oder nein',
  'ontology.type.date': 'Datum',
  'ontology.type.ranking': 'Reihenfolge von',
  'ontology.required': 'erforderlich',
  'ontology.atLeast': 'mindestens {n}',
  'ontology.atMost': 'höchstens {n}',
  'ontology.maxLength': 'bis {n} Zeichen',
  'ontology.emptyTitle': 'Noch keine Ontologie',
  'ontology.emptyText':
    'Sie sagt, welche Klassen es gibt, wie jede gezeichnet wird und was zu ihr gefragt wird. Ein Import mit Annotationen bringt eine mit; eine JSON-Datei mit "schema": "lk-ontology/1" legt eine an.',
}
