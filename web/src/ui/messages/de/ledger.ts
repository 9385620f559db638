import type { ledger as en } from '../en/ledger'
import type { Same } from '../types'

/** German words of the ledger. */
export const ledger: Same<typeof en> = {
  'ledger.lead':
    'Was hier geschah, in der Reihenfolge der Aufzeichnung. Nichts lässt sich ändern oder entfernen, ohne das Siegel zu brechen.',
  'ledger.loading': 'Das Protokoll wird gelesen …',
  'ledger.loadingCheckpoint': 'Der Prüfpunkt wird gelesen …',
  'ledger.events': 'Ereignisse',
  'ledger.checking': 'Die Unterschrift wird in diesem Browser geprüft …',
  'ledger.good': 'Versiegelt: Dieser Browser hat die Unterschrift geprüft',
  'ledger.goodMeans':
    'Bewahren Sie den Prüfpunkt außerhalb dieses Rechners auf: Damit lässt sich später zeigen, dass kein Eintrag geändert oder entfernt wurde.',
  'ledger.bad.note': 'Nicht versiegelt: Der Prüfpunkt ist keine unterschriebene Notiz',
  'ledger.bad.key': 'Nicht versiegelt: Der Prüfschlüssel ist nicht wohlgeformt',
  'ledger.bad.unsigned': 'Nicht versiegelt: Der genannte Schlüssel hat diesen Prüfpunkt nicht unterschrieben',
  'ledger.bad.signature': 'Nicht versiegelt: Die Unterschrift hält nicht',
  'ledger.bad.size': 'Nicht versiegelt: Die unterschriebene Größe ist nicht die vom Server genannte',
  'ledger.bad.unsupported': 'Nicht geprüft: Dieser Browser kann Ed25519-Unterschriften nicht prüfen',
  'ledger.badAdvice':
    'Führen Sie „labelkeep audit verify“ auf dem Server oder an einer Kopie aus und sagen Sie den Verantwortlichen Bescheid.',
  'ledger.entries': 'Einträge',
  'ledger.root': 'Wurzel',
  'ledger.origin': 'Herkunft',
  'ledger.key': 'Prüfschlüssel',
  'ledger.showNote': 'Unterschriebene Notiz zeigen',
  'ledger.saveCheckpoint': 'Prüfpunkt speichern',
  'ledger.filterAction': 'Handlung, etwa label.submitted',
  'ledger.filterActor': 'Person',
  'ledger.filterObject': 'Kennung der Sache',
  'ledger.anybody': 'alle Personen',
  'ledger.filter': 'Filtern',
  'ledger.leaf': 'Eintrag',
  'ledger.notYet': 'Noch nicht im Baum; einige Sekunden',
  'ledger.when': 'Wann',
  'ledger.action': 'Handlung',
  'ledger.who': 'Wer',
  'ledger.what': 'Was',
  'ledger.proof': 'Beweis',
  'ledger.receipt': 'Quittung',
  'ledger.receiptOf': 'Quittung zu Eintrag {n}',
  'ledger.emptyTitle': 'Kein solches Ereignis',
  'ledger.emptyText':
    'Nichts Aufgezeichnetes passt. Das ganze Protokoll lässt sich ohne diesen Server prüfen.',
}
