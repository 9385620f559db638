/** German words of the guide, the help pages, the speed page and the palette. */
export const help = {
  'guide.name': 'Erste Aufgabe',
  'guide.offer':
    'Neu hier? Eine Führung begleitet Sie durch eine ganze Aufgabe: zwei Minuten, an einem echten Bild, mit den echten Bedienelementen.',
  'guide.start': 'Führung beginnen',
  'guide.later': 'Jetzt nicht',
  'guide.step': 'Erste Aufgabe {n}/{total}',
  'guide.do.open':
    'Nehmen Sie eine Aufgabe: Drücken Sie den markierten Knopf. Der Server wählt das Bild aus.',
  'guide.do.guideline':
    'Lesen Sie die Regeln, nach denen Sie arbeiten: Drücken Sie das markierte Wort. Sie öffnen sich neben dem Bild.',
  'guide.do.class': 'Wählen Sie, was Sie zeichnen: seine Zahl oder eine Zeile der markierten Liste.',
  'guide.do.draw':
    'Zeichnen Sie darum herum: mit dem Rechteck von Ecke zu Ecke ziehen. Mit Tasten: Pfeile, Eingabe, Pfeile, Eingabe.',
  'guide.do.answer':
    'Drücken Sie Esc und beantworten Sie im markierten Bereich, was für das ganze Bild gilt.',
  'guide.do.submit':
    'Alles wird beim Arbeiten gespeichert: siehe oben. Geben Sie ab, dann folgt das nächste Bild.',
  'guide.show': 'Zeig mir wo',
  'guide.skip': 'Schritt überspringen',
  'guide.leave': 'Zurückstellen',
  'guide.back': 'Zurück zum Bild',
  'guide.over':
    'Das war eine ganze Aufgabe. „?“ zeigt alle Tasten, F1 erklärt die Seite, auf der Sie sind, Strg K findet Seiten, Handlungen und Hilfe.',
  'keys.find': 'Taste suchen',
  'keys.none': 'Keine Taste hat diese Wörter.',
  'help.title': 'Hilfe',
  'help.key': 'Hilfe zu dieser Seite',
  'help.lead':
    'Die Dokumente dieser Version. Sie sind Teil der App: Sie zu lesen fragt keinen anderen Rechner.',
  'help.english': 'Die Dokumente dieser Version, auf Englisch. Sie sind Teil der App.',
  'help.loading': 'Dokumente werden geöffnet…',
  'help.search': 'In den Dokumenten suchen',
  'help.hits':
    '{n, plural, =0 {Nichts gefunden. Versuchen Sie weniger oder kürzere Wörter, auf Englisch.} one {# Stelle} other {# Stellen}}',
  'help.contents': 'Alle Dokumente',
  'help.missing': 'Es gibt kein Dokument „{path}“. Wählen Sie eines aus der Liste, oder suchen Sie.',
  'help.whole': 'In einem eigenen Tab öffnen',
  'help.group.start': 'Anfang',
  'help.group.use': 'Benutzen',
  'help.group.manage': 'Leiten',
  'help.group.secure': 'Absichern',
  'help.group.operate': 'Betreiben',
  'help.group.develop': 'Entwickeln',
  'help.group.decisions': 'Entscheidungen',
  'palette.title': 'Gehen, tun, finden',
  'palette.find': 'Eine Seite, ein Projekt, eine Handlung, eine Klasse oder eine Frage',
  'palette.none': 'Nichts hat diese Wörter.',
  'palette.projects': 'Projekt',
  'palette.help': 'Hilfe',
  'palette.open': 'Seiten, Handlungen und Hilfe finden',
  'speed.title': 'Wie schnell ist es hier?',
  'speed.lead':
    'Misst diesen Bildschirm und die Leitung zum Server: vier Sekunden lang ein bewegtes Testbild, dann zwanzig kleine Fragen.',
  'speed.measure': 'Messen',
  'speed.state.idle': 'Noch nichts gemessen.',
  'speed.state.panning': 'Das Testbild bewegt sich…',
  'speed.state.asking': 'Der Server wird gefragt…',
  'speed.state.done': 'Eben gemessen, an diesem Rechner, so ausgelastet wie er jetzt ist.',
  'speed.state.unreachable':
    'Der Server hat nicht jede Frage beantwortet. Der Bildschirm wurde trotzdem gemessen.',
  'speed.frames': 'Bildschirm',
  'speed.trips': 'Leitung zum Server',
  'speed.picture': 'Ein Testbild mit 300 Rechtecken; es bewegt sich, während gemessen wird.',
  'speed.histogram': 'Wie oft es wie lange dauerte',
  'speed.upTo': 'bis {ms} ms',
  'speed.over': 'über {ms} ms',
  'speed.figures':
    'Die Hälfte binnen {p50} ms, 95 von 100 binnen {p95} ms, am längsten {worst} ms; {n} gemessen.',
  'speed.frame.good': 'Der Bildschirm folgt der Hand.',
  'speed.frame.fair': 'Brauchbar; das Bild bewegt sich nicht ganz glatt.',
  'speed.frame.slow': 'Der Bildschirm ist langsam: Das Zeichnen bleibt hinter der Hand zurück.',
  'speed.frame.do':
    'Schließen Sie andere Programme und Tabs, verkleinern Sie das Fenster, oder senken Sie die Auflösung. Wählen Sie am entfernten Arbeitsplatz die Einstellung für Text und Büro, nicht die für Video.',
  'speed.trip.good': 'Die Leitung ist schnell: Nichts wartet auf den Server.',
  'speed.trip.fair':
    'Die Leitung ist langsam; das nächste Bild wird während der Arbeit geholt, darum spürt man nur Sprünge.',
  'speed.trip.slow':
    'Die Leitung ist sehr langsam: Scharfe Einzelheiten erscheinen spät. Was Sie zeichnen, ist trotzdem sicher.',
  'speed.trip.do':
    'Nehmen Sie ein Kabel statt Funk, oder fragen Sie, ob das VPN direkt zu diesem Server führen kann. Wer den Server betreibt, sieht seine Last mit „labelkeep doctor“.',
} as const
