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
} as const
