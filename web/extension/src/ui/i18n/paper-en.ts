/** What is on paper, in English. */
export const paperEn = {
  'unlock.paper': 'Unlock with the words on paper: {label}',
  'paper.words': 'The words, in their order',
  'paper.words.share': 'The words of share {number}',
  'paper.hint': 'The first four letters of each word are enough, with spaces between the words.',
  'paper.fault.word': 'It is word {word}.',
  'paper.fault.word-of-share': 'It is word {word} of share {paper}.',
  'paper.fault.share': 'It is share {paper}.',
  'sheet.label': 'Recovery sheet {number}',
  'sheet.heading': 'Your new recovery sheet',
  'sheet.intro':
    'Print it, or write the words on paper with their numbers. They are not shown again. Let nobody look on.',
  'sheet.title': 'Hailstone recovery sheet',
  'sheet.what': 'With these words your Hailstone vault can be opened, by you and by anybody who reads them.',
  'sheet.name': 'Name',
  'sheet.vault': 'Vault',
  'sheet.made': 'Made',
  'sheet.code': 'The same words, for a camera.',
  'sheet.todo.keep': 'Keep this sheet where you keep what cannot be replaced, and show it to nobody.',
  'sheet.todo.backup':
    'It opens your vault or a backup of it, not an empty computer: keep backups in another place.',
  'sheet.todo.use':
    'To use it: open Hailstone in your browser, choose “Unlock with the words on paper”, and type the words in their order. With the program: hailstone recover.',
  'sheet.print': 'Print',
  'sheet.on-paper': 'I have it on paper',
  'sheet.type': 'Now type the words from the paper',
  'sheet.type.what': 'That proves that the paper is right. Then the whole vault is opened with it once.',
  'sheet.type.submit': 'Try the sheet',
} as const;
