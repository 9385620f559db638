import type { office as en } from '../en/office'
import type { Same } from '../types'

/** German words of a project's settings, the organisation and what runs here. */
export const office: Same<typeof en> = {
  'office.settings': 'Projekteinstellungen',
  'office.settingsLead': 'Jede Änderung steht mit Ihrem Namen im Protokoll.',
  'office.onlyAdmin': 'Sie können dies lesen. Ändern kann es die Projektleitung.',
  'office.name': 'Name',
  'office.nameHint': 'Alle Mitglieder sehen ihn. Das Protokoll behält den alten Namen.',
  'office.rename': 'Umbenennen',
  'office.saved': 'Gespeichert.',
  'office.flow': 'Wie die Arbeit läuft',
  'office.copy': 'Objekte des zuletzt abgegebenen Bildes dürfen ins nächste kopiert werden',
  'office.copyHint':
    'Für Bilder, die aufeinander folgen. Kopiert wird mit einer Taste, und jedes Objekt wird geprüft; von selbst wird nichts kopiert.',
  'office.elsewhere': 'Anderswo eingestellt',
  'office.elsewhere.policy':
    'wohin Pixel gehen, wie Modelle laufen, Vorschaubilder, wer Freigaben zustimmt. Lockern braucht eine zweite Person.',
  'office.elsewhere.ontology': 'Klassen, Attribute und der Leitfaden, in Fassungen.',
  'office.elsewhere.operatorName': 'Einstellungen des Betriebs',
  'office.elsewhere.operator':
    'wie lange eine Aufgabe bei einer Person bleibt, wann Sitzungen enden, wie groß Uploads sein dürfen: für die ganze Installation.',
  'office.title': 'Organisation',
  'office.lead':
    'Wer hier ein Konto hat. Was jemand sehen darf, entscheidet in jedem Projekt dessen Leitung.',
  'office.people': 'Personen',
  'office.loadingPeople': 'Personen werden gelesen …',
  'office.addPerson': 'Person hinzufügen',
  'office.right': 'Recht in der Organisation',
  'office.noRight': 'keines; nur, was Projekte geben',
  'office.admin': 'Organisationsleitung',
  'office.adminHint':
    'Darf Personen hinzufügen und Projekte anlegen und sieht nichts von einem Projekt, in dem sie nicht Mitglied ist.',
  'office.made':
    '{name} hat ein Konto, aber noch keinen Weg hinein. Wer den Server betreibt, druckt einen Anmeldelink für 15 Minuten:',
  'office.roots': 'Ordner, aus denen importiert werden darf',
  'office.rootsSide': 'vom Betrieb eingestellt: import_roots',
  'office.loadingRoots': 'Ordner werden gelesen …',
  'office.noRoots': 'Keine. Importiert wird nur durch Hochladen.',
  'office.ledger': 'Außerhalb von Projekten',
  'office.ledgerSide': 'Anmeldungen, Konten, Links, Ablehnungen',
  'office.readLedger': 'Protokoll lesen',
  'about.title': 'Über Labelkeep',
  'about.lead': 'Labelkeep {version}, unter {licence}.',
  'about.loading': 'Was hier läuft, wird gelesen …',
  'about.docs': 'Dokumentation',
  'about.data': 'Wer die Daten hat',
  'about.data.here':
    'Alles steht auf diesem Server und in dem Speicher, den Ihre Organisation ihm gegeben hat.',
  'about.data.own':
    'Die Datenbank ist Labelkeeps eigene, in seinem Ordner, und nur von dieser Maschine aus erreichbar.',
  'about.data.server': 'Die Datenbank ist ein Server, den Ihr Betrieb benannt hat.',
  'about.data.sealed':
    'Annotationen, Kommentare, Namen von Personen und Dateien und alles über Bilder sind verschlüsselt, mit einem Schlüssel je Projekt und Person.',
  'about.data.nobody':
    'Wer Labelkeep herstellt, hat nichts davon und erfährt nichts: Weder diese Seite noch der Server fragt eine andere Maschine.',
  'about.head': 'Kopf des Protokolls',
  'about.headText':
    'Schreiben Sie diese Zeilen ab und zu anderswo auf: Wer sie hat, kann später beweisen, dass davor nichts geändert wurde.',
  'about.noHead': 'Noch nichts wurde signiert. Schauen Sie in einer Minute wieder.',
  'about.log': 'Protokoll',
  'about.events': 'Ereignisse',
  'about.root': 'Wurzel-Hash',
  'about.key': 'Schlüssel zum Prüfen',
  'about.verify': 'Alles prüfen',
  'about.made': 'Besteht aus',
  'about.madeSide': 'wie installiert',
  'about.server': 'Server',
  'about.app': 'App im Browser',
  'about.packages': '{n, plural, one {# Paket} other {# Pakete}}',
  'about.package': 'Paket',
  'about.version': 'Version',
  'about.licence': 'Lizenz',
  'about.noLicence': 'nennt keine',
  'about.secure': 'Wie es geschützt ist',
  'about.limits': 'Wovor es nicht schützt',
}
