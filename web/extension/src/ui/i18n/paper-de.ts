/** What is on paper, in German. */
export const paperDe = {
  'unlock.paper': 'Mit den Wörtern auf Papier entsperren: {label}',
  'paper.words': 'Die Wörter der Reihe nach',
  'paper.words.share': 'Die Wörter von Teilblatt {number}',
  'paper.hint': 'Von jedem Wort genügen die ersten vier Buchstaben, mit Leerzeichen zwischen den Wörtern.',
  'paper.fault.word': 'Es ist Wort {word}.',
  'paper.fault.word-of-share': 'Es ist Wort {word} von Teilblatt {paper}.',
  'paper.fault.share': 'Es ist Teilblatt {paper}.',
  'sheet.label': 'Wiederherstellungsblatt {number}',
  'sheet.heading': 'Ihr neues Wiederherstellungsblatt',
  'sheet.intro':
    'Drucken Sie es, oder schreiben Sie die Wörter mit ihren Nummern auf Papier. Sie werden nicht noch einmal gezeigt. Lassen Sie niemanden zusehen.',
  'sheet.title': 'Hailstone-Wiederherstellungsblatt',
  'sheet.what':
    'Mit diesen Wörtern lässt sich Ihr Hailstone-Tresor öffnen: von Ihnen und von jedem, der sie liest.',
  'sheet.name': 'Name',
  'sheet.vault': 'Tresor',
  'sheet.made': 'Gemacht am',
  'sheet.code': 'Dieselben Wörter für eine Kamera.',
  'sheet.todo.keep':
    'Bewahren Sie dieses Blatt dort auf, wo Sie Unersetzliches aufbewahren, und zeigen Sie es niemandem.',
  'sheet.todo.backup':
    'Es öffnet Ihren Tresor oder eine Sicherung davon, keinen leeren Rechner: Bewahren Sie Sicherungen anderswo auf.',
  'sheet.todo.use':
    'So benutzen Sie es: Öffnen Sie Hailstone im Browser, wählen Sie „Mit den Wörtern auf Papier entsperren“ und geben Sie die Wörter der Reihe nach ein. Mit dem Programm: hailstone recover.',
  'sheet.print': 'Drucken',
  'sheet.on-paper': 'Ich habe es auf Papier',
  'sheet.type': 'Geben Sie jetzt die Wörter vom Papier ein',
  'sheet.type.what': 'Das zeigt, dass das Papier stimmt. Danach wird der ganze Tresor einmal damit geöffnet.',
  'sheet.type.submit': 'Blatt ausprobieren',
} as const;
