/** German words of the second factor. */
export const factors = {
  'factor.title': 'Zweiter Faktor',
  'factor.loading': 'Ihre zweiten Faktoren werden gelesen…',
  'factor.stateOff':
    'Noch keiner. Mit einem kommt mit Passwort oder Link allein niemand hinein. Manche Projekte öffnen sich nur damit.',
  'factor.stateOn':
    '{n, plural, one {Einer wird} other {# werden}} bei jeder Anmeldung verlangt. {codes, plural, =0 {Keine Ersatzcodes übrig.} one {Ein Ersatzcode übrig.} other {# Ersatzcodes übrig.}}',
  'factor.noCodes':
    'Ohne Ersatzcodes müssen zwei Admins Sie wieder einlassen, wenn Telefon oder Schlüssel verloren gehen.',
  'factor.what': 'Was',
  'factor.kind.app': 'App',
  'factor.kind.key': 'Schlüssel',
  'factor.added': 'Seit',
  'factor.used': 'Zuletzt benutzt',
  'factor.never': 'noch nicht',
  'factor.remove': 'Entfernen',
  'factor.removeOf': '{name} entfernen',
  'factor.addApp': 'Authenticator-App hinzufügen',
  'factor.addKey': 'Passkey oder Sicherheitsschlüssel hinzufügen',
  'factor.newCodes': 'Neue Ersatzcodes',
  'factor.makeCodes': 'Ersatzcodes erstellen',
  'factor.noKeysHere':
    'Schlüssel brauchen einen Browser der letzten Jahre und eine Adresse mit Namen, über TLS oder localhost; hier geht eine App.',
  'factor.name': 'Wie Sie es nennen',
  'factor.appText':
    'Jede App für zeitbasierte Codes auf Telefon oder Computer ist geeignet; sie braucht kein Netz.',
  'factor.appName': 'Etwa das Telefon, auf dem sie ist.',
  'factor.begin': 'Weiter',
  'factor.scan': 'Scannen Sie dies mit der App.',
  'factor.qr': 'QR-Code für die App; der Text darunter sagt dasselbe',
  'factor.byHand': 'Keine Kamera? Tippen Sie dies ein:',
  'factor.firstCode': 'Der Code, den die App jetzt zeigt',
  'factor.confirm': 'Einschalten',
  'factor.endsOthers': 'Ihre anderen Browser werden abgemeldet.',
  'factor.keyText':
    'Der Browser fragt nach Ihrem Schlüssel und dessen PIN oder Ihrem Finger. Andere Browser werden abgemeldet.',
  'factor.keyName': 'Etwa die Farbe des Schlüssels oder der Computer, in dem er ist.',
  'factor.askKey': 'Schlüssel fragen',
  'factor.codes': 'Ersatzcodes',
  'factor.codesText':
    'Jeder gilt einmal, wenn App oder Schlüssel nicht zur Hand sind. Sie werden nur jetzt gezeigt: drucken oder notieren Sie sie. Ältere gelten nicht mehr.',
  'factor.codesKept': 'Ich habe sie aufbewahrt',
  'factor.step': 'Jetzt Ihr zweiter Faktor.',
  'factor.code': 'Code Ihrer App',
  'factor.recovery': 'Ersatzcode',
  'factor.orRecovery': 'Oder einer Ihrer Ersatzcodes.',
  'factor.go': 'Weiter',
  'factor.useKey': 'Schlüssel benutzen',
  'factor.lost':
    'Alles verloren? Bitten Sie einen Organisations-Admin um Rücksetzung; ein zweiter bestätigt sie.',
  'factor.beginAnew': 'Neu beginnen',
  'factor.againTitle': 'Noch einmal: Ihr zweiter Faktor',
  'factor.againText': 'Was Sie tun, wiegt viel. Zeigen Sie Ihren Faktor, dann geht es von selbst weiter.',
  'factor.again':
    'Dies verlangt einen zweiten Faktor aus den letzten zehn Minuten. Es wurde nichts geändert.',
  'factor.missing':
    'Dies verlangt einen zweiten Faktor. Fügen Sie ihn unter Ihrem Konto hinzu oder melden Sie sich damit neu an.',
  'factor.wrong':
    'Das stimmt nicht oder wurde schon benutzt. Warten Sie auf den nächsten Code oder nehmen Sie einen anderen Faktor.',
  'factor.stepOver':
    'Diese Anmeldung dauerte zu lange oder hatte zu viele Versuche. Beginnen Sie neu mit Link oder Passwort.',
  'factor.keyUnusable':
    'Der Schlüssel hat nicht geantwortet, wie verlangt. Versuchen Sie es noch einmal oder nehmen Sie einen anderen.',
  'factor.keyGivenUp': 'Der Browser fragt den Schlüssel nicht mehr. Versuchen Sie es noch einmal.',
  'care.title': 'Zugang verloren oder beendet',
  'care.side': 'Einen verlorenen Faktor nehmen zwei Admins weg; eine Sperre gilt sofort.',
  'care.loading': 'Die Anfragen werden gelesen…',
  'care.none': 'Keine Anfrage auf Rücksetzung wartet.',
  'care.asked': '{who} bittet um Rücksetzung der Faktoren von {name}: {reason}',
  'care.another': 'Ein anderer Admin bestätigt dies.',
  'care.confirm': 'Bestätigen',
  'care.confirmOf': 'Rücksetzung für {name} bestätigen',
  'care.refuse': 'Ablehnen',
  'care.refuseOf': 'Rücksetzung für {name} ablehnen',
  'care.person': 'Person',
  'care.deed': 'Was',
  'care.reason': 'Grund, der im Protokoll steht',
  'care.suspend': 'Sperren',
  'care.reactivate': 'Wieder einlassen',
  'care.factor-reset': 'Rücksetzung verlorener Faktoren erbitten',
  'care.hint.suspend':
    'Beendet Sitzungen und Tokens sofort und gibt Aufgaben zurück. Was die Person getan hat, bleibt.',
  'care.hint.reactivate':
    'Die Mitgliedschaften sind, wie sie waren. Erzeugen Sie auf der Konsole einen neuen Anmeldelink.',
  'care.hint.factor-reset': 'Nichts ändert sich, bis ein anderer Admin innerhalb von 24 Stunden bestätigt.',
  'care.done.suspend': 'Gesperrt. Sitzungen und Tokens sind beendet.',
  'care.done.reactivate': 'Wieder eingelassen. Als Nächstes ein neuer Anmeldelink.',
  'care.done.factor-reset': 'Erbeten. Ein anderer Admin bestätigt.',
} as const
